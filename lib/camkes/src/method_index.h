/* SPDX-License-Identifier: BSD-2-Clause */
/* The first bytes of a request. */
#ifndef CAMKES_METHOD_INDEX_H
#define CAMKES_METHOD_INDEX_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of the index of one of `methods` methods: none if there is no choice. */
static inline size_t method_index_size(size_t methods)
{
    if (methods <= 1)
        return 0;
    if (methods <= UINT8_MAX + 1)
        return 1;
    return methods <= UINT16_MAX + 1 ? 2 : 4;
}

#endif
