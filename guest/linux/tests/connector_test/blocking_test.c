/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "consumes_event.h"
#include "emits_event.h"

/* Long enough for a process to block, on a slow machine too. */
#define SETTLE_MICROSECONDS 300000

struct waiter {
    int fd;
    bool by_read;
    long result; /* of the call, or negative errno */
};

static long waiter_wait(struct waiter *waiter)
{
    uint64_t count;
    long result = waiter->by_read ? read(waiter->fd, &count, sizeof(count)) : consumes_event_wait(waiter->fd);

    waiter->result = result < 0 ? -errno : result;
    return waiter->result;
}

static void *waiter_thread(void *waiter)
{
    waiter_wait(waiter);
    return NULL;
}

static void signal_ignore(int number)
{
    (void)number;
}

/* Starts a process that waits. Returns its id; it exits with 1 for an event, with 2 if a signal came, else with 3. */
static pid_t waiter_start(int fd, bool by_read)
{
    struct waiter waiter = {.fd = fd, .by_read = by_read};
    pid_t child = fork();

    if (child)
        return child;
    /* Without SA_RESTART. */
    sigaction(SIGUSR1, &(struct sigaction){.sa_handler = signal_ignore}, NULL);
    alarm(60);
    long result = waiter_wait(&waiter);
    _exit(result > 0 ? 1 : result == -EINTR ? 2 : 3);
}

static int waiter_end(pid_t child)
{
    int status;

    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void signals_test(int fd)
{
    for (int by_read = 0; by_read <= 1; by_read++) {
        pid_t child = waiter_start(fd, by_read);
        usleep(SETTLE_MICROSECONDS);
        kill(child, SIGUSR1);
        check(waiter_end(child) == 2, "a signal ends a blocked %s", by_read ? "read" : "poll");

        child = waiter_start(fd, by_read);
        usleep(SETTLE_MICROSECONDS);
        kill(child, SIGKILL);
        check(waiter_end(child) == -1, "a process in a blocked %s can be killed", by_read ? "read" : "poll");
    }
}

/* Another thread closes the file of a blocked call: poll() then finds no file, read() holds on to its own. */
static void close_test(const struct plan *plan, int emit)
{
    for (int by_read = 0; by_read <= 1; by_read++) {
        struct waiter waiter = {.by_read = by_read,
                                .fd = open(node_path("consumes_event", plan->consume), O_RDWR)};
        int other = open(node_path("consumes_event", plan->consume), O_RDWR);
        pthread_t thread;

        if (!check(pthread_create(&thread, NULL, waiter_thread, &waiter) == 0, "start a thread"))
            return;
        usleep(SETTLE_MICROSECONDS);
        close(waiter.fd);
        emits_event_emit(emit);
        pthread_join(thread, NULL);
        check(waiter.result == (by_read ? 8 : -EBADF), "close during a blocked %s (%ld)",
              by_read ? "read" : "poll", waiter.result);
        check(consumes_event_poll(other) == !by_read, "... and the event is %s",
              by_read ? "taken" : "still there");
        close(other);
    }
}

static void waiters_test(int fd, int emit)
{
    enum { WAITERS = 4 };
    pid_t children[WAITERS];
    int ended = 0;

    for (int i = 0; i < WAITERS; i++)
        children[i] = waiter_start(fd, i & 1);
    usleep(SETTLE_MICROSECONDS);
    emits_event_emit(emit);
    usleep(SETTLE_MICROSECONDS);
    for (int i = 0; i < WAITERS; i++) {
        int status;
        if (waitpid(children[i], &status, WNOHANG) == children[i]) {
            children[i] = 0;
            ended += WIFEXITED(status) && WEXITSTATUS(status) == 1;
        }
    }
    check(ended == 1, "one event ends one of %d waiters (%d)", WAITERS, ended);
    for (int i = 0; i < WAITERS; i++)
        if (children[i]) {
            emits_event_emit(emit);
            usleep(SETTLE_MICROSECONDS);
        }
    for (int i = 0; i < WAITERS; i++)
        if (children[i] && waiter_end(children[i]) == 1)
            ended++;
    check(ended == WAITERS, "further events end the others");
}

void blocking_test(const struct plan *plan)
{
    int emit, consume;

    if (!plan->emit) {
        check_skip("waiting for events");
        return;
    }
    emit = node_open("emits_event", plan->emit, O_RDWR);
    consume = node_open("consumes_event", plan->consume, O_RDWR);
    consumes_event_poll(consume);
    signals_test(consume);
    close_test(plan, emit);
    waiters_test(consume, emit);
    check(consumes_event_poll(consume) == 0, "no event is left over");
    close(emit);
    close(consume);
}
