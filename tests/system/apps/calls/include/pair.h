/* SPDX-License-Identifier: BSD-2-Clause */
/* A C type that travels in calls. */
#ifndef PAIR_H
#define PAIR_H

#include <stdint.h>

typedef struct pair {
    int first;
    int64_t second;
} pair_t;

#endif
