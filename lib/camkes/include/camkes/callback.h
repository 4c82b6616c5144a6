/* SPDX-License-Identifier: BSD-2-Clause */
/* A function that is to run once. Any thread may register it; whoever takes it runs it. */
#ifndef CAMKES_CALLBACK_H
#define CAMKES_CALLBACK_H

#include <stdatomic.h>
#include <stdbool.h>

typedef void camkes_callback_fn(void *argument);

/* All zero: none is registered. */
struct camkes_callback {
    atomic_int registration; /* enum in callback.c */
    camkes_callback_fn *function;
    void *argument;
};

/* False: one is registered already. */
bool camkes_callback_register(struct camkes_callback *callback, camkes_callback_fn *function, void *argument);

bool camkes_callback_is_registered(struct camkes_callback *callback);

/* Forgets the registered function, and stores it and its argument. False: there is none. */
bool camkes_callback_take(struct camkes_callback *callback, camkes_callback_fn **function, void **argument);

#endif
