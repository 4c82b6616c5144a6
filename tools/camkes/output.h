/* SPDX-License-Identifier: BSD-2-Clause */
/* Files that the compiler writes. */
#ifndef CAMKES_OUTPUT_H
#define CAMKES_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes `path` hold these bytes. It is replaced in one step, and left alone, time stamp included,
 * when it holds them already. False after a message that says what could not be done.
 */
bool output_write(const char *path, const void *bytes, size_t length);

#endif
