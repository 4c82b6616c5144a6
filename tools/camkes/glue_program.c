/* SPDX-License-Identifier: BSD-2-Clause */
/* The tables by which lib/causeway knows the program: one instance, or all members of a group. */
#include "glue_emit.h"

void glue_program(const struct plan_domain *domain, FILE *out)
{
    fprintf(out,
            "/* The program of %s. Written by camkes from the specification. */\n"
            "#include <causeway/component.h>\n\n",
            domain->name);
    for (size_t i = 0; i < domain->member_count; i++)
        fprintf(out, "extern const struct causeway_instance cw_%zu __asm__(\"%s.instance\");\n", i,
                domain->members[i]->instance->name);
    fputs("\nconst struct causeway_thread causeway_threads[] = {\n", out);
    for (size_t i = 0; i < domain->thread_count; i++) {
        const struct plan_thread *thread = &domain->threads[i];
        fprintf(out, "    {(void *)0x%llx, (void *)0x%llx, %llu, %u, &cw_%zu, %zu}, /* %s */\n",
                (unsigned long long)thread->message, (unsigned long long)thread->stack_base,
                (unsigned long long)thread->stack_size, thread->lock_slot, thread->member->index,
                i - thread->member->first_thread, thread->name);
    }
    fprintf(out, "};\nconst uint32_t causeway_thread_count = %zu;\n", domain->thread_count);
    fprintf(out, "char *const causeway_heap_start = (char *)0x%llx;\n",
            (unsigned long long)domain->heap_start);
    fprintf(out, "char *const causeway_heap_end = (char *)0x%llx;\n",
            (unsigned long long)(domain->heap_start + domain->heap_size));
    fprintf(out, "const cw_slot causeway_console = %u;\n", domain->console_slot);
}
