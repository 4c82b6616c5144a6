/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GUEST_UTILITIES_EVENT_TOOL_H
#define GUEST_UTILITIES_EVENT_TOOL_H

/*
 * The whole of a tool with one argument, a device node: opens it and calls `act` with the open file. `act` returns -1
 * with errno set if it fails. `text` says in the usage what the tool does. Returns the exit status: 0, 1 for wrong
 * arguments, 255 for an error.
 */
int event_tool_run(int argc, char *argv[], const char *text, int (*act)(int fd));

#endif
