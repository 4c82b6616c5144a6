/* SPDX-License-Identifier: BSD-2-Clause */
#include "glue_emit.h"

void glue_event_emitter(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    fprintf(glue->source, "\nvoid %s_emit(void)\n{\n", interface->name);
    for (size_t i = 0; i < end->signal_count; i++)
        fprintf(glue->source, "    cw_signal(%u);\n", end->signals[i]);
    fputs("}\n", glue->source);
}

/* The emitter's count is where its consumers look for it. */
void glue_queue_emitter(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    fprintf(glue->source, "\nvoid %s_emit(void)\n{\n    camkes_event_count((void *)0x%llx);\n",
            interface->name, (unsigned long long)end->address);
    for (size_t i = 0; i < end->signal_count; i++)
        fprintf(glue->source, "    cw_signal(%u);\n", end->signals[i]);
    fputs("}\n", glue->source);
}

static void emit_notification(struct glue *glue, const struct adl_interface *interface)
{
    fprintf(glue->source, "\nseL4_CPtr %s_notification(void)\n{\n    return %u;\n}\n", interface->name,
            plan_end(glue->plan, interface->end)->slot);
}

void glue_consumer_functions(struct glue *glue, const struct adl_interface *interface, const char *functions)
{
    const char *name = interface->name;
    FILE *out = glue->source;
    fprintf(out, "\nvoid %s_wait(void)\n{\n    %s_wait(&cw_%s_event);\n}\n", name, functions, name);
    fprintf(out, "\nint %s_poll(void)\n{\n    return %s_poll(&cw_%s_event);\n}\n", name, functions, name);
    fprintf(out,
            "\nint %s_reg_callback(void (*callback)(void *), void *argument)\n{\n"
            "    return %s_register(&cw_%s_event, callback, argument);\n}\n",
            name, functions, name);
    if (glue_names_notification(interface))
        emit_notification(glue, interface);
}

void glue_event_consumer(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    const char *name = interface->name;
    fprintf(glue->source, "\nstatic struct camkes_event cw_%s_event = CAMKES_EVENT(\"%s\", %u, %u);\n", name,
            name, end->slot, end->handoff_slot);
    glue_consumer_functions(glue, interface, "camkes_event");
    glue_error_handler(glue, interface, "event");
}

void glue_queue_consumer(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    const char *name = interface->name;
    fprintf(glue->source,
            "\nstatic struct camkes_event cw_%s_event = CAMKES_EVENT(\"%s\", %u, %u);\n"
            "static struct camkes_event_queue cw_%s_queue = {&cw_%s_event, (const void *)0x%llx, 0};\n",
            name, name, end->slot, end->handoff_slot, name, name, (unsigned long long)end->address);
    glue_consumer_functions(glue, interface, "camkes_event");
    glue_error_handler(glue, interface, "event");
}

void glue_native_consumer(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    uint32_t slot = plan_end(glue->plan, interface->end)->slot;
    fprintf(
        glue->source,
        "\nvoid %s_wait(void)\n{\n    seL4_Wait(%u, NULL);\n}\n"
        "\nint %s_poll(void)\n{\n    seL4_Word bits;\n    seL4_Poll(%u, &bits);\n    return bits != 0;\n}\n",
        name, slot, name, slot);
    if (glue_names_notification(interface))
        emit_notification(glue, interface);
}

void glue_bound_consumer(struct glue *glue, const struct adl_interface *interface)
{
    fprintf(glue->header, "seL4_CPtr %s_notification(void);\n", interface->name);
    emit_notification(glue, interface);
}

void glue_callback_consumer(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    fprintf(glue->header,
            "void %s_callback(seL4_Word badge);\nseL4_CPtr %s_notification(void);\n"
            "seL4_Word %s_notification_badge(void);\n",
            name, name, name);
    emit_notification(glue, interface);
    fprintf(glue->source,
            "\nseL4_Word %s_notification_badge(void)\n{\n    return 0x%llx;\n}\n"
            "\nstatic struct camkes_signalled cw_%s_signalled = {%u, %s_callback};\n",
            name, (unsigned long long)end->signal_badge, name, end->slot, name);
}
