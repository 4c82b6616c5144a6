/* SPDX-License-Identifier: BSD-2-Clause */
#include "vm_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "fake_boot_memory.h"
#include "fake_machine.h"

#define NO_EXECUTE (1ul << 63)
#define EXECUTE    (1ul << 2)

const struct vm_format sample_no_execute_format = {
    .read = 1 | 4, .write = 2, .no_execute = NO_EXECUTE, .large = 1 << 7, .table = 1 | 4 | 2};
const struct vm_format sample_execute_format = {
    .read = 1, .write = 2, .execute = EXECUTE, .leaf = 6 << 3, .large = 1 << 7, .table = 7};

void sample_vm_init(struct vm *vm, const struct vm_format *format, const struct vm_range *base,
                    uint32_t count, uint32_t pool)
{
    static struct vm_range copy[16];
    assert_true(count <= 16);
    memcpy(copy, base, count * sizeof *base);
    fake_boot_memory_reset();
    vm_init(vm, "guest", format, 1, copy, count, pool);
    assert_int_equal(vm->pool_pages, pool);
    fake_boot_memory_close();
}

/* The last entry on the way to `address`, and its level. Every table on the way is entered with the bits 7. */
static uint64_t walk(const struct vm *vm, uint64_t address, unsigned *level)
{
    const uint64_t *table = vm->root;
    for (*level = 3;; --*level) {
        uint64_t entry = table[address >> (12 + 9 * *level) & 511];
        if (entry == 0 || *level == 0 || (*level == 1 && (entry & 1 << 7)))
            return entry;
        assert_int_equal(entry & ~0x000ffffffffff000ul, 7);
        assert_true((entry & ~0xffful) < FAKE_RAM);
        table = (const uint64_t *)(fake_ram + (entry & ~0xffful));
    }
}

static uint64_t expected_leaf(const struct vm *vm, uint64_t physical, uint32_t rights, unsigned level)
{
    uint64_t large = level == 1 ? 1 << 7 : 0, write = rights & TABLE_RIGHT_WRITE ? 2 : 0;
    if (vm->format == &sample_execute_format)
        return physical | 1 | 6 << 3 | large | write | (rights & TABLE_RIGHT_EXECUTE ? EXECUTE : 0);
    return physical | 1 | 4 | large | write | (rights & TABLE_RIGHT_EXECUTE ? 0 : NO_EXECUTE);
}

void sample_expect_page(const struct vm *vm, uint64_t address, uint64_t physical, uint32_t rights,
                        unsigned level, const char *file, int line)
{
    unsigned found_level;
    uint64_t entry = walk(vm, address, &found_level);
    uint64_t inside = level == 1 ? address & (LARGE - PAGE) : 0;
    uint64_t expected = expected_leaf(vm, physical - inside, rights, level);
    uint64_t told_physical = 0;
    uint32_t told_rights = 0;
    bool told = vm_translate(vm, address, &told_physical, &told_rights);
    if (entry != expected || found_level != level || !told || told_physical != physical ||
        told_rights != rights) {
        print_error("%#lx: entry %#lx of level %u instead of %#lx of %u; vm_translate: %d, %#lx, %#x\n",
                    (unsigned long)address, (unsigned long)entry, found_level, (unsigned long)expected, level,
                    told, (unsigned long)told_physical, told_rights);
        _fail(file, line);
    }
}

void sample_expect_nothing(const struct vm *vm, uint64_t address, const char *file, int line)
{
    unsigned level;
    uint64_t entry = walk(vm, address, &level), physical;
    uint32_t rights;
    if (entry != 0 || vm_translate(vm, address, &physical, &rights)) {
        print_error("%#lx: entry %#lx of level %u\n", (unsigned long)address, (unsigned long)entry, level);
        _fail(file, line);
    }
}
