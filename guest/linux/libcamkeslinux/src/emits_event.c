/* SPDX-License-Identifier: BSD-2-Clause */
#include "emits_event.h"

#include <sys/ioctl.h>

#include "emits_event/ioctl_commands.h"

int emits_event_emit(int fd)
{
    return ioctl(fd, EMITS_EVENT_EMIT);
}
