/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts, ports, timers, power, virtual machines: what comes from the kernel, not a component. */
#include "glue_emit.h"

void glue_global(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    uint64_t badge = plan_end(glue->plan, interface->end)->signal_badge;
    fprintf(glue->header,
            "seL4_CPtr %s_notification(void);\nseL4_Word %s_notification_badge(void);\n"
            "void %s_wait_notification(void);\n",
            name, name, name);
    fprintf(glue->source, "\nseL4_CPtr %s_notification(void)\n{\n    return %u;\n}\n", name,
            glue->member->global_slot);
    fprintf(glue->source, "\nseL4_Word %s_notification_badge(void)\n{\n    return 0x%llx;\n}\n", name,
            (unsigned long long)badge);
    fprintf(glue->source, "\nvoid %s_wait_notification(void)\n{\n    seL4_Wait(%u, NULL);\n}\n", name,
            glue->member->global_slot);
}

void glue_interrupt(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    fprintf(glue->source,
            "\nint %s_acknowledge(void)\n{\n    return (int)cw_irq_ack(%u);\n}\n"
            "\nstatic struct camkes_interrupt cw_%s_interrupt = {.notification = %u, .handle = %s_handle};\n",
            name, end->line_slot, name, end->slot, name);
}

void glue_old_interrupt(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    fprintf(glue->source,
            "\n_Static_assert(CAMKES_INTERRUPT_LINE == 1 && CAMKES_INTERRUPT_REGISTERED == 2,\n"
            "               \"the compiler of the specification knows other bits\");\n"
            "static struct camkes_interrupt_event cw_%s_event = CAMKES_INTERRUPT_EVENT(%u, %u, %u, %u);\n",
            name, end->line_slot, end->slot, end->wake_slot, end->handoff_slot);
    glue_consumer_functions(glue, interface, "camkes_interrupt_event");
}

void glue_global_interrupt(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    fprintf(glue->header, "int %s_acknowledge(void);\n", name);
    fprintf(glue->source, "\nint %s_acknowledge(void)\n{\n    return (int)cw_irq_ack(%u);\n}\n", name,
            plan_end(glue->plan, interface->end)->line_slot);
    glue_global(glue, interface);
}

static void emit_port_functions(struct glue *glue, const char *name, unsigned bits, unsigned first)
{
    fprintf(glue->header,
            "uint%u_t %s_in%u(uint16_t port);\nuint%u_t %s_in%u_offset(uint16_t offset);\n"
            "void %s_out%u(uint16_t port, uint%u_t value);\n"
            "void %s_out%u_offset(uint16_t offset, uint%u_t value);\n",
            bits, name, bits, bits, name, bits, name, bits, bits, name, bits, bits);
    fprintf(glue->source,
            "\nuint%u_t %s_in%u(uint16_t port)\n{\n    return camkes_port_in%u(port);\n}\n"
            "\nuint%u_t %s_in%u_offset(uint16_t offset)\n{\n    return camkes_port_in%u(%u + offset);\n}\n",
            bits, name, bits, bits, bits, name, bits, bits, first);
    fprintf(glue->source,
            "\nvoid %s_out%u(uint16_t port, uint%u_t value)\n{\n    camkes_port_out%u(port, value);\n}\n"
            "\nvoid %s_out%u_offset(uint16_t offset, uint%u_t value)\n{\n"
            "    camkes_port_out%u(%u + offset, value);\n}\n",
            name, bits, bits, bits, name, bits, bits, bits, first);
}

void glue_ports(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    for (unsigned bits = 8; bits <= 32; bits *= 2)
        emit_port_functions(glue, name, bits, end->first_port);
    fprintf(glue->header, "int %s_in_range(unsigned port);\n", name);
    fprintf(glue->source, "\nint %s_in_range(unsigned port)\n{\n    return port >= %u && port <= %u;\n}\n",
            name, end->first_port, end->last_port);
}

void glue_timer(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    uint32_t slot = plan_end(glue->plan, interface->end)->slot;
    fprintf(glue->header, "int %s_set(uint64_t deadline_tsc);\nint %s_cancel(void);\n", name, name);
    fprintf(glue->source,
            "\nint %s_set(uint64_t deadline_tsc)\n{\n    return (int)cw_timer_set(%u, deadline_tsc);\n}\n"
            "\nint %s_cancel(void)\n{\n    return (int)cw_timer_set(%u, CW_TIMER_OFF);\n}\n",
            name, slot, name, slot);
    glue_global(glue, interface);
}

void glue_power(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    uint32_t slot = plan_end(glue->plan, interface->end)->slot;
    fprintf(glue->source,
            "\nvoid %s_off(void)\n{\n    cw_power_off(%u);\n}\n"
            "\nvoid %s_reset(void)\n{\n    cw_power_reset(%u);\n}\n",
            name, slot, name, slot);
}

void glue_virtual_machine(struct glue *glue, const struct adl_interface *interface)
{
    const char *name = interface->name;
    const struct plan_vm *vm = plan_end(glue->plan, interface->end)->vm;
    fprintf(glue->header, "extern const struct camkes_vm %s_resources;\n", name);
    fprintf(glue->source,
            "\nconst struct camkes_vm %s_resources = {\n"
            "    .endpoint = %u, .vm = %u, .vcpu = %u, .wake = %u,\n"
            "    .exit_badge = 0x%llx, .wake_badge = 0x%llx,\n"
            "    .ram = (void *)0x%llx, .ram_size = 0x%llx, .block = (void *)0x%llx, .table_pages = %u};\n",
            name, vm->endpoint_slot, vm->vm_slot, vm->vcpu_slot, vm->wake_slot,
            (unsigned long long)vm->exit_badge, (unsigned long long)vm->wake_badge,
            (unsigned long long)vm->ram, (unsigned long long)vm->ram_size, (unsigned long long)vm->block,
            vm->table_pages);
}
