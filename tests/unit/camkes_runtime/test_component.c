/* SPDX-License-Identifier: BSD-2-Clause */
/* The order of a component's life, with real threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "camkes/component.h"
#include "causeway/component.h"
#include "fake_kernel.h"

#define THREADS 4 /* with the control thread */

void pre_init(void);
void post_init(void);

static atomic_int before, initialised, after, served, ran;

void pre_init(void)
{
    assert_int_equal(atomic_load(&initialised), 0);
    atomic_fetch_add(&before, 1);
}

static void initialise(void)
{
    assert_int_equal(atomic_load(&before), 1);
    assert_int_equal(atomic_load(&after), 0);
    atomic_fetch_add(&initialised, 1);
}

void post_init(void)
{
    assert_int_equal(atomic_load(&initialised), THREADS - 2); /* one thread has no X__init */
    assert_int_equal(atomic_load(&served), 0);
    atomic_fetch_add(&after, 1);
}

static void serve(void *argument)
{
    assert_ptr_equal(argument, &served);
    assert_int_equal(atomic_load(&after), 1);
    atomic_fetch_add(&served, 1);
}

static int run_interface(void)
{
    serve(&served);
    return 1;
}

static int run_control(void)
{
    assert_int_equal(atomic_load(&after), 1);
    atomic_fetch_add(&ran, 1);
    return 0;
}

static const struct camkes_thread threads[] = {
    {0},
    {.init = initialise, .serve = serve, .argument = &served},
    {.init = initialise, .run = run_interface},
    {.serve = serve, .argument = &served},
};
static struct camkes_startup startup;

const struct camkes_component camkes_component = {.name = "outer.inner",
                                                  .run = run_control,
                                                  .threads = threads,
                                                  .thread_count = THREADS,
                                                  .startup = &startup};
const cw_slot causeway_console = 0;

static void *run_thread(void *argument)
{
    camkes_serve((uint32_t)(uintptr_t)argument);
    return NULL;
}

static void test_life(void **state)
{
    (void)state;
    for (int round = 0; round < 200; round++) {
        pthread_t handles[THREADS];
        fake_reset();
        before = initialised = after = served = ran = 0;
        startup = (struct camkes_startup){.start = CAMKES_SEMAPHORE(1, 0, 1),
                                          .ready = CAMKES_SEMAPHORE(2, 0, THREADS),
                                          .serve = CAMKES_SEMAPHORE(3, 0, 1)};
        for (uintptr_t i = 1; i < THREADS; i++)
            pthread_create(&handles[i], NULL, run_thread, (void *)i);
        camkes_control();
        for (int i = 1; i < THREADS; i++)
            pthread_join(handles[i], NULL);
        assert_int_equal(atomic_load(&ran), 1);
        assert_int_equal(atomic_load(&served), THREADS - 1);
    }
}

static void test_name(void **state)
{
    (void)state;
    assert_string_equal(get_instance_name(), "outer.inner");
    assert_int_equal(get_instance_affinity(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_life), cmocka_unit_test(test_name)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
