/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two places where an archive's entries come from. Both report what is wrong on stderr, with the place, and
 * return 0 or a negative errno.
 */
#ifndef GUEST_MKCPIO_SOURCE_H
#define GUEST_MKCPIO_SOURCE_H

#include <stdio.h>

#include "guest/linux/rootfs/mkcpio/tree.h"

/*
 * Reads a manifest. One entry a line; modes are octal; what stands last may hold blanks; '#' starts a comment line:
 *
 *     dir MODE PATH
 *     file MODE PATH SOURCE    PATH without blanks; a relative SOURCE is relative to the working directory
 *     link PATH TARGET         PATH without blanks
 *     node c|b MAJOR MINOR MODE PATH
 *
 * `name` is used in messages. All wrong lines are reported.
 */
int manifest_read(struct tree *tree, FILE *in, const char *name);

/*
 * Adds everything below the host folder `folder`, with its permissions. Links are kept as links. -EINVAL for sockets,
 * pipes and device nodes: an overlay is made by an ordinary user.
 */
int overlay_read(struct tree *tree, const char *folder);

#endif
