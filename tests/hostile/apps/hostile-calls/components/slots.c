/* SPDX-License-Identifier: BSD-2-Clause */
#include "caller.h"

#include <camkes.h>
#include <stdio.h>

#define SLOTS_LOOKED_AT 48 /* more than the component has */

/* Nobody waits for this thread's answer; an empty slot gives that error with any length. */
static bool is_served(uint64_t slot)
{
    return attack(CW_SYS_REPLY, slot, 0, 0, 0, 0) == -CW_ENOENT &&
           attack(CW_SYS_REPLY, slot, UINT64_MAX, 0, 0, 0) == -CW_EINVAL;
}

/* Slots that no domain has, some of which have a real one in their lower half. */
static const uint64_t absent[] = {
    0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x100000001, 0x8000000000000000, UINT64_MAX,
};

/* Whether the call would wait or end the thread: a harmless call that needs the same slot and right tells. */
static bool is_final(uint64_t number, uint64_t slot)
{
    switch (number) {
    case CW_SYS_WAIT:
        return attack(CW_SYS_POLL, slot, 0, 0, 0, 0) >= 0;
    case CW_SYS_RECEIVE:
    case CW_SYS_REPLY_RECEIVE:
        return is_served(slot);
    case CW_SYS_THREAD_EXIT:
        return slot == CW_SLOT_SELF;
    default:
        return false;
    }
}

/* The first argument, by which a call on a slot of the right kind does no harm. */
static uint64_t harmless(uint64_t number)
{
    uint64_t own_data;

    __asm__ volatile("mov %%fs:0, %0" : "=r"(own_data));
    switch (number) {
    case CW_SYS_TIMER_SET:
        return CW_TIMER_OFF;
    case CW_SYS_THREAD_SET_TLS:
        return own_data;
    case CW_SYS_CONSOLE_WRITE:
        return (uintptr_t)absent;
    default:
        return 0;
    }
}

static void attack_slot(uint64_t slot)
{
    printf("%s: slot %#llx:", get_instance_name(), (unsigned long long)slot);
    for (uint64_t number = CW_SYSCALL_BASE; number < CW_SYSCALL_END; number++)
        if (is_final(number, slot))
            printf(" -");
        else
            printf(" %lld", (long long)attack(number, slot, harmless(number), 0, 0, 0));
    printf("\n");
}

void attack_slots(void)
{
    for (uint64_t slot = 0; slot < SLOTS_LOOKED_AT; slot++)
        attack_slot(slot);
    for (unsigned i = 0; i < COUNT(absent); i++)
        attack_slot(absent[i]);
}

uint32_t find_slot(uint64_t number, uint64_t a, int64_t wanted)
{
    for (uint32_t slot = 0; slot < SLOTS_LOOKED_AT; slot++)
        if (attack(number, slot, a, 0, 0, 0) == wanted)
            return slot;
    return UINT32_MAX;
}

uint32_t find_served_endpoint(void)
{
    for (uint32_t slot = 0; slot < SLOTS_LOOKED_AT; slot++)
        if (is_served(slot))
            return slot;
    return UINT32_MAX;
}
