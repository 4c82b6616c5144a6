// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * hypercall_test: a guest kernel that asks its monitor for what it must not get.
 *
 * Loading the module runs every check and writes one line for each to the kernel log: "hypercall_test: ok N - what" or
 * "hypercall_test: not ok N - what (got .., expected ..)", then "hypercall_test: 1..N, F failed". The modules dataport
 * and consumes_event must not be loaded, because it shares and takes back what they use. Nothing is left behind, so it
 * can be removed and loaded again.
 */
#include <linux/delay.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/string.h>
#include <asm/msr.h>

#include "causeway/guest.h"

static unsigned int dataport = 1;
module_param(dataport, uint, 0444);
MODULE_PARM_DESC(dataport, "id of a dataport of the specification");

static unsigned int second;
module_param(second, uint, 0444);
MODULE_PARM_DESC(second, "id of another dataport, 0 if there is none");

static bool events = true;
module_param(events, bool, 0444);
MODULE_PARM_DESC(events, "whether the specification has consumed events");

static bool hardware = true;
module_param(hardware, bool, 0444);
MODULE_PARM_DESC(
    hardware, "whether to try the interrupt controller, unknown ports, registers and processor leaves, too");

static unsigned int checks, failures;

static __printf(3, 4) void check(long got, long expected, const char *format, ...)
{
    char what[96];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    checks++;
    if (got == expected) {
        pr_info("hypercall_test: ok %u - %s\n", checks, what);
        return;
    }
    failures++;
    pr_info("hypercall_test: not ok %u - %s (got %ld, expected %ld)\n", checks, what, got, expected);
}

static long share(unsigned long id, unsigned long address, unsigned long size)
{
    return causeway_call(CAUSEWAY_HC_DATAPORT_SHARE, id, address, size);
}

static long unshare(unsigned long id)
{
    return causeway_call(CAUSEWAY_HC_DATAPORT_UNSHARE, id, 0, 0);
}

static unsigned long dataport_size(unsigned int id)
{
    long size = causeway_call(CAUSEWAY_HC_DATAPORT_SIZE, id, 0, 0);

    return size > 0 ? size : 0;
}

static void unknown_numbers_test(void)
{
    static const unsigned long numbers[] = {
        0,
        1,
        2,
        3,
        0x43570000,
        0x43570005,
        0x4357000f,
        0x43570015,
        0x7fffffff,
        0x80000000,
        0xffffffff,
#ifdef CONFIG_64BIT
        /* Known numbers, were it not for what is above them. */
        0x100000000 | CAUSEWAY_HC_EMIT,
        0xffffffff00000000 | CAUSEWAY_HC_DATAPORT_SHARE,
        ~0ul,
#endif
    };

    for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
        check(causeway_call(numbers[i], 1, 0, 0), -ENOSYS, "unknown number %#lx", numbers[i]);
}

static void unknown_ids_test(unsigned long page)
{
    static const unsigned long ids[] = {
        0,           255,
        256,         257,
        0x7fffffff,  0x80000000,
        0xffffffff,  (unsigned long)-2,
#ifdef CONFIG_64BIT
        0x100000001, 0x8000000000000001,
#endif
    };

    for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
        check(causeway_call(CAUSEWAY_HC_DATAPORT_SIZE, ids[i], 0, 0), -ENOENT, "size of dataport %#lx",
              ids[i]);
        check(causeway_call(CAUSEWAY_HC_DATAPORT_RIGHTS, ids[i], 0, 0), -ENOENT, "rights of dataport %#lx",
              ids[i]);
        check(share(ids[i], page, PAGE_SIZE), -ENOENT, "share dataport %#lx", ids[i]);
        check(unshare(ids[i]), -ENOENT, "unshare dataport %#lx", ids[i]);
        check(causeway_call(CAUSEWAY_HC_EMIT, ids[i], 0, 0), -ENOENT, "emit event %#lx", ids[i]);
    }
}

static void sizes_test(unsigned long address, unsigned long size)
{
    const unsigned long wrong[] = {0, 1, size - 1, size + 1, size + PAGE_SIZE, 2 * size, ~0ul, -PAGE_SIZE};

    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
        check(share(dataport, address, wrong[i]), -EINVAL, "share with size %#lx", wrong[i]);
}

static void addresses_test(unsigned long address, unsigned long size)
{
    static const unsigned long offsets[] = {1, 8, 0x800, 0xfff};
    const unsigned long outside[] = {
        -PAGE_SIZE, -size,     0xfee00000, 0xfffff000,
#ifdef CONFIG_64BIT
        1ul << 40,  1ul << 47, 1ul << 52,  1ul << 63,  address | 1ul << 52, address | 1ul << 63,
#endif
    };

    for (size_t i = 0; i < ARRAY_SIZE(offsets); i++)
        check(share(dataport, address + offsets[i], size), -EINVAL, "share %#lx into a page", offsets[i]);
    for (size_t i = 0; i < ARRAY_SIZE(outside); i++)
        check(share(dataport, outside[i], size), -EFAULT, "share at %#lx, which is no memory", outside[i]);
}

/* What a shared dataport hides comes back unchanged, and sharing follows its rules. */
static void sharing_test(unsigned char *memory, unsigned long size)
{
    unsigned long address = causeway_address(memory);

    memset(memory, 0xa5, 2 * size);
    check(unshare(dataport), -ENOENT, "unshare what is not shared");
    check(share(dataport, address, size), 0, "share");
    check(share(dataport, address, size), 0, "share again at the same address");
    check(share(dataport, address + size, size), -EBUSY, "share again at another address");
    check(share(dataport, 1ul << 30 | 1, size), -EINVAL, "share again at an unaligned address");
    if (second && dataport_size(second) == size) {
        check(share(second, address, size), -EEXIST, "share a second one over the first");
        check(share(second, address + size, size), 0, "share a second one beside the first");
        check(unshare(second), 0, "unshare the second one");
    }
    check(causeway_call(CAUSEWAY_HC_EVENTS_SHARE, address, 0, 0), -EEXIST, "event page over a dataport");
    check(unshare(dataport), 0, "unshare");
    check(unshare(dataport), -ENOENT, "unshare twice");
    check(!memchr_inv(memory, 0xa5, 2 * size), 1, "memory is back as it was before");

    for (int i = 0; i < 1000; i++)
        if (share(dataport, address + (i & 1) * size, size) || unshare(dataport)) {
            check(i, 1000, "share and unshare a thousand times");
            return;
        }
    check(1000, 1000, "share and unshare a thousand times");
    check(!memchr_inv(memory, 0xa5, 2 * size), 1, "memory is still as it was before");
}

/* The timer's interrupt counts jiffies: while interrupts are off they stand still, and go on afterwards. */
static void interrupts_off_test(void)
{
    unsigned int moved = 0, stuck = 0;

    for (unsigned int i = 0; i < 20; i++) {
        unsigned long flags, before, after;

        local_irq_save(flags);
        before = jiffies;
        mdelay(20);
        after = jiffies;
        local_irq_restore(flags);
        mdelay(20);
        moved += after != before;
        stuck += jiffies == before;
    }
    check(moved, 0, "no interrupt while interrupts are off");
    check(stuck, 0, "interrupts come once they are on");
}

static void line_test(void)
{
    check(causeway_call(CAUSEWAY_HC_EVENTS_DIRECT, 2, 0, 0), -EINVAL,
          "past the controller: a value that is not one");
    check(causeway_call(CAUSEWAY_HC_EVENTS_DIRECT, -1ul, 0, 0), -EINVAL, "past the controller: all ones");
    check(causeway_call(CAUSEWAY_HC_EVENTS_DIRECT, 1, 0, 0), 0, "past the controller");
    check(causeway_call(CAUSEWAY_HC_EVENTS_DIRECT, 0, 0, 0), 0, "through the controller again");
}

static void events_test(unsigned char *memory, unsigned long size)
{
    unsigned long address = causeway_address(memory);
    struct causeway_event_page *page = (struct causeway_event_page *)memory;

    check(causeway_call(CAUSEWAY_HC_EVENTS_IRQ, 0, 0, 0) >= 0, 1, "interrupt line of the events");
    check(causeway_call(CAUSEWAY_HC_EVENTS_UNSHARE, 0, 0, 0), -ENOENT,
          "unshare an event page that is not there");
    check(causeway_call(CAUSEWAY_HC_EVENTS_SHARE, address + 8, 0, 0), -EINVAL, "unaligned event page");
    check(causeway_call(CAUSEWAY_HC_EVENTS_SHARE, -PAGE_SIZE, 0, 0), -EFAULT, "event page outside memory");
    check(causeway_call(CAUSEWAY_HC_EVENTS_SHARE, 0xfee00000, 0, 0), -EFAULT, "event page on a device");

    /* Whatever the page says, the monitor must not believe it. */
    memset(memory, 0xff, PAGE_SIZE);
    check(causeway_call(CAUSEWAY_HC_EVENTS_SHARE, address, 0, 0), 0, "event page full of ones");
    check(page->magic, CAUSEWAY_EVENT_MAGIC, "magic number of the event page");
    check(page->version, CAUSEWAY_ABI_VERSION, "version of the event page");
    check(page->events < CAUSEWAY_MAX_EVENTS, 1, "highest event of the event page");
    check(share(dataport, address, size), -EEXIST, "dataport over the event page");
    check(causeway_call(CAUSEWAY_HC_EVENTS_SHARE, address + PAGE_SIZE, 0, 0), 0,
          "another event page instead");
    check(share(dataport, address + PAGE_SIZE - size, size) == -EEXIST, size > PAGE_SIZE,
          "the old event page is free again");
    unshare(dataport);
    check(causeway_call(CAUSEWAY_HC_EVENTS_UNSHARE, 0, 0, 0), 0, "unshare the event page");
    check(causeway_call(CAUSEWAY_HC_EVENTS_UNSHARE, 0, 0, 0), -ENOENT, "unshare the event page twice");
}

/* Ports that no device of the machine has asked for answer with ones and take everything. */
static void ports_test(void)
{
    static const unsigned short ports[] = {0x5678, 0x9abc, 0xe000, 0xfff0};

    for (size_t i = 0; i < ARRAY_SIZE(ports); i++) {
        outb(0x55, ports[i]);
        outw(0x55aa, ports[i]);
        outl(0x55aa55aa, ports[i]);
        check(inb(ports[i]), 0xff, "byte from unused port %#x", ports[i]);
        check(inw(ports[i]), 0xffff, "word from unused port %#x", ports[i]);
        check(inl(ports[i]) == 0xffffffff, 1, "double word from unused port %#x", ports[i]);
    }
}

static void registers_test(void)
{
    static const unsigned int registers[] = {0x4000dead, 0x12345678, 0xc001ffff, 0xffffffff};
    u64 value;

    for (size_t i = 0; i < ARRAY_SIZE(registers); i++) {
        check(rdmsrl_safe(registers[i], &value), -EIO, "read unknown register %#x", registers[i]);
        check(wrmsrl_safe(registers[i], ~0ull), -EIO, "write unknown register %#x", registers[i]);
    }
}

static void leaves_test(void)
{
    static const unsigned int leaves[] = {0x3fffffff, 0x4000ffff, 0x8fffffff, 0xc0000000, 0xffffffff};
    u32 a, b, c, d;

    for (size_t i = 0; i < ARRAY_SIZE(leaves); i++) {
        cpuid_count(leaves[i], 0xffffffff, &a, &b, &c, &d);
        check(0, 0, "unknown processor leaf %#x: %08x %08x %08x %08x", leaves[i], a, b, c, d);
    }
}

static int __init hypercall_test_init(void)
{
    int error = causeway_guest_find();
    unsigned long size;
    unsigned char *memory;

    if (error)
        return error;
    size = dataport_size(dataport);
    check(size && PAGE_ALIGNED(size), 1, "dataport %u has a size", dataport);
    if (!size)
        return -EINVAL;
    memory = alloc_pages_exact(max(2 * size, 2 * PAGE_SIZE), GFP_KERNEL | __GFP_ZERO);
    if (!memory)
        return -ENOMEM;

    unknown_numbers_test();
    unknown_ids_test(causeway_address(memory));
    sizes_test(causeway_address(memory), size);
    addresses_test(causeway_address(memory), size);
    sharing_test(memory, size);
    if (events)
        events_test(memory, size);
    if (hardware) {
        interrupts_off_test();
        line_test();
        ports_test();
        registers_test();
        leaves_test();
    }
    pr_info("hypercall_test: 1..%u, %u failed\n", checks, failures);
    free_pages_exact(memory, max(2 * size, 2 * PAGE_SIZE));
    return 0;
}

static void __exit hypercall_test_exit(void)
{
}

module_init(hypercall_test_init);
module_exit(hypercall_test_exit);
MODULE_DESCRIPTION("Bad hypercalls");
MODULE_LICENSE("Dual BSD/GPL");
