/* SPDX-License-Identifier: BSD-2-Clause */
/* Lets a guest run with random states, most of which no processor would accept. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

#include <causeway/clock.h>

#include "attack.h"
#include "guest.h"

#define ROUNDS      2000
#define PATIENCE_NS 1000000u
#define PATIENCE    10000 /* times that: others may have the processor for long */
#define HALT        0xf4
#define TOUCHED     0x10000 /* the part of RAM that a guest is likely to write to */

/* Values that are right for some field, and more that are for none. */
static uint64_t gamble(void)
{
    static const uint64_t values[] = {
        0,         1,          2,       0x31,    0x80000031, 0x20,      0xd01,          0x500,
        0x1000,    0x202,      0x20202, 0x10002, 0x93,       0xc9b,     0xa9b,          0x8b,
        0xffff,    0xffffffff, 0x40000, 0x406f0, 1ul << 40,  1ul << 47, KERNEL_ADDRESS, NONCANONICAL_ADDRESS,
        UINT64_MAX};

    switch (attack_random() % 4) {
    case 0:
        return attack_random();
    case 1:
        return 1ul << attack_random() % 64;
    default:
        return values[attack_random() % COUNT(values)];
    }
}

/* Changes a few fields of a good state, or all of it. */
static void make_state(struct vcpu_block *block)
{
    const size_t first = offsetof(struct vcpu_block, gpr) / 8, last = sizeof(*block) / 8;
    unsigned changes = attack_random() % 16 == 0 ? 200 : 1 + attack_random() % 4;
    uint64_t words[sizeof(*block) / 8];

    guest_default_state(block);
    memcpy(words, block, sizeof(words));
    for (unsigned i = 0; i < changes; i++)
        words[first + attack_random() % (last - first)] = gamble();
    memcpy(block, words, sizeof(words));
    block->changed = (uint32_t)(attack_random() % 8 ? VCPU_CHANGED_ALL : attack_random());
    if (attack_random() % 2)
        block->changed &= ~VCPU_CHANGED_EVENT;
}

/*
 * RAM is full of halts, so that most states end soon. One that waits for an interrupt gets some, and falls over its
 * missing handlers. Returns whether the guest has stopped.
 */
static bool wait_for_end(void)
{
    for (unsigned i = 0; i < PATIENCE; i++) {
        uint64_t badge;

        clock_set(cw_clock_deadline(PATIENCE_NS));
        int64_t result = cw_receive(vm_resources.endpoint, &badge);
        if (result == 0)
            return badge == vm_resources.exit_badge;
        attack(CW_SYS_VCPU_INJECT, vm_resources.vcpu, 32 + attack_random() % 224, 0, 0, 0);
    }
    return false;
}

int run(void)
{
    struct vcpu_block *block = vm_resources.block;
    unsigned refused = 0, ran = 0, odd = 0, stuck = 0;

    memset(vm_resources.ram, HALT, vm_resources.ram_size);
    for (unsigned i = 0; i < ROUNDS; i++) {
        memset(vm_resources.ram, HALT, TOUCHED);
        make_state(block);
        int64_t result = attack(CW_SYS_VCPU_RESUME, vm_resources.vcpu, 0, 0, 0, 0);
        if (result == -CW_EINVAL) {
            refused++;
            odd += block->exit.kind != VCPU_EXIT_INVALID_STATE || block->exit.detail == VCPU_FIELD_NONE ||
                   block->exit.detail >= VCPU_FIELD_HARDWARE;
        } else if (result == 0 && wait_for_end()) {
            ran++;
        } else {
            stuck++;
            break;
        }
    }
    clock_cancel();
    seL4_Poll(clock_notification(), NULL); /* a deadline that has passed meanwhile is no exit */
    check(odd == 0, "every refusal names a field");
    check(stuck == 0 && refused + ran == ROUNDS, "every guest stops");
    check(refused > ROUNDS / 10 && ran > ROUNDS / 10, "%u states were refused, %u ran", refused, ran);
    memset(vm_resources.ram, 0, TOUCHED);
    guest_begin();
    *(uint32_t *)((char *)vm_resources.ram + 0x3000) = 0x600dbeef;
    check(guest_reads(0x3000, 0x600dbeef), "a good one runs after them");
    check_end();
    return 0;
}
