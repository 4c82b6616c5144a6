/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ioctl command of an emitted event's device file. EMITS_EVENT_EMIT takes no argument and never blocks. ENOENT: the
 * specification has no emitted event with the node's minor number as id.
 *
 * Used by the kernel module and by programs, hence without any other header but the encoding's.
 */
#ifndef EMITS_EVENT_IOCTL_COMMANDS_H
#define EMITS_EVENT_IOCTL_COMMANDS_H

#include <linux/ioctl.h>

#define EMITS_EVENT_EMIT _IOW('E', 0, unsigned)

#endif
