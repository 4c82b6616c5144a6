/* SPDX-License-Identifier: BSD-2-Clause */
/* A token bucket for messages that a guest can provoke. */
#ifndef VMM_CORE_LOG_LIMIT_H
#define VMM_CORE_LOG_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#define LOG_LIMIT_BURST     20u
#define LOG_LIMIT_PERIOD_NS 500000000u /* one more message each */

struct log_limit {
    uint64_t since;   /* ns: when the bucket was last filled */
    unsigned used;    /* messages taken out of it */
    unsigned skipped; /* messages left out since the last one */
};

/* Whether a message may be printed at time `now` (ns). If so, `*skipped` says how many were not. */
bool log_limit_take(struct log_limit *limit, uint64_t now, unsigned *skipped);

#endif
