/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "consumes_event.h"
#include "event_tool.h"

static int event_wait(int fd)
{
    int result = consumes_event_wait(fd);

    if (result > 0)
        puts("Back from waiting");
    return result;
}

int main(int argc, char *argv[])
{
    return event_tool_run(argc, argv, "Waits for the event behind the device node file.", event_wait);
}
