/* SPDX-License-Identifier: BSD-2-Clause */
#include "monitor.h"

#include <camkes.h>
#include <dataport_caps.h>
#include <string.h>

#include "abi/system_table.h"
#include "attack.h"
#include "guest.h"
#include "words.h"

#define PAGE  4096ul
#define LARGE (512 * PAGE)
#define SPOT  0x400000ul /* where things are mapped */

extern dataport_caps_handle_t shared_handle, constant_handle;

static uint64_t shared_region, constant_region;

static int64_t map(uint64_t address, uint64_t region, uint64_t offset, uint64_t size)
{
    return attack(CW_SYS_VM_MAP, vm_resources.vm, address, region, offset, size);
}

static int64_t unmap(uint64_t address)
{
    return attack(CW_SYS_VM_UNMAP, vm_resources.vm, address, 0, 0, 0);
}

static uint32_t *ram_word(uint64_t address)
{
    return (uint32_t *)((char *)vm_resources.ram + address);
}

static void attack_slots_of_map(void)
{
    static const uint64_t absent[] = {0x7fffffff, 0xffffffff, 0x8000000000000000, UINT64_MAX};

    for (unsigned i = 0; i < COUNT(absent); i++)
        check_result(map(SPOT, absent[i], 0, PAGE), -CW_ENOENT, "mapping region slot %#llx",
                     (unsigned long long)absent[i]);
    check_result(map(SPOT, shared_region | 1ul << 32, 0, PAGE), -CW_ENOENT,
                 "mapping a slot whose lower half is right");
    check_result(map(SPOT, CW_SLOT_SELF, 0, PAGE), -CW_EINVAL, "mapping the thread");
    check_result(map(SPOT, vm_resources.vm, 0, PAGE), -CW_EINVAL, "mapping the VM");
    check_result(map(SPOT, vm_resources.endpoint, 0, PAGE), -CW_EINVAL, "mapping an endpoint");
    check_result(attack(CW_SYS_VM_MAP, vm_resources.vcpu, SPOT, shared_region, 0, PAGE), -CW_EINVAL,
                 "mapping into a vCPU");
    check_result(attack(CW_SYS_VM_MAP, shared_region, SPOT, shared_region, 0, PAGE), -CW_EINVAL,
                 "mapping into a region");
}

static void attack_ranges_of_map(void)
{
    const uint64_t ram = vm_resources.ram_size, whole = 16 * PAGE;
    const struct {
        const char *text;
        uint64_t address, offset, size;
        int result;
    } bad[] = {
        {"nothing", SPOT, 0, 0, -CW_EINVAL},
        {"one byte", SPOT, 0, 1, -CW_EINVAL},
        {"less than a page", SPOT, 0, PAGE - 1, -CW_EINVAL},
        {"more than a page", SPOT, 0, PAGE + 1, -CW_EINVAL},
        {"an odd address", SPOT + 1, 0, PAGE, -CW_EINVAL},
        {"an address inside a page", SPOT + PAGE / 2, 0, PAGE, -CW_EINVAL},
        {"an odd offset", SPOT, 1, PAGE, -CW_EINVAL},
        {"an offset inside a page", SPOT, PAGE / 2, PAGE, -CW_EINVAL},
        {"more than the region", SPOT, 0, whole + PAGE, -CW_EINVAL},
        {"the page behind the region", SPOT, whole, PAGE, -CW_EINVAL},
        {"across the region's end", SPOT, whole - PAGE, 2 * PAGE, -CW_EINVAL},
        {"an offset that wraps", SPOT, -PAGE, 2 * PAGE, -CW_EINVAL},
        {"a size that wraps", SPOT, PAGE, -PAGE, -CW_EINVAL},
        {"all but a page", SPOT, 0, -PAGE, -CW_EINVAL},
        {"half of everything", SPOT, 0, 1ul << 63, -CW_EINVAL},
        {"everything odd", UINT64_MAX, UINT64_MAX, UINT64_MAX, -CW_EINVAL},
        {"across the end of RAM", ram - PAGE, 0, 2 * PAGE, -CW_EFAULT},
        {"the last page of all", -PAGE, 0, PAGE, -CW_EFAULT},
        {"the last page and the first", -PAGE, 0, 2 * PAGE, -CW_EFAULT},
        {"across 48 bits", (1ul << 48) - PAGE, 0, 2 * PAGE, -CW_EFAULT},
        {"beyond 48 bits", SPOT | 1ul << 48, 0, PAGE, -CW_EFAULT},
        {"beyond 52 bits", SPOT | 1ul << 52, 0, PAGE, -CW_EFAULT},
        {"the kernel's half", 0xffff800000000000, 0, PAGE, -CW_EFAULT},
    };

    for (unsigned i = 0; i < COUNT(bad); i++)
        check_result(map(bad[i].address, shared_region, bad[i].offset, bad[i].size), bad[i].result,
                     "mapping %s", bad[i].text);
    check(guest_reads(SPOT, RAM_WORD), "the guest's RAM is as before");
    check(guest_reads((uint32_t)(ram - PAGE), RAM_WORD), "and so is its end");
}

/* Where the guest has no memory, there is room as well; each map leaves everything as it was. */
static void map_outside(void)
{
    const uint64_t places[] = {vm_resources.ram_size, 1ul << 40, (1ul << 48) - PAGE};

    for (unsigned i = 0; i < COUNT(places); i++) {
        unsigned long long at = places[i];
        check_result(map(at, shared_region, 0, PAGE), 0, "mapping outside of RAM, at %#llx", at);
        check_result(map(at, shared_region, PAGE, PAGE), -CW_EEXIST, "mapping at %#llx again", at);
        check_result(unmap(at), 0, "unmapping at %#llx", at);
    }
}

static void attack_unmap(void)
{
    static const uint64_t nothing[] = {0, SPOT, SPOT + 1, 1ul << 40, -PAGE, UINT64_MAX};

    for (unsigned i = 0; i < COUNT(nothing); i++)
        check_result(unmap(nothing[i]), -CW_ENOENT, "unmapping nothing at %#llx",
                     (unsigned long long)nothing[i]);
}

/* What is mapped is seen by the guest, with the region's rights and no more. */
static void maps_show(void)
{
    check_result(map(SPOT, shared_region, 0, 2 * PAGE), 0, "mapping two pages");
    check(guest_reads(SPOT, SHARED_WORD), "the guest sees the first");
    check(guest_reads(SPOT + 2 * PAGE, RAM_WORD), "and RAM behind them");
    check(guest_writes(SPOT + PAGE, 77) && *((volatile uint32_t *)shared + 1024) == 77,
          "it can write to them");
    *((volatile uint32_t *)shared + 1024) = SHARED_WORD;
    const struct {
        const char *text;
        uint64_t address, size;
    } over[] = {
        {"the same again", SPOT, 2 * PAGE},      {"over the first page", SPOT, PAGE},
        {"over the second", SPOT + PAGE, PAGE},  {"over the beginning", SPOT - PAGE, 2 * PAGE},
        {"over the end", SPOT + PAGE, 2 * PAGE}, {"over all", SPOT - PAGE, 4 * PAGE},
    };
    for (unsigned i = 0; i < COUNT(over); i++)
        check_result(map(over[i].address, shared_region, 0, over[i].size), -CW_EEXIST, "mapping %s",
                     over[i].text);
    check_result(unmap(SPOT + PAGE), -CW_ENOENT, "unmapping from the middle");
    check(guest_reads(SPOT + PAGE, SHARED_WORD), "leaves everything as it was");
    check_result(unmap(SPOT), 0, "unmapping");
    check(guest_reads(SPOT, RAM_WORD) && guest_reads(SPOT + PAGE, RAM_WORD), "brings RAM back");
    check_result(unmap(SPOT), -CW_ENOENT, "unmapping twice");

    check_result(map(SPOT, constant_region, 0, PAGE), 0, "mapping a region that may only be read");
    check(guest_reads(SPOT, CONSTANT_WORD), "the guest sees it");
    check(!guest_writes(SPOT, 1) && vm_resources.block->exit.kind == VCPU_EXIT_MEMORY &&
              vm_resources.block->exit.memory.address == SPOT &&
              vm_resources.block->exit.memory.flags == (VCPU_MEMORY_WRITE | VCPU_MEMORY_PRESENT),
          "and cannot write to it");
    guest_set(SPOT, 0, 0);
    check(guest_run() == VCPU_EXIT_MEMORY && (vm_resources.block->exit.memory.flags & VCPU_MEMORY_FETCH),
          "nor run it");
    check(*(volatile uint32_t *)constant == CONSTANT_WORD, "its contents are as before");
    check_result(unmap(SPOT), 0, "unmapping it");
}

/* Maps pages at distances of `step` until the kernel has had enough; returns how many it took. */
static unsigned map_many(uint64_t step, int64_t *end)
{
    unsigned n = 0;

    for (uint64_t at = LARGE; at < vm_resources.ram_size; at += step, n++) {
        *end = map(at, shared_region, n % 16 * PAGE, PAGE);
        if (*end != 0)
            break;
    }
    return n;
}

static unsigned unmap_many(uint64_t step, unsigned count)
{
    unsigned undone = 0;

    for (unsigned i = 0; i < count; i++)
        undone += unmap(LARGE + i * step) == 0;
    return undone;
}

static void use_up(const char *what, uint64_t step, unsigned wanted)
{
    for (unsigned round = 0; round < 3; round++) {
        int64_t end = 0;
        unsigned count = map_many(step, &end);
        check(count == wanted && end == -CW_ENOMEM, "%s are used up after %u maps: %u, %d", what, wanted,
              count, (int)end);
        check(guest_reads((uint32_t)(LARGE + (count - 1) * step), SHARED_WORD), "the last one counts");
        check(guest_reads((uint32_t)(LARGE + count * step), RAM_WORD), "the one that failed does not");
        check(unmap_many(step, count) == count, "all can be undone");
    }
}

static void random_maps(void)
{
    unsigned odd = 0;

    for (unsigned i = 0; i < 20000; i++) {
        uint64_t address = attack_random() % 64 * PAGE * (attack_random() % 4 ? 1 : 512);
        uint64_t size = attack_random() % 18 * PAGE, offset = attack_random() % 17 * PAGE;
        int64_t result = attack_random() % 2 ? map(address, shared_region, offset, size) : unmap(address);
        odd += result != 0 && result != -CW_EINVAL && result != -CW_EFAULT && result != -CW_EEXIST &&
               result != -CW_ENOMEM && result != -CW_ENOENT;
    }
    check(odd == 0, "20000 maps and unmaps at random");
    for (uint64_t at = 0; at < vm_resources.ram_size; at += PAGE)
        unmap(at);
    unsigned wrong = 0;
    for (uint64_t at = LARGE; at < 128 * LARGE && at < vm_resources.ram_size; at += 16 * PAGE)
        wrong += !guest_reads((uint32_t)at, RAM_WORD);
    check(wrong == 0, "all of RAM is back");
}

void attack_memory(void)
{
    shared_region = camkes_frame_region(dataport_get_nth_frame_cap(&shared_handle, 0));
    constant_region = camkes_frame_region(dataport_get_nth_frame_cap(&constant_handle, 0));
    for (uint64_t at = LARGE; at < vm_resources.ram_size; at += PAGE)
        *ram_word(at) = RAM_WORD;
    for (unsigned i = 0; i < 16; i++)
        *((volatile uint32_t *)shared + i * 1024) = SHARED_WORD;
    check(guest_reads(SPOT, RAM_WORD), "the guest reads its RAM");
    attack_slots_of_map();
    attack_ranges_of_map();
    map_outside();
    attack_unmap();
    maps_show();
    use_up("table pages", LARGE, vm_resources.table_pages);
    use_up("mappings", PAGE, TABLE_MAX_OVERLAYS);
    random_maps();
}
