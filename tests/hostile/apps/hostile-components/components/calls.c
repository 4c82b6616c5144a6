/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls with slots, arguments and messages that make no sense. */
#include "attacks.h"

#include <camkes.h>
#include <stdint.h>
#include <stdio.h>

#include "causeway/syscall.h"
#include "causeway/thread.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define SLOTS_LOOKED_AT 24 /* more than the component has */
#define NO_LINUX_CALL   9999

static const uint64_t absurd[] = {
    0,
    1,
    8,
    0xfff,
    0x1000,
    0x3fffff,
    0x7fffffff,
    0x80000000,
    0xffffffff,
    0x6ffffffff000,
    NONCANONICAL_ADDRESS,
    KERNEL_ADDRESS,
    0xffff800000000000,
    (uint64_t)-4096,
    (uint64_t)-1,
};

static void expect(const char *what, uint64_t number, uint64_t argument, int64_t got, int64_t wanted)
{
    if (got != wanted)
        printf("%s: WRONG: %s: call %#llx, argument %#llx: result %lld instead of %lld\n",
               get_instance_name(), what, (unsigned long long)number, (unsigned long long)argument,
               (long long)got, (long long)wanted);
}

static void absurd_slots(void)
{
    static const uint32_t slots[] = {1000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};

    for (int number = CW_SYS_SIGNAL; number < CW_SYSCALL_END; number++)
        for (size_t i = 0; i < COUNT(slots); i++) {
            int64_t got = cw_syscall((enum cw_syscall)number, slots[i], 0, 0, 0, 0).value;
            expect("slot", (uint64_t)number, slots[i], got, -CW_ENOENT);
        }
}

/* Calls that would wait for what never comes, or end this thread. */
static int is_final(int number)
{
    return number == CW_SYS_WAIT || number == CW_SYS_RECEIVE || number == CW_SYS_REPLY_RECEIVE ||
           number == CW_SYS_VCPU_RESUME_RECEIVE || number == CW_SYS_THREAD_EXIT;
}

static uint64_t thread_data(void)
{
    uint64_t self;

    __asm__ volatile("mov %%fs:0, %0" : "=r"(self));
    return self;
}

static void absurd_arguments(void)
{
    uint64_t self = thread_data();

    for (int number = CW_SYS_SIGNAL; number < CW_SYSCALL_END; number++)
        for (cw_slot slot = 0; slot < SLOTS_LOOKED_AT && !is_final(number); slot++)
            for (size_t i = 0; i < COUNT(absurd) * COUNT(absurd); i++) {
                uint64_t a = absurd[i % COUNT(absurd)], b = absurd[i / COUNT(absurd)];
                cw_syscall((enum cw_syscall)number, slot, a, b, b, a);
                /* The thread's own data may be somewhere else now. */
                cw_syscall(CW_SYS_THREAD_SET_TLS, CW_SLOT_SELF, self, 0, 0, 0);
            }
    expect("data in the kernel", CW_SYS_THREAD_SET_TLS, KERNEL_ADDRESS,
           cw_syscall(CW_SYS_THREAD_SET_TLS, CW_SLOT_SELF, KERNEL_ADDRESS, 0, 0, 0).value, -CW_EFAULT);
    expect("data nowhere", CW_SYS_THREAD_SET_TLS, NONCANONICAL_ADDRESS,
           cw_syscall(CW_SYS_THREAD_SET_TLS, CW_SLOT_SELF, NONCANONICAL_ADDRESS, 0, 0, 0).value, -CW_EFAULT);
}

/* What the server's glue decodes comes straight from here. */
static void absurd_messages(void)
{
    struct cw_message *message = cw_message_buffer();

    for (cw_slot slot = 0; slot < SLOTS_LOOKED_AT; slot++)
        for (size_t words = 0; words <= CW_MESSAGE_WORDS + 1; words++) {
            for (size_t i = 0; i < CW_MESSAGE_WORDS; i++)
                message->word[i] = absurd[(i + words) % COUNT(absurd)];
            int64_t got = cw_call(slot, words);
            if (words > CW_MESSAGE_WORDS && got >= 0)
                expect("too long a message", CW_SYS_CALL, words, got, -CW_EINVAL);
        }
}

static void unknown_calls(void)
{
    static const uint64_t numbers[] = {NO_LINUX_CALL, CW_SYSCALL_BASE - 1, CW_SYSCALL_END,
                                       0x7fffffff,    0xffffffff,          (uint64_t)-1};

    for (size_t i = 0; i < COUNT(numbers); i++)
        for (size_t a = 0; a < COUNT(absurd); a++) {
            int64_t result = (int64_t)numbers[i];
            __asm__ volatile("syscall"
                             : "+a"(result)
                             : "D"(absurd[a]), "S"(absurd[a]), "d"(absurd[a])
                             : "rcx", "r8", "r9", "r10", "r11", "memory");
            expect("not a call", numbers[i], absurd[a], result, -CW_ENOSYS);
        }
}

static void never_yield(void)
{
    printf("%s: survived\n", get_instance_name());
    for (volatile int i = 0;; i++)
        ;
}

const struct attack call_attacks[] = {
    {"absurd_slots", absurd_slots},       {"absurd_arguments", absurd_arguments},
    {"absurd_messages", absurd_messages}, {"unknown_calls", unknown_calls},
    {"never_yield", never_yield},         {NULL, NULL},
};
