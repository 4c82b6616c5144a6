/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/error.h"

#include <stdio.h>

#include "camkes/component.h"

static camkes_error_slot_t component_handler;

camkes_error_handler_t camkes_register_error_handler(camkes_error_handler_t handler)
{
    return camkes_error_register(&component_handler, handler);
}

/* A partner's garbage must not be able to stop this component; its own failures should. */
static camkes_error_action_t default_handler(camkes_error_t *error)
{
    fprintf(stderr, "%s: %s: %s\n", error->instance, error->interface, error->description);
    if (error->type == CE_MALFORMED_RPC_PAYLOAD || error->type == CE_INVALID_METHOD_INDEX)
        return CEA_DISCARD;
    return CEA_HALT;
}

void camkes_error_handle(camkes_error_handler_t handler, camkes_error_t *error)
{
    error->instance = camkes_component.name;
    if (!handler)
        handler = atomic_load(&component_handler);
    if (!handler)
        handler = default_handler;
    switch (handler(error)) {
    case CEA_DISCARD:
    case CEA_IGNORE:
        return;
    case CEA_ABORT:
        cw_thread_exit();
    default:
        /* The kernel reports the fault and stops the whole component. */
        __builtin_trap();
    }
}
