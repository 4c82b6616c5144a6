/* SPDX-License-Identifier: BSD-2-Clause */
/* The plan of what the machine and the kernel offer: guests, devices, interrupts, timers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "plan_text.h"

#define TWO_MACHINES(settings)                                                                               \
    "component V { control; uses VirtualMachine vm; dataport Buf(4096) d; }"                                 \
    "component H { hardware; provides VirtualMachine vm; }"                                                  \
    "assembly { composition { component V v; component V w; component H h; component H i;"                   \
    "connection CausewayVirtualMachine m(from v.vm, to h.vm);"                                               \
    "connection CausewayVirtualMachine n(from w.vm, to i.vm);"                                               \
    "connection seL4SharedDataWithCaps c(from v.d, to w.d); }"                                               \
    "configuration { v.guest_ram_mb = 8; w.guest_ram_mb = 8; v.d_id = 1; w.d_id = 1; " settings " } }"

/* The second-stage tables that the dataport needs are set aside for both guests. */
static void test_machines_share(void **state)
{
    (void)state;
    const struct plan *small = plan_of(TWO_MACHINES("w.d_size = 4096;"));
    uint32_t pages = small->machines[0].vm->table_pages;
    assert_int_equal(small->machines[1].vm->table_pages, pages);
    plan_text_end(state);
    const struct plan *large = plan_of(TWO_MACHINES("c.size = 0x400000;"));
    assert_int_equal(large->machines[0].vm->table_pages, pages + 8);
    assert_int_equal(large->machines[1].vm->table_pages, pages + 8);
}

#define MACHINE(settings)                                                                                    \
    "component V { control; uses VirtualMachine vm; consumes T timer; dataport Buf(4096) d; }"               \
    "component A { control; dataport Buf(4096) d; }"                                                         \
    "component H { hardware; provides VirtualMachine vm; emits T tick; }"                                    \
    "assembly { composition { component V v; component H h; component A a;"                                  \
    "connection CausewayVirtualMachine m(from v.vm, to h.vm);"                                               \
    "connection CausewayTimer t(from h.tick, to v.timer);"                                                   \
    "connection seL4SharedDataWithCaps c(from a.d, to v.d); }"                                               \
    "configuration { v.d_id = 1; v.d_size = 4096; " settings " } }"

static void test_machine(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(MACHINE("v.guest_ram_mb = 32; v.priority = 100;"));
    const struct plan_domain *v = domain_of(plan, "v");
    const struct plan_vm *vm = end_of(plan, "v", "vm")->vm;
    assert_int_equal(vm->ram_size, 32 << 20);
    assert_int_equal(mapping_at(v, vm->ram)->region, plan->machines[0].ram);
    assert_int_equal(plan->vcpus[0].priority, 99);
    assert_int_equal(v->threads[0].priority, 100);
    uint32_t global = member_of(plan, "v")->global;
    assert_int_not_equal(global, TABLE_NONE);
    assert_int_equal(slot_of(plan, "v", vm->wake_slot)->object, global);
    assert_int_equal(slot_of(plan, "v", vm->wake_slot)->badge, vm->wake_badge);
    assert_int_equal(plan->timers[0].notification, global);
    assert_int_equal(vm->wake_badge, 1);
    assert_int_equal(plan->timers[0].badge, 2);
    assert_true(vm->table_pages >= 2);
    assert_int_equal(slot_of(plan, "v", vm->endpoint_slot)->rights, TABLE_RIGHT_RECEIVE);
}

static void test_badges_in_settings_come_first(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(MACHINE("v.guest_ram_mb = 32; v.timer_badge = \"1\";"));
    assert_int_equal(plan->timers[0].badge, 1);
    assert_int_equal(end_of(plan, "v", "vm")->vm->wake_badge, 2);
}

static void test_bad_machines(void **state)
{
    (void)state;
    assert_refused(MACHINE(""), "'v.guest_ram_mb' is not set");
    assert_refused(MACHINE("v.guest_ram_mb = 0;"), "1 to 3072");
    assert_refused(MACHINE("v.guest_ram_mb = 4096;"), "1 to 3072");
    assert_refused(MACHINE("v.guest_ram_mb = 8; v.priority = 0;"), "has priority 0");
    assert_refused(MACHINE("v.guest_ram_mb = 8; v.priority = 50; v.vm_priority = 50;"), "0 to 49");
    assert_refused(MACHINE("v.guest_ram_mb = 8; v.timer_badge = 0;"), "a badge is a number other than 0");
}

#define DRIVER(settings)                                                                                     \
    "component D { control; uses IOPort ports; consumes I irq; dataport Buf(8192) regs; }"                   \
    "component H { hardware; provides IOPort ports; emits I irq; dataport Buf(8192) regs; }"                 \
    "assembly { composition { component D d; component H h;"                                                 \
    "connection seL4HardwareIOPort p(from d.ports, to h.ports);"                                             \
    "connection seL4HardwareInterrupt i(from h.irq, to d.irq);"                                              \
    "connection seL4HardwareMMIO m(from d.regs, to h.regs); }"                                               \
    "configuration { " settings " } }"
#define PORTS  "h.ports_attributes = \"0x60:0x64\";"
#define IRQ    "h.irq_irq_number = 12;"
#define MEMORY "h.regs_paddr = 0xfed00000; h.regs_size = 0x2000;"

static void test_hardware(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(DRIVER(PORTS IRQ MEMORY));
    assert_int_equal(plan->ports[0].first, 0x60);
    assert_int_equal(plan->ports[0].last, 0x64);
    assert_int_equal(plan->irqs[0].line, 12);
    assert_int_equal(plan->irqs[0].flags, 0);
    const struct plan_end *regs = end_of(plan, "d", "regs");
    const struct plan_mapping *mapping = mapping_at(domain_of(plan, "d"), regs->address);
    assert_int_equal(plan->regions[mapping->region].kind, TABLE_REGION_DEVICE);
    assert_int_equal(plan->regions[mapping->region].address, 0xfed00000);
    assert_int_equal(mapping->size, 0x2000);
}

static void test_bad_hardware(void **state)
{
    (void)state;
    assert_refused(DRIVER(IRQ MEMORY), "'h.ports_attributes' is not set");
    assert_refused(DRIVER("h.ports_attributes = \"0x64\";" IRQ MEMORY), "is not a range of I/O ports");
    assert_refused(DRIVER("h.ports_attributes = \"5:4\";" IRQ MEMORY), "is not a range of I/O ports");
    assert_refused(DRIVER("h.ports_attributes = \"-1:4\";" IRQ MEMORY), "is not a range of I/O ports");
    assert_refused(DRIVER("h.ports_attributes = \"0:65536\";" IRQ MEMORY), "is not a range of I/O ports");
    assert_refused(DRIVER("h.ports_attributes = \"0:4x\";" IRQ MEMORY), "is not a range of I/O ports");
    assert_refused(DRIVER(PORTS MEMORY), "'h.irq_irq_number' is not set");
    assert_refused(DRIVER(PORTS "h.irq_irq_number = 2;" MEMORY), "3 to 15");
    assert_refused(DRIVER(PORTS "h.irq_irq_type = \"msi\";" MEMORY), "interrupt type \"msi\"");
    assert_refused(DRIVER(PORTS IRQ "h.regs_size = 0x2000;"), "'h.regs_paddr' is not set");
    assert_refused(DRIVER(PORTS IRQ "h.regs_paddr = 0x100; h.regs_size = 0x2000;"),
                   "must be multiples of 4096");
    assert_refused(DRIVER(PORTS IRQ "h.regs_paddr = 0; h.regs_size = 0x1000;"), "type is Buf(8192)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_machines_share, plan_text_end),
        cmocka_unit_test_teardown(test_machine, plan_text_end),
        cmocka_unit_test_teardown(test_badges_in_settings_come_first, plan_text_end),
        cmocka_unit_test_teardown(test_bad_machines, plan_text_end),
        cmocka_unit_test_teardown(test_hardware, plan_text_end),
        cmocka_unit_test_teardown(test_bad_hardware, plan_text_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
