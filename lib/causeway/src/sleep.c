/* SPDX-License-Identifier: BSD-2-Clause */
#include "sleep.h"

#include "causeway/component.h"
#include "causeway/thread.h"

cw_slot sleep_self(void)
{
    return causeway_threads[cw_thread_index()].notification;
}

void sleep_wait(cw_slot self)
{
    uint64_t bits;
    if (cw_wait(self, &bits) < 0)
        __builtin_trap(); /* the system table does not hold what causeway_threads says */
}

void sleep_wake(cw_slot sleeper)
{
    if (cw_signal(sleeper) < 0)
        __builtin_trap();
}
