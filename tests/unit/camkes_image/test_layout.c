/* SPDX-License-Identifier: BSD-2-Clause */
/* The resource plan: who gets what, and what cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_text.h"
#include "tests/unit/camkes/compile_text.h"

#define PAIR                                                                                                 \
    "component A { control; emits E e; dataport Buf(8192) d; uses P p; has mutex m; }"                       \
    "component B { control; consumes E e; dataport Buf(8192) d; provides P p; }"
#define PROCEDURE "procedure P { int f(in int a); }"

static const char pair[] = PROCEDURE PAIR
    "assembly { composition { component A a; component B b; component B c; component A x;"
    "connection seL4Notification e1(from a.e, to b.e, to c.e);"
    "connection seL4SharedData d1(from a.d, to b.d);"
    "connection seL4RPCCall p1(from a.p, from x.p, to b.p);"
    "connection seL4SharedData d2(from x.d, to c.d);"
    "} configuration { b.priority = 10; b._priority = 20; b.e_priority = 30; b.e_stack_size = 5000;"
    "a.heap_size = 4097; x.p_attributes = \"1\"; d2.size = 4096; x.d_access = \"R\"; } }";

static void test_event(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(pair);
    const struct plan_end *emitter = end_of(plan, "a", "e");
    assert_int_equal(emitter->signal_count, 2);
    const struct plan_slot *first = slot_of(plan, "a", emitter->signals[0]);
    const struct plan_slot *second = slot_of(plan, "a", emitter->signals[1]);
    assert_int_equal(first->rights, TABLE_RIGHT_SIGNAL);
    assert_int_not_equal(first->badge, 0);
    assert_int_not_equal(first->object, second->object);
    const struct plan_slot *consumer = slot_of(plan, "c", end_of(plan, "c", "e")->slot);
    assert_int_equal(consumer->object, second->object);
    assert_int_equal(consumer->rights, TABLE_RIGHT_WAIT);
    /* Nobody else may wait for it or signal it. */
    const struct plan_domain *other = domain_of(plan, "x");
    for (size_t i = 0; i < other->slot_count; i++)
        assert_false(other->slots[i].type == TABLE_SLOT_NOTIFICATION &&
                     other->slots[i].object == first->object);
}

static void test_threads(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(pair);
    const struct plan_domain *b = domain_of(plan, "b");
    assert_int_equal(b->thread_count, 3);
    assert_int_equal(b->threads[0].priority, 20);
    assert_string_equal(b->threads[1].name, "e");
    assert_int_equal(b->threads[1].priority, 30);
    assert_int_equal(b->threads[1].stack_size, 8192);
    assert_string_equal(b->threads[2].name, "p");
    assert_int_equal(b->threads[2].priority, 10);
    assert_int_equal(domain_of(plan, "a")->threads[0].priority, 254);
    assert_int_equal(domain_of(plan, "a")->heap_size, 8192);
    assert_int_equal(domain_of(plan, "a")->thread_count, 1);
    assert_int_equal(member_of(plan, "a")->start_slot, 0);
    assert_int_not_equal(member_of(plan, "b")->start_slot, 0);
}

/* Other defaults hold only where no setting is. */
static void test_defaults(void **state)
{
    (void)state;
    struct adl_system system = *compile_text(pair);
    system.defaults = (struct adl_defaults){.priority = 100, .stack_size = 12288, .heap_size = 20480};
    const struct plan *plan = layout_plan(&system);
    assert_non_null(plan);
    assert_int_equal(domain_of(plan, "a")->threads[0].priority, 100);
    assert_int_equal(domain_of(plan, "a")->threads[0].stack_size, 12288);
    assert_int_equal(domain_of(plan, "a")->heap_size, 8192);
    assert_int_equal(domain_of(plan, "b")->threads[1].priority, 30);
    assert_int_equal(domain_of(plan, "b")->threads[1].stack_size, 8192);
    assert_int_equal(domain_of(plan, "b")->heap_size, 20480);
}

static void test_guard_pages(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(pair);
    const struct plan_domain *b = domain_of(plan, "b");
    for (size_t i = 0; i < b->thread_count; i++) {
        const struct plan_thread *thread = &b->threads[i];
        assert_null(mapping_at(b, thread->stack_base - 1));
        assert_non_null(mapping_at(b, thread->stack_base));
        assert_non_null(mapping_at(b, thread->stack_base + thread->stack_size - 1));
        assert_null(mapping_at(b, thread->stack_base + thread->stack_size));
        assert_non_null(mapping_at(b, thread->message));
    }
    const struct plan_end *data = end_of(plan, "b", "d");
    assert_null(mapping_at(b, data->address - 1));
    assert_null(mapping_at(b, data->address + data->size));
}

static void test_shared_data(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(pair);
    const struct plan_domain *a = domain_of(plan, "a"), *b = domain_of(plan, "b");
    const struct plan_mapping *mine = mapping_at(a, end_of(plan, "a", "d")->address);
    const struct plan_mapping *theirs = mapping_at(b, end_of(plan, "b", "d")->address);
    assert_int_equal(mine->region, theirs->region);
    assert_int_equal(mine->size, 8192);
    assert_int_equal(plan->regions[mine->region].size, 8192);
    /* Buf(N) counts, not the connection's size; "R" cannot write. */
    const struct plan_mapping *reader = mapping_at(domain_of(plan, "x"), end_of(plan, "x", "d")->address);
    assert_int_equal(reader->rights, TABLE_RIGHT_READ);
    assert_int_equal(reader->size, 8192);
}

static void test_client_badges(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(pair);
    assert_int_equal(end_of(plan, "x", "p")->badge, 1); /* asked for */
    assert_int_equal(end_of(plan, "a", "p")->badge, 2); /* the next that is free */
    assert_int_equal(slot_of(plan, "a", end_of(plan, "a", "p")->slot)->badge, 2);
    assert_int_equal(slot_of(plan, "a", end_of(plan, "a", "p")->slot)->rights, TABLE_RIGHT_CALL);
    assert_int_equal(slot_of(plan, "b", end_of(plan, "b", "p")->slot)->rights, TABLE_RIGHT_RECEIVE);
}

#define CALLS(connector, settings)                                                                           \
    PROCEDURE "component A { control; uses P p; uses P q; dataport Buf(8192) d; }"                           \
              "component B { control; provides P p; provides P q; dataport Buf(8192) d; }"                   \
              "assembly { composition { component A a; component B b;"                                       \
              "connection " connector " one(from a.p, to b.p); connection " connector                        \
              " two(from a.q, to b.q);"                                                                      \
              "connection seL4SharedData data(from b.d, to a.d); } configuration { " settings " } }"

/* The dataport of the two carries the calls; both sides know where it is. */
static void test_calls_through_a_dataport(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(CALLS("seL4RPCCall", "one.buffer = \"data\";"));
    const struct plan_end *client = end_of(plan, "a", "p"), *server = end_of(plan, "b", "p");
    assert_int_equal(client->address, end_of(plan, "a", "d")->address);
    assert_int_equal(server->clients[0].buffer, end_of(plan, "b", "d")->address);
    assert_int_equal(server->size, 8192);
    assert_int_equal(client->size, 8192);
    assert_int_equal(slot_of(plan, "a", client->lock_slot)->type, TABLE_SLOT_NOTIFICATION);
    assert_int_equal(end_of(plan, "b", "q")->size, 0);
    assert_int_equal(end_of(plan, "a", "q")->lock_slot, 0);
    assert_refused(CALLS("seL4RPCCall", "one.buffer = \"data\"; b.d_access = \"W\";"),
                   "'b.d' carries calls, and must be readable and writable");
}

static void test_calls_over_own_buffers(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(CALLS("seL4RPCOverMultiSharedData", "a.q_shmem_size = 0x3000;"));
    const struct plan_end *small = end_of(plan, "a", "p"), *large = end_of(plan, "a", "q");
    assert_int_equal(small->size, 4096);
    assert_int_equal(large->size, 0x3000);
    assert_int_equal(end_of(plan, "b", "q")->size, 0x3000);
    assert_int_not_equal(small->lock_slot, large->lock_slot);
    const struct plan_client *client = &end_of(plan, "b", "q")->clients[0];
    assert_int_equal(mapping_at(domain_of(plan, "b"), client->buffer)->region,
                     mapping_at(domain_of(plan, "a"), large->address)->region);
}

/* Two interfaces share the instance's endpoint; badges tell which one is called. */
static void test_calls_without_threads(void **state)
{
    (void)state;
    const struct plan *plan =
        plan_of(CALLS("seL4RPCNoThreads", "a.p_attributes = 9; a.q_attributes = 0xffffffff;"));
    const struct plan_end *p = end_of(plan, "b", "p"), *q = end_of(plan, "b", "q");
    assert_int_equal(domain_of(plan, "b")->thread_count, 1);
    assert_int_equal(p->slot, q->slot);
    assert_int_equal(slot_of(plan, "b", p->slot)->rights, TABLE_RIGHT_RECEIVE);
    assert_true(slot_of(plan, "a", end_of(plan, "a", "p")->slot)->badge == ((uint64_t)p->badge << 32 | 9));
    assert_true(slot_of(plan, "a", end_of(plan, "a", "q")->slot)->badge ==
                ((uint64_t)q->badge << 32 | 0xffffffff));
    assert_int_not_equal(p->badge, q->badge);
    assert_int_not_equal(p->badge, 0);
    assert_int_equal(q->clients[0].badge, 0xffffffff);
}

static void test_calls_with_signals(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(CALLS("seL4TimeServer", ""));
    const struct plan_client *client = &end_of(plan, "b", "q")->clients[0];
    const struct plan_slot *slot = slot_of(plan, "b", client->signal_slot);
    assert_int_equal(client->buffer, 0);
    assert_int_equal(slot->object, member_of(plan, "a")->global);
    assert_int_equal(slot->rights, TABLE_RIGHT_SIGNAL);
    assert_int_equal(slot->badge, end_of(plan, "a", "q")->signal_badge);
    assert_int_not_equal(slot->badge, end_of(plan, "a", "p")->signal_badge);
}

#define CAPS(settings)                                                                                       \
    "component A { control; dataport Buf(4096) d; }"                                                         \
    "assembly { composition { component A a; component A b;"                                                 \
    "connection seL4SharedDataWithCaps c(from a.d, to b.d); }"                                               \
    "configuration { " settings " } }"

static void test_frames(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(CAPS("b.d_id = 7; b.d_size = 4096; b.d_access = \"R\";"));
    const struct plan_end *to = end_of(plan, "b", "d");
    const struct plan_slot *slot = slot_of(plan, "b", to->slot);
    assert_int_equal(slot->type, TABLE_SLOT_REGION);
    assert_int_equal(slot->rights, TABLE_RIGHT_READ);
    assert_int_equal(slot->object, mapping_at(domain_of(plan, "a"), end_of(plan, "a", "d")->address)->region);
    assert_int_equal(to->badge, 7);
    /* The plain end has no frames to give away. */
    const struct plan_domain *a = domain_of(plan, "a");
    for (size_t i = 0; i < a->slot_count; i++)
        assert_int_not_equal(a->slots[i].type, TABLE_SLOT_REGION);
}

static void test_frames_at_both_ends(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(CAPS("a.d_id = 3; a.d_access = \"R\"; b.d_id = 7; b.d_size = 4096;"));
    const struct plan_end *from = end_of(plan, "a", "d");
    const struct plan_end *to = end_of(plan, "b", "d");
    const struct plan_slot *from_slot = slot_of(plan, "a", from->slot);
    const struct plan_slot *to_slot = slot_of(plan, "b", to->slot);
    assert_int_equal(from->badge, 3);
    assert_int_equal(to->badge, 7);
    assert_int_equal(from_slot->type, TABLE_SLOT_REGION);
    assert_int_equal(from_slot->object, to_slot->object);
    assert_int_equal(from_slot->rights, TABLE_RIGHT_READ);
    assert_int_equal(to_slot->rights, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE);
    assert_refused(CAPS("a.d_id = 256; b.d_id = 1; b.d_size = 4096;"), "1 to 255");
    assert_refused(CAPS("a.d_size = 8192; b.d_id = 1; b.d_size = 4096;"),
                   "the other end's dataport has 4096 bytes");
}

static void test_bad_dataports(void **state)
{
    (void)state;
    assert_refused(CAPS("b.d_size = 4096;"), "'b.d_id' is not set");
    assert_refused(CAPS("b.d_id = 1;"), "'b.d_size' is not set");
    assert_refused(CAPS("b.d_id = 0; b.d_size = 4096;"), "1 to 255");
    assert_refused(CAPS("b.d_id = 1; b.d_size = 5000;"), "5000 bytes, which is not a multiple of 4096");
    assert_refused(CAPS("b.d_id = 1; b.d_size = 4096; c.size = 4096;"), "is set twice");
    assert_refused(CAPS("b.d_id = 1; b.d_size = 4096; b.d_access = \"WR\";"), "access \"WR\"");
    assert_refused(CAPS("b.d_id = 1; b.d_size = 4096; b.d_access = \"X\";"), "access \"X\"");
    assert_refused("component A { control; dataport Buf(100) d; }"
                   "assembly { composition { component A a; component A b;"
                   "connection seL4SharedData c(from a.d, to b.d); } }",
                   "Buf(100) is 100 bytes, which is not a multiple of 4096");
    assert_refused(
        "component A { control; dataport Buf d; } component V { control; dataport Buf d; dataport Buf e; }"
        "assembly { composition { component A a; component A b; component V v;"
        "connection seL4SharedDataWithCaps c(from a.d, to v.d);"
        "connection seL4SharedDataWithCaps f(from b.d, to v.e); }"
        "configuration { v.d_id = 1; v.d_size = 4096; v.e_id = 1; v.e_size = 4096; } }",
        "have the same id 1");
}

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

static void test_bad_settings(void **state)
{
    (void)state;
    assert_refused("component A { control; } assembly { composition { component A a; }"
                   "configuration { a.priority = 256; } }",
                   "0 to 255");
    assert_refused("component A { control; } assembly { composition { component A a; }"
                   "configuration { a._stack_size = 100; } }",
                   "4096 to");
    assert_refused(PROCEDURE "component A { control; uses P p; } component B { provides P p; }"
                             "assembly { composition { component A a; component A x; component B b;"
                             "connection seL4RPCCall c(from a.p, from x.p, to b.p); }"
                             "configuration { a.p_attributes = 3; x.p_attributes = \"3\"; } }",
                   "another client of 'b.p' has badge 3 too");
    assert_refused(PROCEDURE "component A { control; uses P p; } component B { provides P p; }"
                             "assembly { composition { component A a; component B b;"
                             "connection seL4RPCDataport c(from a.p, to b.p); }"
                             "configuration { a.p_shmem_size = 100; } }",
                   "the buffer is 100 bytes");
    assert_refused(PROCEDURE
                   "component A { control; uses P p; } component B { provides P p; }"
                   "assembly { composition { component A a; component B b;"
                   "connection seL4RPCCall c(from a.p, to b.p); } configuration { c.buffer = \"d\"; } }",
                   "there is no connection 'd'");
}

/* What does not fit into its part of the address space. */
static void test_too_much(void **state)
{
    (void)state;
    static const char dataport[] = "dataport Buf(0x100000000) d%d; dataport Buf(0x100000000) e%d;";
    static const char connection[] =
        "connection seL4SharedData c%d(from a.d%d, to b.d%d, to b.e%d, to a.e%d);";
    char text[8192] = "component A { control;";
    for (int i = 0; i < 9; i++)
        sprintf(text + strlen(text), dataport, i, i);
    strcat(text, "} assembly { composition { component A a; component A b;");
    for (int i = 0; i < 9; i++)
        sprintf(text + strlen(text), connection, i, i, i, i, i);
    strcat(text, "} }");
    assert_refused(text, "'a' has no room for all its dataports");

    strcpy(text, "component A { control; ");
    for (int i = 0; i < 20; i++)
        sprintf(text + strlen(text), "consumes E e%d; emits E f%d;", i, i);
    strcat(text, "} assembly { composition { component A a;");
    for (int i = 0; i < 20; i++)
        sprintf(text + strlen(text), "connection seL4Notification c%d(from a.f%d, to a.e%d);", i, i, i);
    strcat(text, "} configuration {");
    for (int i = 0; i < 20; i++)
        sprintf(text + strlen(text), "a.e%d_stack_size = 0x10000000;", i);
    strcat(text, "} }");
    assert_refused(text, "'a' has no room for all its stacks");
}

static void test_connector_without_implementation(void **state)
{
    (void)state;
    assert_refused(
        "connector Own { from Event; to Events; }"
        "component A { control; emits E e; } component B { control; consumes E e; }"
        "assembly { composition { component A a; component B b; connection Own c(from a.e, to b.e); } }",
        "connector 'Own' is declared, but has no implementation");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_event, plan_text_end),
        cmocka_unit_test_teardown(test_threads, plan_text_end),
        cmocka_unit_test_teardown(test_defaults, plan_text_end),
        cmocka_unit_test_teardown(test_guard_pages, plan_text_end),
        cmocka_unit_test_teardown(test_shared_data, plan_text_end),
        cmocka_unit_test_teardown(test_client_badges, plan_text_end),
        cmocka_unit_test_teardown(test_calls_through_a_dataport, plan_text_end),
        cmocka_unit_test_teardown(test_calls_over_own_buffers, plan_text_end),
        cmocka_unit_test_teardown(test_calls_without_threads, plan_text_end),
        cmocka_unit_test_teardown(test_calls_with_signals, plan_text_end),
        cmocka_unit_test_teardown(test_frames, plan_text_end),
        cmocka_unit_test_teardown(test_frames_at_both_ends, plan_text_end),
        cmocka_unit_test_teardown(test_bad_dataports, plan_text_end),
        cmocka_unit_test_teardown(test_machines_share, plan_text_end),
        cmocka_unit_test_teardown(test_machine, plan_text_end),
        cmocka_unit_test_teardown(test_badges_in_settings_come_first, plan_text_end),
        cmocka_unit_test_teardown(test_bad_machines, plan_text_end),
        cmocka_unit_test_teardown(test_hardware, plan_text_end),
        cmocka_unit_test_teardown(test_bad_hardware, plan_text_end),
        cmocka_unit_test_teardown(test_bad_settings, plan_text_end),
        cmocka_unit_test_teardown(test_too_much, plan_text_end),
        cmocka_unit_test_teardown(test_connector_without_implementation, plan_text_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
