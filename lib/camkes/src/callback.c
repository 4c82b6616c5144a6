/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/callback.h"

/* Who may touch `function` and `argument`: nobody, the thread that claimed them, or whoever takes
   them next. */
enum registration { REGISTRATION_NONE, REGISTRATION_CLAIMED, REGISTRATION_READY };

static bool claim(struct camkes_callback *callback, int from)
{
    return atomic_compare_exchange_strong(&callback->registration, &from, REGISTRATION_CLAIMED);
}

bool camkes_callback_register(struct camkes_callback *callback, camkes_callback_fn *function, void *argument)
{
    if (!claim(callback, REGISTRATION_NONE))
        return false;
    callback->function = function;
    callback->argument = argument;
    atomic_store(&callback->registration, REGISTRATION_READY);
    return true;
}

bool camkes_callback_is_registered(struct camkes_callback *callback)
{
    return atomic_load(&callback->registration) == REGISTRATION_READY;
}

bool camkes_callback_take(struct camkes_callback *callback, camkes_callback_fn **function, void **argument)
{
    if (!claim(callback, REGISTRATION_READY))
        return false;
    *function = callback->function;
    *argument = callback->argument;
    atomic_store(&callback->registration, REGISTRATION_NONE);
    return true;
}
