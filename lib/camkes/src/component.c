/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A component's life: pre_init, every X__init on its interface thread, post_init, then the
 * interface threads serve and the control thread runs. A thread whose function returns is done.
 */
#include "camkes/component.h"

/* The component defines them if it wants them. */
void pre_init(void) __attribute__((weak));
void post_init(void) __attribute__((weak));

const char *get_instance_name(void)
{
    return camkes_component.name;
}

int get_instance_affinity(void)
{
    return 0;
}

/* An open gate has one unit, which every thread puts back behind itself. */
static void gate_pass(struct camkes_semaphore *gate)
{
    camkes_semaphore_wait(gate);
    camkes_semaphore_post(gate);
}

static void threads_init(struct camkes_startup *startup)
{
    camkes_semaphore_post(&startup->start);
    for (uint32_t i = 1; i < camkes_component.thread_count; i++)
        camkes_semaphore_wait(&startup->ready);
}

void camkes_control(void)
{
    struct camkes_startup *startup = camkes_component.startup;
    if (pre_init)
        pre_init();
    if (startup)
        threads_init(startup);
    if (post_init)
        post_init();
    if (startup)
        camkes_semaphore_post(&startup->serve);
    if (camkes_component.run)
        camkes_component.run();
}

void camkes_serve(uint32_t number)
{
    const struct camkes_thread *thread = &camkes_component.threads[number];
    struct camkes_startup *startup = camkes_component.startup;
    gate_pass(&startup->start);
    if (thread->init)
        thread->init();
    camkes_semaphore_post(&startup->ready);
    gate_pass(&startup->serve);
    if (thread->serve)
        thread->serve(thread->argument);
    if (thread->run)
        thread->run();
}
