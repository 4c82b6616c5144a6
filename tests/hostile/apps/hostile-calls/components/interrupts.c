/* SPDX-License-Identifier: BSD-2-Clause */
#include "monitor.h"

#include <camkes.h>
#include <string.h>

#include "attack.h"
#include "guest.h"

static int64_t inject(uint64_t vector)
{
    return attack(CW_SYS_VCPU_INJECT, vm_resources.vcpu, vector, 0, 0, 0);
}

static void attack_vectors(const char *when)
{
    static const uint64_t others[] = {256,       257, 0x1020, 0x80000020, 0x100000020, 0x8000000000000020,
                                      UINT64_MAX};
    unsigned wrong = 0;

    for (uint64_t vector = 0; vector < 32; vector++)
        wrong += inject(vector) != -CW_EINVAL;
    for (unsigned i = 0; i < COUNT(others); i++)
        wrong += inject(others[i]) != -CW_EINVAL;
    check(wrong == 0, "vectors that are none, while the guest %s", when);
}

/* The guest has a lower priority: it does not run before its monitor waits. */
static void attack_running(void)
{
    uint64_t badge;

    guest_set(GUEST_SPIN, 0, 0);
    check_result(attack(CW_SYS_VCPU_RESUME, vm_resources.vcpu, 0, 0, 0, 0), 0, "a guest that never stops");
    check_result(attack(CW_SYS_VCPU_RESUME, vm_resources.vcpu, 0, 0, 0, 0), -CW_EBUSY,
                 "resuming it while it runs");
    check_result(attack(CW_SYS_VCPU_RESUME_RECEIVE, vm_resources.vcpu, vm_resources.endpoint, 0, 0, 0),
                 -CW_EBUSY, "resuming it and waiting");
    check_result(attack(CW_SYS_VCPU_GET_STATE, vm_resources.vcpu, 0, 0, 0, 0), -CW_EBUSY,
                 "asking for its state");
    attack_vectors("runs");
    for (unsigned i = 0; i < 100; i++) {
        clock_set(0);
        clock_wait_notification();
        memset(vm_resources.block, (int)i, sizeof(*vm_resources.block));
        attack(CW_SYS_VCPU_RESUME, vm_resources.vcpu, 0, 0, 0, 0);
    }
    check_result(inject(32), -CW_EAGAIN, "an interrupt that it does not take");
    memcpy((char *)vm_resources.ram + GUEST_SPIN, "\xf4\xf4", 2); /* a halt where the jump was */
    check(cw_receive(vm_resources.endpoint, &badge) == 0 && badge == vm_resources.exit_badge &&
              vm_resources.block->exit.kind == VCPU_EXIT_HALT && vm_resources.block->rip == GUEST_SPIN,
          "it stops when its code says so, unharmed by what was in the block");
}

static void attack_stopped(void)
{
    attack_vectors("is stopped");
    check_result(attack(CW_SYS_VCPU_RESUME_RECEIVE, vm_resources.vcpu, 1000, 0, 0, 0), -CW_ENOENT,
                 "waiting on no endpoint");
    check_result(attack(CW_SYS_VCPU_RESUME_RECEIVE, vm_resources.vcpu, vm_resources.vm, 0, 0, 0), -CW_EINVAL,
                 "waiting on a VM");
    check_result(attack(CW_SYS_VCPU_GET_STATE, vm_resources.vcpu, 0, 0, 0, 0), 0, "it is still stopped");
}

static void attack_windows(void)
{
    guest_set(GUEST_ENABLE, 0, 0);
    check_result(inject(32), -CW_EAGAIN, "an interrupt before they are enabled");
    check_result(inject(33), -CW_EAGAIN, "another");
    check(guest_run() == VCPU_EXIT_INTERRUPT_WINDOW, "the kernel tells when it could be taken");
    check_result(inject(255), 0, "now it is");
    check_result(inject(254), -CW_EAGAIN, "but only one");
    check(guest_run() == VCPU_EXIT_SHUTDOWN, "a guest without handlers shuts down");
    guest_default_state(vm_resources.block);
    check(guest_reads(0x3000, 0x12345678), "and can be started again");
}

void attack_interrupts(void)
{
    attack_running();
    attack_stopped();
    attack_windows();
}
