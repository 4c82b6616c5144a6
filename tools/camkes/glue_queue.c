/* SPDX-License-Identifier: BSD-2-Clause */
/* Queues of messages. */
#include "glue_emit.h"

bool glue_is_queue(const struct adl_interface *interface)
{
    return interface->end && connection_is(interface->end->connection, "seL4MessageQueue");
}

static void emit_message_size(FILE *out, const struct adl_interface *interface)
{
    if (interface->buffer_size != 0)
        fprintf(out, "%llu", (unsigned long long)interface->buffer_size);
    else
        fprintf(out, "sizeof(%s)", interface->type);
}

/* Only the C compiler knows how large a C type is. */
void glue_message_queue(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan_queue *queue = plan_end(glue->plan, interface->end)->queue;
    fprintf(glue->source, "\n_Static_assert(sizeof(struct camkes_msgqueue_sent) + %u * (uint64_t)",
            queue->length);
    emit_message_size(glue->source, interface);
    fprintf(glue->source, " <= %llu, \"the connection's size is less than its messages need\");\n",
            (unsigned long long)queue->size);
}

size_t glue_message_queues(struct glue *glue)
{
    const struct adl_instance *instance = glue->instance;
    FILE *out = glue->source;
    size_t count = 0;
    for (size_t i = 0; i < instance->interface_count; i++)
        count += glue_is_queue(&instance->interfaces[i]);
    if (count == 0)
        return 0;
    fputs("\nstatic const struct camkes_msgqueue_end cw_queues[] = {\n", out);
    for (size_t i = 0; i < instance->interface_count; i++) {
        const struct adl_interface *interface = &instance->interfaces[i];
        if (!glue_is_queue(interface))
            continue;
        const struct plan_end *end = plan_end(glue->plan, interface->end);
        fprintf(out, "    {%llu, %d, %u, %u, ", (unsigned long long)end->badge, !interface->end->is_to,
                end->slot, end->queue->length);
        emit_message_size(out, interface);
        fprintf(out, ", (void *)0x%llx, (void *)0x%llx},\n", (unsigned long long)end->queue->sent,
                (unsigned long long)end->queue->taken);
    }
    fputs("};\n", out);
    return count;
}
