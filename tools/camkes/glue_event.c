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

void glue_event_consumer(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    const char *name = interface->name;
    FILE *out = glue->source;
    fprintf(out, "\nstatic struct camkes_event cw_%s_event = CAMKES_EVENT(\"%s\", %u, %u);\n", name, name,
            end->slot, end->handoff_slot);
    fprintf(out, "\nvoid %s_wait(void)\n{\n    camkes_event_wait(&cw_%s_event);\n}\n", name, name);
    fprintf(out, "\nint %s_poll(void)\n{\n    return camkes_event_poll(&cw_%s_event);\n}\n", name, name);
    fprintf(out,
            "\nint %s_reg_callback(void (*callback)(void *), void *argument)\n{\n"
            "    return camkes_event_register(&cw_%s_event, callback, argument);\n}\n",
            name, name);
    glue_error_handler(glue, interface, "event");
}
