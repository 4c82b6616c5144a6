/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <sched.h>
#include <stdio.h>

#define ROUNDS 20000

static long counter; /* under m */

static void count(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        m_lock();
        long seen = counter;
        if (i % 16 == 0)
            sched_yield();
        counter = seen + 1;
        m_unlock();
        turns_post();
    }
    finished_post();
}

static void count_here(void *argument)
{
    (void)argument;
    count();
}

static void check(const char *what, bool good)
{
    printf("%s locks: %s\n", good ? "ok" : "not ok", what);
}

int run(void)
{
    if (left_reg_callback(count_here, NULL) != 0 || right_reg_callback(count_here, NULL) != 0)
        return 1;
    go_left_emit();
    go_right_emit();
    count();
    for (int i = 0; i < 3; i++)
        finished_wait();
    check("three threads count to 60000 under a mutex", counter == 3L * ROUNDS);
    int taken = 0;
    while (turns_trywait() == 0)
        taken++;
    check("the semaphore counted every post", taken == 3 * ROUNDS);
    check("a mutex that nobody has cannot be unlocked", m_unlock() == -1);
    gate_post();
    check("a binary semaphore has one unit", gate_post() == -1);
    gate_wait();
    return 0;
}
