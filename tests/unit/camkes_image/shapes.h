/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SHAPES_H
#define SHAPES_H

typedef struct {
    int first;
    long second;
} pair_t;

#endif
