/* SPDX-License-Identifier: BSD-2-Clause */
/* Virtqueues: chains there and back, limits, and partners that write anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "camkes/component.h"
#include "causeway/component.h"
#include "fake_kernel.h"

#define DRIVER_WAKES 1
#define DEVICE_WAKES 2
#define LENGTH       4
#define BLOCK        16

static struct camkes_virtqueue_end ends[] = {
    {.id = 3,
     .drives = true,
     .signal = DEVICE_WAKES,
     .wait = DRIVER_WAKES,
     .length = LENGTH,
     .block_size = BLOCK},
    {.id = 3,
     .drives = false,
     .signal = DRIVER_WAKES,
     .wait = DEVICE_WAKES,
     .length = LENGTH,
     .block_size = BLOCK},
};
const struct camkes_component camkes_component = {.name = "sample", .virtqueues = ends, .virtqueue_count = 2};
const cw_slot causeway_console = 0;

static struct camkes_virtqueue_sent *sent;
static struct camkes_virtqueue_returned *returned;
static virtqueue_driver_t driver;
static virtqueue_device_t device;

static uint32_t *firsts(void)
{
    return (uint32_t *)&sent->block[LENGTH];
}

/* Just as much memory as the ring has: the sanitizer sees what goes beyond. */
static int start(void **state)
{
    (void)state;
    fake_reset();
    sent = calloc(1, sizeof(*sent) + LENGTH * (sizeof(struct camkes_virtqueue_block) + sizeof(uint32_t)));
    returned = calloc(1, sizeof(*returned) + LENGTH * sizeof(struct camkes_virtqueue_answer));
    ends[0].sent = ends[1].sent = sent;
    ends[0].returned = ends[1].returned = returned;
    ends[0].blocks = ends[1].blocks = calloc(LENGTH, BLOCK);
    return camkes_virtqueue_driver_init(&driver, 3) || camkes_virtqueue_device_init(&device, 3);
}

static int stop(void **state)
{
    (void)state;
    free(ends[0].blocks);
    free(returned);
    free(sent);
    return 0;
}

/* The device reads a whole chain, turns its bits over in place and hands it back. */
static void device_answers(void)
{
    unsigned char bytes[LENGTH * BLOCK];
    virtqueue_chain_t chain;
    assert_int_equal(camkes_virtqueue_device_get(&device, &chain), 0);
    size_t size = camkes_virtqueue_device_chain_size(&device, &chain);
    assert_int_equal(camkes_virtqueue_device_gather_copy_buffer(&device, &chain, bytes, size), 0);
    for (size_t i = 0; i < size; i++)
        bytes[i] ^= 0xff;
    assert_int_equal(camkes_virtqueue_device_scatter_copy_buffer(&device, &chain, bytes, size), 0);
    assert_int_equal(camkes_virtqueue_device_done(&device, &chain, size), 0);
}

static void driver_expects(const unsigned char *wanted, size_t size)
{
    unsigned char bytes[LENGTH * BLOCK];
    virtqueue_chain_t chain;
    assert_int_equal(camkes_virtqueue_driver_poll(&driver), 1);
    assert_int_equal(camkes_virtqueue_driver_get(&driver, &chain), 0);
    assert_int_equal(chain.size, size);
    assert_int_equal(camkes_virtqueue_driver_gather_copy_buffer(&driver, &chain, bytes, size), 0);
    for (size_t i = 0; i < size; i++)
        assert_int_equal(bytes[i], wanted[i] ^ 0xff);
    camkes_virtqueue_driver_done(&driver, &chain);
    camkes_virtqueue_driver_done(&driver, &chain);
}

static unsigned free_blocks(void)
{
    void *held[LENGTH];
    unsigned count = 0;
    while (count < LENGTH && camkes_virtqueue_buffer_alloc(&driver, &held[count], BLOCK) == 0)
        count++;
    for (unsigned i = 0; i < count; i++)
        camkes_virtqueue_buffer_free(&driver, held[i]);
    return count;
}

static void test_ids(void **state)
{
    (void)state;
    virtqueue_driver_t other;
    virtqueue_device_t another;
    assert_int_equal(camkes_virtqueue_driver_init(&other, 4), -1);
    ends[1].id = 5;
    assert_int_equal(camkes_virtqueue_driver_init(&other, 5), -1); /* it is the device there */
    assert_int_equal(camkes_virtqueue_device_init(&another, 3), -1);
    ends[1].id = 3;
}

static void test_every_size_goes_there_and_back(void **state)
{
    (void)state;
    unsigned char bytes[LENGTH * BLOCK];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)(i * 7);
    for (size_t size = 1; size <= sizeof(bytes); size++) {
        assert_int_equal(camkes_virtqueue_device_poll(&device), 0);
        assert_int_equal(camkes_virtqueue_driver_scatter_send_buffer(&driver, bytes, size), 0);
        assert_int_equal(free_blocks(), LENGTH - (size + BLOCK - 1) / BLOCK);
        assert_int_equal(camkes_virtqueue_driver_poll(&driver), 0);
        device_answers();
        driver_expects(bytes, size);
        assert_int_equal(free_blocks(), LENGTH);
    }
    assert_int_equal(fake_signals(DEVICE_WAKES), sizeof(bytes));
    assert_int_equal(fake_signals(DRIVER_WAKES), sizeof(bytes));
}

static void test_limits(void **state)
{
    (void)state;
    unsigned char bytes[LENGTH * BLOCK + 1] = {0};
    virtqueue_chain_t chain;
    assert_int_equal(camkes_virtqueue_driver_scatter_send_buffer(&driver, bytes, 0), -1);
    assert_int_equal(camkes_virtqueue_driver_scatter_send_buffer(&driver, bytes, sizeof(bytes)), -1);
    assert_int_equal(free_blocks(), LENGTH);
    assert_int_equal(camkes_virtqueue_driver_get(&driver, &chain), -1);
    assert_int_equal(camkes_virtqueue_device_get(&device, &chain), -1);
    assert_int_equal(camkes_virtqueue_device_done(&device, &(virtqueue_chain_t){0}, 1), -1);
    for (unsigned i = 0; i < LENGTH; i++)
        assert_int_equal(camkes_virtqueue_driver_scatter_send_buffer(&driver, bytes, 1), 0);
    assert_int_equal(camkes_virtqueue_driver_scatter_send_buffer(&driver, bytes, 1), -1);
    assert_int_equal(camkes_virtqueue_device_get(&device, &chain), 0);
    assert_int_equal(camkes_virtqueue_device_gather_copy_buffer(&device, &chain, bytes, 2), -1);
    assert_int_equal(camkes_virtqueue_device_scatter_copy_buffer(&device, &chain, bytes, 2), -1);
    assert_int_equal(camkes_virtqueue_device_done(&device, &chain, 1000), 0);
    assert_int_equal(camkes_virtqueue_driver_get(&driver, &chain), 0);
    assert_int_equal(chain.size, 1); /* no more than there is, whatever the device says */
    assert_int_equal(camkes_virtqueue_driver_gather_copy_buffer(&driver, &chain, bytes, 2), -1);
}

static void test_blocks_of_ones_own(void **state)
{
    (void)state;
    void *held[3];
    size_t sizes[3] = {BLOCK, 3, 0};
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(camkes_virtqueue_buffer_alloc(&driver, &held[i], BLOCK), 0);
    assert_int_equal(camkes_virtqueue_buffer_alloc(&driver, &held[0], BLOCK + 1), -1);
    memset(held[0], 1, BLOCK);
    memset(held[1], 2, 3);
    assert_int_equal(camkes_virtqueue_driver_send(&driver, held, sizes, 0), -1);
    assert_int_equal(camkes_virtqueue_driver_send(&driver, (void *[]){held[0], held[0]}, sizes, 2), -1);
    assert_int_equal(
        camkes_virtqueue_driver_send(&driver, (void *[]){held[0], (char *)held[1] + 1}, sizes, 2), -1);
    assert_int_equal(camkes_virtqueue_driver_send(&driver, (void *[]){held[0], &sizes}, sizes, 2), -1);
    sizes[1] = BLOCK + 1;
    assert_int_equal(camkes_virtqueue_driver_send(&driver, held, sizes, 3), -1);
    sizes[1] = 3;
    assert_int_equal(camkes_virtqueue_driver_send(&driver, held, sizes, 3), 0);
    assert_int_equal(camkes_virtqueue_driver_send(&driver, held, sizes, 3), -1);
    camkes_virtqueue_buffer_free(&driver, held[0]); /* the device has it */
    assert_int_equal(free_blocks(), 1);
    virtqueue_chain_t chain;
    assert_int_equal(camkes_virtqueue_device_get(&device, &chain), 0);
    assert_int_equal(camkes_virtqueue_device_chain_size(&device, &chain), BLOCK + 3);
    assert_int_equal(camkes_virtqueue_device_done(&device, &chain, 0), 0);
    assert_int_equal(camkes_virtqueue_driver_wait(&driver), 0);
    assert_int_equal(camkes_virtqueue_driver_get(&driver, &chain), 0);
    camkes_virtqueue_driver_done(&driver, &chain);
    assert_int_equal(free_blocks(), LENGTH);
}

static void test_chains_come_back_in_any_order(void **state)
{
    (void)state;
    virtqueue_chain_t chain[3], back;
    for (unsigned char i = 0; i < 3; i++)
        assert_int_equal(camkes_virtqueue_driver_scatter_send_buffer(&driver, &i, 1), 0);
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(camkes_virtqueue_device_get(&device, &chain[i]), 0);
    for (unsigned i = 3; i-- > 0;)
        assert_int_equal(camkes_virtqueue_device_done(&device, &chain[i], 1), 0);
    for (unsigned char i = 3, got = 0; i-- > 0;) {
        assert_int_equal(camkes_virtqueue_driver_get(&driver, &back), 0);
        assert_int_equal(camkes_virtqueue_driver_gather_copy_buffer(&driver, &back, &got, 1), 0);
        assert_int_equal(got, i);
        camkes_virtqueue_driver_done(&driver, &back);
    }
}

/* The device hands back what it has not got. */
static void test_a_device_that_lies(void **state)
{
    (void)state;
    static const uint32_t wrong[] = {1, 2, LENGTH, LENGTH + 1, 0x80000000, UINT32_MAX};
    virtqueue_chain_t chain;
    assert_int_equal(camkes_virtqueue_driver_scatter_send_buffer(&driver, "x", 1), 0);
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        returned->answer[driver.returned % LENGTH] = (struct camkes_virtqueue_answer){wrong[i], 1};
        atomic_store(&returned->count, (driver.returned + 1) % (2 * LENGTH));
        assert_int_equal(camkes_virtqueue_driver_get(&driver, &chain), -1);
    }
    for (unsigned i = 0; i < 2; i++) {
        returned->answer[driver.returned % LENGTH] = (struct camkes_virtqueue_answer){0, 1};
        atomic_store(&returned->count, (driver.returned + 1) % (2 * LENGTH));
        assert_int_equal(camkes_virtqueue_driver_get(&driver, &chain), i == 0 ? 0 : -1); /* twice */
    }
    atomic_store(&returned->count, UINT32_MAX);
    assert_int_equal(camkes_virtqueue_driver_poll(&driver), -1);
    assert_int_equal(camkes_virtqueue_driver_wait(&driver), -1);
    assert_int_equal(camkes_virtqueue_driver_get(&driver, &chain), -1);
}

/* Chains that are rings, go beyond, or have blocks of any size. */
static void test_a_driver_that_lies(void **state)
{
    (void)state;
    static const uint32_t words[] = {0,          1,     2,         3,          LENGTH,
                                     LENGTH + 1, BLOCK, BLOCK + 1, 0x80000000, UINT32_MAX};
    const size_t count = sizeof(words) / sizeof(words[0]);
    unsigned char bytes[LENGTH * BLOCK];
    srand(1);
    for (unsigned round = 0; round < 20000; round++) {
        virtqueue_chain_t chain;
        for (unsigned i = 0; i < LENGTH; i++) {
            sent->block[i].size = words[(size_t)rand() % count];
            sent->block[i].next = words[(size_t)rand() % count];
            firsts()[i] = words[(size_t)rand() % count];
        }
        atomic_store(&sent->count, words[(size_t)rand() % count]);
        int found = camkes_virtqueue_device_poll(&device);
        int got = camkes_virtqueue_device_get(&device, &chain);
        assert_true(got == 0 ? found == 1 && chain.first < LENGTH : got == -1);
        if (got != 0)
            continue;
        size_t size = camkes_virtqueue_device_chain_size(&device, &chain);
        assert_in_range(size, 0, sizeof(bytes));
        int copied = camkes_virtqueue_device_gather_copy_buffer(&device, &chain, bytes, size);
        assert_int_equal(copied, 0);
        assert_int_equal(camkes_virtqueue_device_scatter_copy_buffer(&device, &chain, bytes, sizeof(bytes)),
                         size == sizeof(bytes) ? 0
                                               : camkes_virtqueue_device_gather_copy_buffer(
                                                     &device, &chain, bytes, sizeof(bytes)));
        assert_int_equal(camkes_virtqueue_device_done(&device, &chain, size), 0);
    }
    atomic_store(&sent->count, UINT32_MAX);
    assert_int_equal(camkes_virtqueue_device_wait(&device), -1);
}

#define MANY 20000u

static void *drive(void *argument)
{
    for (uint32_t done = 0, next = 0; done < MANY;) {
        virtqueue_chain_t chain;
        uint32_t words[BLOCK] = {next};
        while (next < MANY &&
               camkes_virtqueue_driver_scatter_send_buffer(&driver, words, 4 * (1 + next % 8)) == 0)
            words[0] = ++next;
        if (camkes_virtqueue_driver_wait(&driver) != 0 || camkes_virtqueue_driver_get(&driver, &chain) != 0 ||
            camkes_virtqueue_driver_gather_copy_buffer(&driver, &chain, words, 4) != 0 || words[0] != ~done)
            return NULL;
        camkes_virtqueue_driver_done(&driver, &chain);
        done++;
    }
    return argument;
}

static void test_between_threads(void **state)
{
    (void)state;
    pthread_t thread;
    void *good;
    pthread_create(&thread, NULL, drive, &driver);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_int_equal(camkes_virtqueue_device_wait(&device), 0);
        device_answers();
    }
    pthread_join(thread, &good);
    assert_non_null(good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ids, start, stop),
        cmocka_unit_test_setup_teardown(test_every_size_goes_there_and_back, start, stop),
        cmocka_unit_test_setup_teardown(test_limits, start, stop),
        cmocka_unit_test_setup_teardown(test_blocks_of_ones_own, start, stop),
        cmocka_unit_test_setup_teardown(test_chains_come_back_in_any_order, start, stop),
        cmocka_unit_test_setup_teardown(test_a_device_that_lies, start, stop),
        cmocka_unit_test_setup_teardown(test_a_driver_that_lies, start, stop),
        cmocka_unit_test_setup_teardown(test_between_threads, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
