/* SPDX-License-Identifier: BSD-2-Clause */
/* The emit function of an `emits` interface; never blocks. */
#ifndef CAMKES_EMITS_EVENT_H
#define CAMKES_EMITS_EVENT_H

typedef void (*camkes_emit_fn)(void);

#endif
