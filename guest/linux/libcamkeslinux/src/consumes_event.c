/* SPDX-License-Identifier: BSD-2-Clause */
#include "consumes_event.h"

#include <errno.h>
#include <poll.h>

static int event_poll(int fd, int milliseconds)
{
    struct pollfd request = {.fd = fd, .events = POLLIN};
    int result = poll(&request, 1, milliseconds);

    if (result <= 0 || (request.revents & POLLIN))
        return result;
    /* The module has no event for this node, or `fd` is not open at all. */
    errno = (request.revents & POLLNVAL) ? EBADF : ENOENT;
    return -1;
}

int consumes_event_wait(int fd)
{
    return event_poll(fd, -1);
}

int consumes_event_poll(int fd)
{
    return event_poll(fd, 0);
}
