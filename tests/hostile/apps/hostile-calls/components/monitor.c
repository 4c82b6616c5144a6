/* SPDX-License-Identifier: BSD-2-Clause */
#include "monitor.h"

#include <camkes.h>

#include "attack.h"
#include "guest.h"

int run(void)
{
    check_result(attack(CW_SYS_VCPU_GET_STATE, vm_resources.vcpu, 0, 0, 0, 0), 0,
                 "the state before the first run");
    guest_begin();
    attack_memory();
    attack_states();
    attack_interrupts();
    check_end();
    return 0;
}
