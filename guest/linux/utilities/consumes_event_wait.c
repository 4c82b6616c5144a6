/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "connection.h"
#include "consumes_event.h"
#include "event_tool.h"

static int event_wait(int fd)
{
    int result, count;

    if (connection_is(fd)) {
        result = connection_wait(fd, &count);
        if (result > 0)
            printf("Back from waiting with val: %d\n", count);
        return result;
    }
    result = consumes_event_wait(fd);
    if (result > 0)
        puts("Back from waiting");
    return result;
}

int main(int argc, char *argv[])
{
    return event_tool_run(argc, argv, "Waits for the event behind the device node file.", event_wait);
}
