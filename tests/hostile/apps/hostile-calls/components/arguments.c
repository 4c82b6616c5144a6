/* SPDX-License-Identifier: BSD-2-Clause */
#include "caller.h"

#include <camkes.h>
#include <string.h>

#include <causeway/clock.h>
#include <causeway/component.h>

#include "abi/system_table.h"

#define CONSOLE_MOST 256

static void attack_messages(void)
{
    static const uint64_t lengths[] = {CW_MESSAGE_WORDS + 1,
                                       512,
                                       513,
                                       0x10000,
                                       0xffffffff,
                                       0x100000000,
                                       0x2000000000000000,
                                       0x2000000000000001,
                                       (uint64_t)INT64_MAX,
                                       UINT64_MAX};
    uint32_t call = find_slot(CW_SYS_CALL, 0, 0), serve = find_served_endpoint();

    for (unsigned i = 0; i < COUNT(lengths); i++) {
        unsigned long long words = lengths[i];
        check_result(attack(CW_SYS_CALL, call, words, 0, 0, 0), -CW_EINVAL, "a call of %#llx words", words);
        check_result(attack(CW_SYS_REPLY, serve, words, 0, 0, 0), -CW_EINVAL, "a reply of %#llx words",
                     words);
        check_result(attack(CW_SYS_REPLY_RECEIVE, serve, words, 0, 0, 0), -CW_EINVAL,
                     "a reply of %#llx words before receiving", words);
    }
    check_result(attack(CW_SYS_REPLY, serve, 0, 0, 0, 0), -CW_ENOENT, "a reply to nobody");
    check(sum_add(3, 4) == 7, "the server still answers");
}

static void attack_console(void)
{
    const uint64_t heap_end = (uintptr_t)causeway_heap_end, page_end = (uintptr_t)page + page_size;
    const uint64_t stack = (uintptr_t)causeway_threads[0].stack_base;
    const struct {
        const char *text;
        uint64_t address, length;
    } bad[] = {
        {"the null page", 0, 1},
        {"below all mappings", TABLE_USER_START, 1},
        {"the kernel", KERNEL_ADDRESS, 1},
        {"the kernel's view of memory", 0xffff800000000000, 1},
        {"a non-canonical address", NONCANONICAL_ADDRESS, 1},
        {"the end of user addresses", TABLE_USER_END, 1},
        {"the last byte", UINT64_MAX, 1},
        {"the last byte and the first", UINT64_MAX, 2},
        {"everything", 0, UINT64_MAX},
        {"the kernel without end", KERNEL_ADDRESS, UINT64_MAX},
        {"behind the heap", heap_end, 1},
        {"across the heap's end", heap_end - 1, 2},
        {"across the heap's end without end", heap_end - CONSOLE_MOST + 1, UINT64_MAX},
        {"across a dataport's end", page_end - 10, 20},
        {"behind a dataport", page_end, 1},
        {"across the stack's guard", stack - 1, 2},
        {"the stack's guard", stack - 1, 1},
        {"no bytes of the kernel", KERNEL_ADDRESS, 0},
    };
    uint32_t console = find_slot(CW_SYS_CONSOLE_WRITE, (uintptr_t)bad, 0);

    for (unsigned i = 0; i < COUNT(bad); i++)
        check_result(attack(CW_SYS_CONSOLE_WRITE, console, bad[i].address, bad[i].length, 0, 0), -CW_EFAULT,
                     "printing %s", bad[i].text);
    memset(causeway_heap_end - CONSOLE_MOST, '\n', CONSOLE_MOST);
    check_result(attack(CW_SYS_CONSOLE_WRITE, console, heap_end - CONSOLE_MOST, UINT64_MAX, 0, 0),
                 CONSOLE_MOST, "printing what lies before the heap's end");
}

/* Between change and repair, nothing may touch thread-local data. */
static int64_t set_tls_and_back(uint64_t address)
{
    uint64_t own_data;

    __asm__ volatile("mov %%fs:0, %0" : "=r"(own_data));
    int64_t result = attack(CW_SYS_THREAD_SET_TLS, CW_SLOT_SELF, address, 0, 0, 0);
    attack(CW_SYS_THREAD_YIELD, CW_SLOT_SELF, 0, 0, 0, 0);
    attack(CW_SYS_THREAD_SET_TLS, CW_SLOT_SELF, own_data, 0, 0, 0);
    return result;
}

static void attack_tls(void)
{
    static const struct {
        uint64_t address;
        int result;
    } bases[] = {
        {0, 0},
        {1, 0},
        {TABLE_USER_END - 1, 0},
        {TABLE_USER_END, -CW_EFAULT},
        {0x7fffffffffff, -CW_EFAULT},
        {0x800000000000, -CW_EFAULT},
        {NONCANONICAL_ADDRESS, -CW_EFAULT},
        {0xffff800000000000, -CW_EFAULT},
        {KERNEL_ADDRESS, -CW_EFAULT},
        {UINT64_MAX, -CW_EFAULT},
    };

    for (unsigned i = 0; i < COUNT(bases); i++)
        check_result(set_tls_and_back(bases[i].address), bases[i].result, "thread data at %#llx",
                     (unsigned long long)bases[i].address);
}

static uint64_t timer_bits(void)
{
    seL4_Word bits;

    seL4_Poll(clock_notification(), &bits);
    return bits;
}

static void attack_timer(void)
{
    uint32_t timer = find_slot(CW_SYS_TIMER_SET, CW_TIMER_OFF, 0);
    uint64_t now = cw_clock_ticks();
    const struct {
        const char *text;
        uint64_t deadline;
        bool fires;
    } deadlines[] = {
        {"zero", 0, true},
        {"long ago", 1, true},
        {"now", now, true},
        {"in years", now + (1ul << 62), false},
        {"the last but one", CW_TIMER_OFF - 1, false},
        {"never", CW_TIMER_OFF, false},
        {"half of all time", 1ul << 63, false},
    };

    for (unsigned i = 0; i < COUNT(deadlines); i++) {
        timer_bits();
        int64_t result = attack(CW_SYS_TIMER_SET, timer, deadlines[i].deadline, 0, 0, 0);
        check(result == 0 && (timer_bits() != 0) == deadlines[i].fires, "a deadline of %s",
              deadlines[i].text);
    }
    for (unsigned i = 0; i < 100000; i++)
        attack(CW_SYS_TIMER_SET, timer, attack_random(), 0, 0, 0);
    attack(CW_SYS_TIMER_SET, timer, CW_TIMER_OFF, 0, 0, 0);
    timer_bits();
    clock_set(cw_clock_deadline(1000000));
    clock_wait_notification();
    check(cw_clock_ticks() > now, "the timer works after a storm of deadlines");
}

static void attack_numbers(void)
{
    static const uint64_t numbers[] = {CW_SYSCALL_BASE - 1,
                                       CW_SYSCALL_END,
                                       CW_SYSCALL_END + 1,
                                       0x7fffffff,
                                       0xffffffff,
                                       0x100000000 | CW_SYS_THREAD_EXIT,
                                       0x8000000000000000 | CW_SYS_THREAD_EXIT,
                                       (uint64_t)INT64_MAX,
                                       UINT64_MAX};

    for (unsigned i = 0; i < COUNT(numbers); i++)
        check_result(attack(numbers[i], 0, 0, 0, 0, 0), -CW_ENOSYS, "call number %#llx",
                     (unsigned long long)numbers[i]);
}

void attack_arguments(void)
{
    attack_messages();
    attack_console();
    attack_tls();
    attack_timer();
    attack_numbers();
    uint32_t irq = find_slot(CW_SYS_IRQ_ACK, 0, 0);
    int64_t result = 0;
    for (unsigned i = 0; i < 10000; i++)
        result |= attack(CW_SYS_IRQ_ACK, irq, attack_random(), 0, 0, 0);
    check_result(result, 0, "acknowledging an interrupt that never came");
}
