/* SPDX-License-Identifier: BSD-2-Clause */
/* Rings of buffers. */
#include "glue_emit.h"

static const struct plan_virtqueue *ring_of(const struct glue *glue, const struct adl_interface *interface)
{
    return interface->end ? plan_end(glue->plan, interface->end)->virtqueue : NULL;
}

/* The layout has counted with these sizes. */
static void emit_sizes(FILE *out)
{
    fputs("\n_Static_assert(sizeof(struct camkes_virtqueue_sent) == 64 && "
          "sizeof(struct camkes_virtqueue_returned) == 64 &&\n"
          "                   sizeof(struct camkes_virtqueue_block) == 12 && "
          "sizeof(struct camkes_virtqueue_answer) == 8,\n"
          "               \"the compiler of the specification knows other sizes\");\n",
          out);
}

size_t glue_virtqueues(struct glue *glue)
{
    const struct adl_instance *instance = glue->instance;
    FILE *out = glue->source;
    size_t count = 0;
    for (size_t i = 0; i < instance->interface_count; i++)
        count += ring_of(glue, &instance->interfaces[i]) != NULL;
    if (count == 0)
        return 0;
    emit_sizes(out);
    fputs("static const struct camkes_virtqueue_end cw_virtqueues[] = {\n", out);
    for (size_t i = 0; i < instance->interface_count; i++) {
        const struct plan_virtqueue *ring = ring_of(glue, &instance->interfaces[i]);
        if (!ring)
            continue;
        const struct plan_end *end = plan_end(glue->plan, instance->interfaces[i].end);
        fprintf(out, "    {%llu, %d, %u, %u, %u, %u, (void *)0x%llx, (void *)0x%llx, (void *)0x%llx},\n",
                (unsigned long long)end->badge, ring->drives, end->slot, end->handoff_slot, ring->length,
                ring->block_size, (unsigned long long)ring->sent, (unsigned long long)ring->returned,
                (unsigned long long)ring->blocks);
    }
    fputs("};\n", out);
    return count;
}
