/* SPDX-License-Identifier: BSD-2-Clause */
#include "connection.h"
#include "emits_event.h"
#include "event_tool.h"

static int event_emit(int fd)
{
    return connection_is(fd) ? connection_emit(fd) : emits_event_emit(fd);
}

int main(int argc, char *argv[])
{
    return event_tool_run(argc, argv, "Emits the event behind the device node file.", event_emit);
}
