/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A component with four threads under host_kernel: the C library's start-up, thread-local data, locks,
 * conditions and heap, from all of them at once.
 */
#define TEST_THREADS 4
#include "component.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "causeway/clock.h"

#define ROUNDS 20000

const struct causeway_thread causeway_threads[] = {TEST_THREAD(0), TEST_THREAD(1), TEST_THREAD(2),
                                                   TEST_THREAD(3)};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static unsigned long counter; /* under `mutex` */
static unsigned turn;         /* under `mutex` */
static sem_t finished;
static _Thread_local int own = 17;
static int constructed;

__attribute__((constructor)) static void construct(void)
{
    constructed = 1;
}

static void check_identity(uint32_t index)
{
    CHECK(cw_thread_index() == index);
    CHECK(cw_message_buffer() == &test_messages[index]);
    CHECK(own == 17);
    own = (int)index;
    errno = (int)index;
}

static void contend(uint32_t index)
{
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&mutex);
        counter++;
        pthread_mutex_unlock(&mutex);
    }
    CHECK(own == (int)index && errno == (int)index);
}

/* Each thread in turn, by one condition for all. */
static void take_turns(uint32_t index)
{
    for (int i = 0; i < ROUNDS / 10; i++) {
        pthread_mutex_lock(&mutex);
        while (turn % TEST_THREADS != index)
            pthread_cond_wait(&condition, &mutex);
        turn++;
        pthread_cond_broadcast(&condition);
        pthread_mutex_unlock(&mutex);
    }
}

static void use_heap(uint32_t index)
{
    unsigned state = index + 1;
    for (int i = 0; i < 2000; i++) {
        state = state * 1103515245 + 12345;
        size_t size = state >> 16 & 0x7fff;
        unsigned char *bytes = malloc(size + 1);
        CHECK(bytes);
        memset(bytes, (int)index, size + 1);
        sched_yield();
        for (size_t b = 0; b <= size; b++)
            CHECK(bytes[b] == index);
        free(bytes);
    }
}

static void live(uint32_t index)
{
    check_identity(index);
    contend(index);
    take_turns(index);
    use_heap(index);
    printf("thread %u is through\n", index);
    sem_post(&finished);
}

static void test_serve(uint32_t index)
{
    live(index);
}

static void check_library(void)
{
    CHECK(constructed);
    CHECK(isatty(1) && !isatty(0));
    CHECK(getpid() == 1);
    CHECK(!malloc(4 << 20) && errno == ENOMEM);
    CHECK(fopen("/etc/passwd", "r") == NULL && errno == ENOSYS);
    uint64_t before = cw_clock_ticks();
    CHECK(usleep(100) == 0);
    CHECK(cw_clock_ticks() - before >= cw_clock_from_ns(100000));
    pthread_t extra;
    CHECK(pthread_create(&extra, NULL, NULL, NULL) == EAGAIN);
    struct timespec soon = {0};
    CHECK(clock_gettime(CLOCK_REALTIME, &soon) == 0);
    soon.tv_nsec += 1000000;
    if (soon.tv_nsec >= 1000000000)
        soon.tv_sec++, soon.tv_nsec -= 1000000000;
    sem_t never;
    sem_init(&never, 0, 0);
    CHECK(sem_timedwait(&never, &soon) == -1 && errno == ETIMEDOUT);
}

static void test_control(void)
{
    check_library();
    live(0);
    for (int i = 0; i < TEST_THREADS; i++)
        while (sem_wait(&finished) != 0)
            CHECK(errno == EINTR);
    CHECK(counter == TEST_THREADS * ROUNDS);
    CHECK(turn == TEST_THREADS * (ROUNDS / 10));
    printf("all %lu counted\n", counter);
    cw_power_off(0);
}
