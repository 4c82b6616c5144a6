/* SPDX-License-Identifier: BSD-2-Clause */
#include "emits_event.h"
#include "event_tool.h"

int main(int argc, char *argv[])
{
    return event_tool_run(argc, argv, "Emits the event behind the device node file.", emits_event_emit);
}
