/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing JSON (RFC 8259). */
#ifndef CAMKES_JSON_H
#define CAMKES_JSON_H

#include <stdio.h>

#include "system.h"

/* A string with its quotes. Bytes that are not UTF-8 come out as U+FFFD, as JSON has no other text. */
void json_string(FILE *out, const char *text);

/* A value of the specification; a dictionary is an object, whose integer keys become text. */
void json_value(FILE *out, const struct adl_value *value);

/* The decimal digits. */
void json_integer(FILE *out, adl_integer integer);

#endif
