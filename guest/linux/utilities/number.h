/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GUEST_UTILITIES_NUMBER_H
#define GUEST_UTILITIES_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* Reads a whole argument as a number in C notation. False: it is none, or too large. */
bool number_parse(const char *text, size_t *value);

#endif
