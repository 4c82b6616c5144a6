/* SPDX-License-Identifier: BSD-2-Clause */
#include "park.h"

#include <stdatomic.h>
#include <stddef.h>

#include "causeway/component.h"
#include "sleep.h"

/* At the bottom of the thread's stack, which is unused until the thread goes on. */
struct parking {
    struct frame frame;
    uint64_t tls;
};

_Static_assert(sizeof(struct causeway_thread) == CAUSEWAY_THREAD_SIZE, "shared with start.S");
_Static_assert(offsetof(struct causeway_thread, stack_base) == CAUSEWAY_THREAD_STACK, "shared with start.S");
_Static_assert(sizeof(struct parking) + 1024 < PARKING_STACK_TOP, "room to wait");

/* Threads leave in the order of their indices, so that one number tells which are still parked. */
static _Atomic(uint32_t) next_to_leave = 1;

_Noreturn void causeway_park(uint32_t index)
{
    struct parking *parking = causeway_threads[index].stack_base;
    sleep_wait(causeway_threads[index].notification);
    cw_thread_set_tls(parking->tls);
    causeway_frame_resume(&parking->frame);
}

int64_t park_clone(const struct frame *frame, uint64_t stack, uint64_t tls)
{
    uint32_t index = atomic_load(&next_to_leave);
    if (index >= causeway_thread_count)
        return -CW_EAGAIN;
    const struct causeway_thread *thread = &causeway_threads[index];
    if (stack - (uintptr_t)thread->stack_base > thread->stack_size)
        return -CW_EAGAIN;
    if (!atomic_compare_exchange_strong(&next_to_leave, &index, index + 1))
        return -CW_EAGAIN;
    struct parking *parking = thread->stack_base;
    parking->frame = *frame;
    parking->frame.rax = 0;
    parking->frame.rsp = stack;
    parking->tls = tls;
    sleep_wake(thread->notification);
    return index + 1;
}
