/* SPDX-License-Identifier: BSD-2-Clause */
#include "ring.h"

#include <stdlib.h>

bool ring_init(struct ring *ring, uint32_t size)
{
    *ring = (struct ring){.bytes = malloc(size), .size = size};
    return ring->bytes != NULL;
}
