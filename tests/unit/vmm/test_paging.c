/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cpu/paging.h"
#include "machine.h"

#define USER (3u << VCPU_MODE_CPL_SHIFT)

static struct machine machine;

static int setup(void **state)
{
    (void)state;
    machine_init(&machine);
    return 0;
}

static uint64_t translate(uint64_t linear, unsigned access)
{
    struct cpu_fault fault;
    uint64_t physical;

    assert_true(paging_translate(&machine.memory, &machine.block, linear, access, &physical, &fault));
    return physical;
}

static void assert_fault(uint64_t linear, unsigned access, uint32_t code)
{
    struct cpu_fault fault;
    uint64_t physical;

    assert_false(paging_translate(&machine.memory, &machine.block, linear, access, &physical, &fault));
    assert_int_equal(fault.vector, CPU_PAGE_FAULT);
    assert_true(fault.has_error_code);
    assert_int_equal(fault.error_code, code);
    assert_int_equal(fault.address, linear);
}

static void four_levels(void **state)
{
    (void)state;
    assert_int_equal(translate(MACHINE_VIRTUAL + 0x2345, 0), MACHINE_CODE + 0x2345);
    assert_int_equal(translate(MACHINE_HOLE + 4, PAGING_WRITE), 0xfee00004u);
    assert_fault(MACHINE_ABSENT, 0, 0);
    assert_fault(MACHINE_ABSENT, PAGING_WRITE, PAGING_WRITE);
    assert_fault(0, PAGING_USER, PAGING_USER);
}

static void accessed_and_dirty_bits(void **state)
{
    (void)state;
    translate(MACHINE_VIRTUAL, 0);
    assert_int_equal(*machine_pte(&machine, 0) & 0x60, 0x20);
    translate(MACHINE_VIRTUAL, PAGING_WRITE);
    assert_int_equal(*machine_pte(&machine, 0) & 0x60, 0x60);
    assert_int_equal(*machine_pte(&machine, 1) & 0x60, 0);
}

static void rights(void **state)
{
    (void)state;
    assert_fault(MACHINE_VIRTUAL, PAGING_USER, PAGING_USER | 1);
    *machine_pte(&machine, 0) |= PTE_U;
    translate(MACHINE_VIRTUAL, PAGING_USER | PAGING_WRITE);
    *machine_pte(&machine, 0) &= ~(uint64_t)PTE_W;
    translate(MACHINE_VIRTUAL, PAGING_USER);
    assert_fault(MACHINE_VIRTUAL, PAGING_USER | PAGING_WRITE, PAGING_USER | PAGING_WRITE | 1);
    assert_fault(MACHINE_VIRTUAL, PAGING_WRITE, PAGING_WRITE | 1);
    machine.block.cr0 &= ~0x10000u; /* without WP the supervisor may write anywhere */
    translate(MACHINE_VIRTUAL, PAGING_WRITE);
    assert_fault(MACHINE_VIRTUAL, PAGING_USER | PAGING_WRITE, PAGING_USER | PAGING_WRITE | 1);
}

static void execution(void **state)
{
    (void)state;
    *machine_pte(&machine, 0) |= PTE_NX;
    assert_fault(MACHINE_VIRTUAL, PAGING_FETCH, PAGING_FETCH | 1);
    machine.block.efer &= ~0x800u;
    translate(MACHINE_VIRTUAL, PAGING_FETCH);
    *machine_pte(&machine, 0) |= PTE_U;
    translate(MACHINE_VIRTUAL, PAGING_FETCH);
    machine.block.cr4 |= 0x100000; /* SMEP */
    assert_fault(MACHINE_VIRTUAL, PAGING_FETCH, PAGING_FETCH | 1);
    translate(MACHINE_VIRTUAL, 0);
    machine.block.cr4 |= 0x200000; /* SMAP */
    assert_fault(MACHINE_VIRTUAL, 0, 1);
    machine.block.rflags |= 0x40000;
    translate(MACHINE_VIRTUAL, 0);
}

static void large_pages(void **state)
{
    uint64_t *directory = (uint64_t *)(machine.ram + MACHINE_TABLES + 0x2000);

    (void)state;
    directory[1] = 0x40000000u | 0x83;
    assert_int_equal(translate(MACHINE_VIRTUAL + 0x212345, 0), 0x40012345u);
    ((uint64_t *)(machine.ram + MACHINE_TABLES + 0x1000))[1] = 0x80000000u | 0x83;
    assert_int_equal(translate(MACHINE_VIRTUAL + 0x41234567, 0), 0x81234567u);
}

static void tables_outside_ram_are_reserved_bits(void **state)
{
    (void)state;
    machine.block.cr3 = 0x10000000;
    assert_fault(MACHINE_VIRTUAL, PAGING_WRITE, PAGING_WRITE | 9);
    machine.block.cr3 = 0x000ffffffffff000u;
    assert_fault(MACHINE_VIRTUAL, 0, 9);
}

static void two_levels_with_4_mib_pages(void **state)
{
    uint32_t *directory = (uint32_t *)(machine.ram + 0x8000), *table = (uint32_t *)(machine.ram + 0x9000);

    (void)state;
    machine.block.mode = VCPU_MODE_PROTECTED | VCPU_MODE_PAGING | VCPU_MODE_CODE32;
    machine.block.efer = 0;
    machine.block.cr3 = 0x8000;
    machine.block.cr4 = 0x10;
    directory[0x300] = 0x9000 | PTE_P | PTE_W;
    table[5] = 0x7000 | PTE_P;
    directory[0x301] = 0x00c02000u | 0x83; /* bit 13: address bit 32 */
    assert_int_equal(translate(0xc0005123u, 0), 0x7123);
    assert_int_equal(translate(0xc0412345u, 0), 0x100c12345u);
    assert_fault(0xc0005123u, PAGING_WRITE, PAGING_WRITE | 1);
    machine.block.cr4 = 0; /* without PSE the entry is a table's */
    assert_fault(0xc0412345u, 0, 9);
}

static void three_levels(void **state)
{
    uint64_t *pointers = (uint64_t *)(machine.ram + 0x8020), *directory = (uint64_t *)(machine.ram + 0x9000);

    (void)state;
    machine.block.mode = VCPU_MODE_PROTECTED | VCPU_MODE_PAGING | VCPU_MODE_CODE32;
    machine.block.cr3 = 0x8020;
    machine.block.cr4 = 0x20;
    pointers[3] = 0x9000 | PTE_P; /* no rights in these */
    directory[1] = 0x00600000u | 0x83;
    assert_int_equal(translate(0xc0212345u, PAGING_WRITE), 0x612345);
    assert_fault(0x00000000, 0, 0);
}

static void no_paging_is_one_to_one(void **state)
{
    (void)state;
    machine.block.mode = VCPU_MODE_PROTECTED;
    assert_int_equal(translate(0x12345678, PAGING_WRITE), 0x12345678);
}

static void spans_cross_pages_whole_or_not_at_all(void **state)
{
    struct paging_span span;
    struct cpu_fault fault;
    uint8_t bytes[8] = {1, 2, 3, 4, 5, 6, 7, 8};

    (void)state;
    *machine_pte(&machine, 1) = 0x80000u | PTE_P | PTE_W;
    assert_true(paging_span(&machine.memory, &machine.block, MACHINE_VIRTUAL + 0xffd, 8, PAGING_WRITE, &span,
                            &fault));
    paging_span_write(&span, bytes);
    assert_memory_equal(machine.ram + MACHINE_CODE + 0xffd, bytes, 3);
    assert_memory_equal(machine.ram + 0x80000, bytes + 3, 5);
    *machine_pte(&machine, 1) = 0;
    assert_false(paging_span(&machine.memory, &machine.block, MACHINE_VIRTUAL + 0xffd, 8, 0, &span, &fault));
    assert_int_equal(fault.address, MACHINE_VIRTUAL + 0x1000);
    *machine_pte(&machine, 1) = 0xfee00000u | PTE_P | PTE_W;
    assert_true(paging_span(&machine.memory, &machine.block, MACHINE_VIRTUAL + 0xffd, 8, 0, &span, &fault));
    memset(bytes, 0, sizeof(bytes));
    paging_span_read(&span, bytes);
    assert_int_equal(bytes[2], 3);
    assert_int_equal(bytes[3], 0xff);
    assert_int_equal(bytes[7], 0xff);
}

static void assert_segment_refused(unsigned segment, uint64_t offset, size_t size, bool write, uint8_t vector)
{
    struct cpu_fault fault;
    uint64_t linear;

    assert_false(segment_linear(&machine.block, segment, offset, size, write, &linear, &fault));
    assert_int_equal(fault.vector, vector);
    assert_true(fault.has_error_code);
    assert_int_equal(fault.error_code, 0);
}

static void segments_in_64_bit_mode(void **state)
{
    struct cpu_fault fault;
    uint64_t linear;

    (void)state;
    machine.block.segment[VCPU_GS].base = 0x1000;
    machine.block.segment[VCPU_DS].base = 0x1000;
    assert_true(segment_linear(&machine.block, VCPU_GS, 0x234, 4, true, &linear, &fault));
    assert_int_equal(linear, 0x1234);
    assert_true(segment_linear(&machine.block, VCPU_DS, 0x234, 4, true, &linear, &fault));
    assert_int_equal(linear, 0x234);
    assert_segment_refused(VCPU_DS, 0x800000000000u, 4, false, CPU_PROTECTION);
    assert_segment_refused(VCPU_SS, 0x7ffffffffffeu, 4, false, CPU_STACK_FAULT);
}

static void segments_in_protected_mode(void **state)
{
    struct vcpu_segment *ds = &machine.block.segment[VCPU_DS];
    struct cpu_fault fault;
    uint64_t linear;

    (void)state;
    machine.block.mode = VCPU_MODE_PROTECTED | VCPU_MODE_CODE32;
    *ds = (struct vcpu_segment){0x10, 0xc93, 0xffff, 0xfffff000u};
    assert_true(segment_linear(&machine.block, VCPU_DS, 0xfffc, 4, true, &linear, &fault));
    assert_int_equal(linear, 0xeffc); /* wraps at 4 GiB */
    assert_segment_refused(VCPU_DS, 0xfffd, 4, false, CPU_PROTECTION);
    ds->attributes = 0xc91; /* read only */
    assert_true(segment_linear(&machine.block, VCPU_DS, 0, 4, false, &linear, &fault));
    assert_segment_refused(VCPU_DS, 0, 4, true, CPU_PROTECTION);
    ds->attributes = 0xc97; /* expands down */
    assert_segment_refused(VCPU_DS, 0xffff, 1, true, CPU_PROTECTION);
    assert_true(segment_linear(&machine.block, VCPU_DS, 0x10000, 4, true, &linear, &fault));
    ds->attributes = 0x99; /* code without the right to read */
    assert_segment_refused(VCPU_DS, 0, 1, false, CPU_PROTECTION);
    ds->attributes = VCPU_SEGMENT_UNUSABLE;
    assert_segment_refused(VCPU_DS, 0, 1, false, CPU_PROTECTION);
}

static void raising_and_skipping(void **state)
{
    const struct cpu_fault fault = {CPU_PAGE_FAULT, true, 7, 0x1234};

    (void)state;
    vcpu_raise(&machine.block, &fault);
    assert_int_equal(machine.block.cr2, 0x1234);
    assert_int_equal(machine.block.event.vector, 14);
    assert_int_equal(machine.block.event.error_code, 7);
    assert_int_equal(machine.block.changed, VCPU_CHANGED_EVENT | VCPU_CHANGED_CONTROL);
    machine.block.mode = VCPU_MODE_PROTECTED;
    machine.block.rip = 0xffffffffu;
    machine.block.interrupt_shadow = 1;
    vcpu_skip(&machine.block, 2);
    assert_int_equal(machine.block.rip, 1);
    assert_int_equal(machine.block.interrupt_shadow, 0);
    machine.block.mode |= USER;
    assert_int_equal(paging_privilege(&machine.block), PAGING_USER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(four_levels, setup),
        cmocka_unit_test_setup(accessed_and_dirty_bits, setup),
        cmocka_unit_test_setup(rights, setup),
        cmocka_unit_test_setup(execution, setup),
        cmocka_unit_test_setup(large_pages, setup),
        cmocka_unit_test_setup(tables_outside_ram_are_reserved_bits, setup),
        cmocka_unit_test_setup(two_levels_with_4_mib_pages, setup),
        cmocka_unit_test_setup(three_levels, setup),
        cmocka_unit_test_setup(no_paging_is_one_to_one, setup),
        cmocka_unit_test_setup(spans_cross_pages_whole_or_not_at_all, setup),
        cmocka_unit_test_setup(segments_in_64_bit_mode, setup),
        cmocka_unit_test_setup(segments_in_protected_mode, setup),
        cmocka_unit_test_setup(raising_and_skipping, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
