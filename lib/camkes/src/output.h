/* SPDX-License-Identifier: BSD-2-Clause */
/* Where stdout and stderr go. */
#ifndef CAMKES_OUTPUT_H
#define CAMKES_OUTPUT_H

#include <stddef.h>

/* Prints all bytes, on whatever the component has. Failures are ignored: there is nobody to tell. */
void camkes_output_print(const char *bytes, size_t length);

#endif
