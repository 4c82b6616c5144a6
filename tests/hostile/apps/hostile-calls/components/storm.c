/* SPDX-License-Identifier: BSD-2-Clause */
/* Absurd values in all registers of all calls that return, on all slots, and in messages to a server. */
#include <camkes.h>

#include <causeway/clock.h>
#include <causeway/thread.h>

#include "attack.h"

#define SLOTS_LOOKED_AT 16
#define HOG_NS          2000000000u

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
    KERNEL_ADDRESS,
    0x6ffffffff000,
    NONCANONICAL_ADDRESS,
    0xffff800000000000,
    (uint64_t)-4096,
    UINT64_MAX,
};

/* Calls that would wait for what never comes, or end this thread. */
static bool is_final(uint64_t number)
{
    return number == CW_SYS_WAIT || number == CW_SYS_RECEIVE || number == CW_SYS_REPLY_RECEIVE ||
           number == CW_SYS_VCPU_RESUME_RECEIVE || number == CW_SYS_THREAD_EXIT;
}

/* The thread's own data may be somewhere else after a call. */
static void call_and_repair(uint64_t number, uint64_t slot, uint64_t a, uint64_t b)
{
    uint64_t own_data;

    __asm__ volatile("mov %%fs:0, %0" : "=r"(own_data));
    attack(number, slot, a, b, b, a);
    attack(CW_SYS_THREAD_SET_TLS, CW_SLOT_SELF, own_data, 0, 0, 0);
}

static void storm_arguments(void)
{
    for (uint64_t number = CW_SYSCALL_BASE; number < CW_SYSCALL_END; number++)
        for (uint64_t slot = 0; slot < SLOTS_LOOKED_AT && !is_final(number); slot++)
            for (unsigned i = 0; i < COUNT(absurd) * COUNT(absurd); i++)
                call_and_repair(number, slot, absurd[i % COUNT(absurd)], absurd[i / COUNT(absurd)]);
}

/* What the server's glue decodes comes straight from here. */
static void storm_messages(void)
{
    struct cw_message *message = cw_message_buffer();

    for (unsigned round = 0; round < 20000; round++) {
        for (unsigned i = 0; i < CW_MESSAGE_WORDS; i++)
            message->word[i] = round % 2 ? attack_random() : absurd[attack_random() % COUNT(absurd)];
        attack(CW_SYS_CALL, round % SLOTS_LOOKED_AT, attack_random() % (CW_MESSAGE_WORDS + 2), 0, 0, 0);
    }
}

static void storm_events(void)
{
    for (unsigned i = 0; i < 100000; i++)
        noise_emit();
}

/* The others get the processor only when their turn comes. */
static void hog(void)
{
    uint64_t end = cw_clock_deadline(HOG_NS);

    while (cw_clock_ticks() < end)
        ;
}

int run(void)
{
    storm_arguments();
    storm_messages();
    storm_events();
    hog();
    check(sum_add(40, 2) == 42, "the server still answers");
    check_end();
    return 0;
}
