/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "abi/guest.h"
#include "check.h"
#include "consumes_event.h"
#include "dataport_allocate.h"
#include "emits_event.h"

#define NOBODY 65534

static const char *const devices[] = {"dataport", "consumes_event", "emits_event"};

static void meaningless_test(const struct plan *plan)
{
    unsigned long long count;

    for (unsigned i = 0; i < 3; i++) {
        check_fails(node_open(devices[i], 0, O_RDWR), ENXIO, "open a %s with minor 0", devices[i]);
        check_fails(node_open(devices[i], 256, O_RDWR), ENXIO, "open a %s with minor 256", devices[i]);
    }

    int port = node_open("dataport", plan->absent, O_RDWR);
    check_fails(dataport_allocate(port, 4096), ENOENT, "allocate a dataport that is not specified");
    close(port);
    int emitted = node_open("emits_event", plan->absent, O_RDWR);
    check_fails(emits_event_emit(emitted), ENOENT, "emit an event that is not specified");
    close(emitted);
    int consumed = node_open("consumes_event", plan->absent, O_RDWR);
    check_fails(consumes_event_poll(consumed), ENOENT, "poll an event that is not specified");
    check_fails(consumes_event_wait(consumed), ENOENT, "wait for an event that is not specified");
    check_fails(read(consumed, &count, sizeof(count)), ENOENT, "read an event that is not specified");
    close(consumed);
}

/* The commands of one device on another, of terminals, and nonsense. */
static void commands_test(const struct plan *plan)
{
    static const unsigned long commands[] = {
        0,           TCGETS,      FIONREAD,           _IO('D', 0), _IO('D', 9),
        _IO('E', 0), _IO('E', 1), _IOW('E', 0, char), 0xffffffff,
    };
    char argument[64] = "4096";

    for (unsigned i = 0; i < 3; i++) {
        int fd = node_open(devices[i], i == 1 ? plan->consume : i == 0 ? plan->dataport : plan->emit, O_RDWR);

        for (unsigned j = 0; j < sizeof(commands) / sizeof(commands[0]); j++)
            check_fails(ioctl(fd, commands[j], argument), ENOTTY, "command %#lx on a %s", commands[j],
                        devices[i]);
        check_fails(write(fd, argument, 8), EINVAL, "write to a %s", devices[i]);
        check_fails(lseek(fd, 0, SEEK_SET), ESPIPE, "seek in a %s", devices[i]);
        close(fd);
    }
}

static int other_user_open(void *path)
{
    if (setgid(NOBODY) || setuid(NOBODY))
        return 255;
    return open(path, O_RDWR) < 0 ? errno : 0;
}

static void users_test(const struct plan *plan)
{
    for (unsigned i = 0; i < 3; i++) {
        close(node_open(devices[i], plan->dataport ? plan->dataport : 1, O_RDWR));
        const char *path = node_path(devices[i], plan->dataport ? plan->dataport : 1);
        check(child_run(other_user_open, (char *)path) == EACCES, "a %s is closed to other users",
              devices[i]);
    }
}

/* One of the two instructions is the processor's; the other's fault ends the child. */
static int hypercall_make(void *with_vmmcall)
{
    long result;

    if (with_vmmcall)
        __asm__ volatile("vmmcall" : "=a"(result) : "a"(CAUSEWAY_HC_EMIT), "b"(1), "c"(0), "d"(0) : "memory");
    else
        __asm__ volatile("vmcall" : "=a"(result) : "a"(CAUSEWAY_HC_EMIT), "b"(1), "c"(0), "d"(0) : "memory");
    return result < 0 && result >= -250 ? (int)-result : 254;
}

static void user_mode_test(const struct plan *plan)
{
    if (!plan->hypercalls) {
        check_skip("hypercalls from user mode");
        return;
    }
    int first = child_run(hypercall_make, "vmmcall"), second = child_run(hypercall_make, NULL);
    check((first == EPERM && (second == EPERM || second == -2)) || (first == -2 && second == EPERM),
          "a hypercall from user mode is refused");
}

void access_test(const struct plan *plan)
{
    meaningless_test(plan);
    if (plan->dataport && plan->emit)
        commands_test(plan);
    users_test(plan);
    user_mode_test(plan);
}
