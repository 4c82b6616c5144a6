/* SPDX-License-Identifier: BSD-2-Clause */
/* What both sides of a virtqueue need. */
#ifndef CAMKES_VIRTQUEUE_END_H
#define CAMKES_VIRTQUEUE_END_H

#include <stdbool.h>

#include "camkes/component.h"
#include "camkes/virtqueue.h"

/* The component's end with this id, or NULL: there is none of this kind. */
static inline const struct camkes_virtqueue_end *virtqueue_end(unsigned id, bool drives)
{
    for (size_t i = 0; i < camkes_component.virtqueue_count; i++) {
        const struct camkes_virtqueue_end *end = &camkes_component.virtqueues[i];
        if (end->id == id && end->drives == drives)
            return end;
    }
    return NULL;
}

/* Behind the blocks in the driver's part. */
static inline volatile uint32_t *virtqueue_firsts(const struct camkes_virtqueue_end *end)
{
    return (volatile uint32_t *)&end->sent->block[end->length];
}

#endif
