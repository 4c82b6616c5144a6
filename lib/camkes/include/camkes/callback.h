/* SPDX-License-Identifier: BSD-2-Clause */
/* A function that is to run once. Any thread may register it; whoever takes it runs it. */
#ifndef CAMKES_CALLBACK_H
#define CAMKES_CALLBACK_H

#include <stdatomic.h>
#include <stdbool.h>

typedef void camkes_callback_fn(void *argument);

/* Who may touch the function and its argument: nobody, the thread that claimed them, or whoever takes
   them next. */
enum camkes_registration { CAMKES_CALLBACK_NONE, CAMKES_CALLBACK_CLAIMED, CAMKES_CALLBACK_READY };

/* All zero: none is registered. */
struct camkes_callback {
    atomic_int registration; /* enum camkes_registration */
    camkes_callback_fn *function;
    void *argument;
};

/* For the functions below. */
static inline bool camkes_callback_claim(struct camkes_callback *callback, int from)
{
    return atomic_compare_exchange_strong(&callback->registration, &from, CAMKES_CALLBACK_CLAIMED);
}

/* False: one is registered already. */
static inline bool camkes_callback_register(struct camkes_callback *callback, camkes_callback_fn *function,
                                            void *argument)
{
    if (!camkes_callback_claim(callback, CAMKES_CALLBACK_NONE))
        return false;
    callback->function = function;
    callback->argument = argument;
    atomic_store(&callback->registration, CAMKES_CALLBACK_READY);
    return true;
}

static inline bool camkes_callback_is_registered(struct camkes_callback *callback)
{
    return atomic_load(&callback->registration) == CAMKES_CALLBACK_READY;
}

/* Forgets the registered function, and stores it and its argument. False: there is none. */
static inline bool camkes_callback_take(struct camkes_callback *callback, camkes_callback_fn **function,
                                        void **argument)
{
    if (!camkes_callback_claim(callback, CAMKES_CALLBACK_READY))
        return false;
    *function = callback->function;
    *argument = callback->argument;
    atomic_store(&callback->registration, CAMKES_CALLBACK_NONE);
    return true;
}

#endif
