/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "consumes_event.h"
#include "emits_event.h"

#define SECONDS 20

/* An address where nothing is. Volatile, or the compiler objects to what the test is about. */
static void *volatile nowhere;

struct events {
    int emit, consume, eventfd_like; /* the last is open with O_NONBLOCK */
};

static short poll_for(int fd, short wanted, int milliseconds)
{
    struct pollfd request = {.fd = fd, .events = wanted};
    int result = poll(&request, 1, milliseconds);

    return result < 0 ? -1 : request.revents;
}

/* Emits and sees to it that the answer is there, without taking it. */
static bool event_bring(const struct events *events)
{
    return emits_event_emit(events->emit) == 0 &&
           poll_for(events->eventfd_like, POLLIN, SECONDS * 1000) == POLLIN;
}

/* The answers of a few emits, which may come together or apart. */
static uint64_t events_count(const struct events *events, uint64_t expected)
{
    uint64_t total = 0, count;

    while (total < expected && poll_for(events->eventfd_like, POLLIN, SECONDS * 1000) == POLLIN)
        total += read(events->eventfd_like, &count, sizeof(count)) == sizeof(count) ? count : 0;
    return total;
}

static void poll_test(const struct events *events)
{
    check(consumes_event_poll(events->consume) == 0, "no event at the start");
    check(event_bring(events), "an event comes back");
    check(poll_for(events->consume, POLLOUT | POLLPRI, 0) == 0, "poll for something else reports nothing");
    check(consumes_event_poll(events->consume) == 1, "... and leaves the event for the next");
    check(consumes_event_poll(events->consume) == 0, "that one has taken it");
    event_bring(events);
    check(consumes_event_wait(events->consume) == 1, "wait returns at once with a pending event");
    check(consumes_event_poll(events->consume) == 0, "... and has taken it");

    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    int result = poll_for(events->consume, POLLIN, 200);
    clock_gettime(CLOCK_MONOTONIC, &after);
    long elapsed = (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
    check(result == 0 && elapsed >= 199, "poll with a limit ends in time (%ld ms)", elapsed);
}

static void select_test(const struct events *events)
{
    struct timeval none = {0};
    fd_set set;

    event_bring(events);
    FD_ZERO(&set);
    FD_SET(events->consume, &set);
    check(select(events->consume + 1, NULL, &set, NULL, &none) == 0, "select for writing reports nothing");
    FD_ZERO(&set);
    FD_SET(events->consume, &set);
    check(select(events->consume + 1, &set, NULL, NULL, &none) == 1, "select for reading reports the event");
    check(consumes_event_poll(events->consume) == 0, "... and has taken it");
}

static void read_test(const struct events *events)
{
    uint64_t count = 0;

    check_fails(read(events->eventfd_like, &count, sizeof(count)), EAGAIN, "read without an event");
    check_fails(read(events->eventfd_like, &count, 7), EINVAL, "read of seven bytes");
    for (int i = 0; i < 5; i++)
        emits_event_emit(events->emit);
    check(events_count(events, 5) == 5, "five emits are five events");
    check_fails(read(events->eventfd_like, &count, sizeof(count)), EAGAIN, "read when all are taken");

    event_bring(events);
    check_fails(read(events->consume, nowhere, sizeof(count)), EFAULT, "read to nowhere");
    check(read(events->consume, &count, sizeof(count)) == sizeof(count) && count == 1, "... loses no event");
    emits_event_emit(events->emit);
    check(read(events->consume, &count, sizeof(count)) == sizeof(count) && count == 1,
          "read waits for an event");
}

static void epoll_test(const struct events *events)
{
    struct epoll_event wanted = {.events = EPOLLIN}, got;
    int epoll = epoll_create1(0);
    uint64_t count;

    check(epoll_ctl(epoll, EPOLL_CTL_ADD, events->eventfd_like, &wanted) == 0, "add to an epoll set");
    check(epoll_wait(epoll, &got, 1, 0) == 0, "epoll without an event");
    event_bring(events);
    check(epoll_wait(epoll, &got, 1, SECONDS * 1000) == 1 && got.events == EPOLLIN,
          "epoll reports the event");
    check(epoll_wait(epoll, &got, 1, 0) == 1, "... and again, until it is read");
    check(read(events->eventfd_like, &count, sizeof(count)) == sizeof(count), "read takes it");
    check(epoll_wait(epoll, &got, 1, 0) == 0, "... and epoll has nothing any more");
    close(epoll);
}

void event_test(const struct plan *plan)
{
    struct events events;

    if (!plan->emit) {
        check_skip("events");
        return;
    }
    events.emit = node_open("emits_event", plan->emit, O_RDWR);
    events.consume = node_open("consumes_event", plan->consume, O_RDWR);
    events.eventfd_like = open(node_path("consumes_event", plan->consume), O_RDWR | O_NONBLOCK);
    if (!check(events.emit >= 0 && events.consume >= 0 && events.eventfd_like >= 0, "open the events' nodes"))
        return;
    /* What an earlier program left. */
    consumes_event_poll(events.consume);

    poll_test(&events);
    select_test(&events);
    read_test(&events);
    epoll_test(&events);
    close(events.emit);
    close(events.consume);
    close(events.eventfd_like);
}

void rounds_test(const struct plan *plan, unsigned long count)
{
    int emit = node_open("emits_event", plan->emit, O_RDWR);
    int consume = node_open("consumes_event", plan->consume, O_RDWR);
    unsigned long done = 0;

    consumes_event_poll(consume);
    while (done < count && emits_event_emit(emit) == 0 && poll_for(consume, POLLIN, SECONDS * 1000) == POLLIN)
        done++;
    check(done == count, "%lu of %lu round trips", done, count);
    check(poll_for(consume, POLLIN, 100) == 0, "... and no event too many");
    close(emit);
    close(consume);
}
