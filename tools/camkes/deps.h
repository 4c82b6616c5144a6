/* SPDX-License-Identifier: BSD-2-Clause */
/* The make rule that names every file that a run has read. */
#ifndef CAMKES_DEPS_H
#define CAMKES_DEPS_H

#include "options.h"

/*
 * The rule's target is the one that was asked for, else the image, else the rule's own file. False
 * after a message.
 */
bool deps_write(const struct options *options, const struct program *program);

#endif
