/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Errors that glue code meets and that no result of an interface can carry.
 *
 * The handler of the interface decides, else the component's, else the default. The default prints
 * what happened to stderr and halts the component. What the other side of a connection has brought
 * about must not be able to do that: then the default discards the transaction, and prints ten lines
 * at once, later one a second.
 */
#ifndef CAMKES_ERROR_H
#define CAMKES_ERROR_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    CE_NO_ERROR = 0,
    CE_BUFFER_LENGTH_EXCEEDED,
    CE_INVALID_METHOD_INDEX,
    CE_MALFORMED_RPC_PAYLOAD,
    CE_SYSCALL_FAILED,
    CE_ALLOCATION_FAILURE,
    CE_OVERFLOW,
} camkes_error_type_t;

typedef struct camkes_error {
    camkes_error_type_t type;
    const char *instance;
    const char *interface;
    const char *filename;
    uint64_t lineno;
    const char *description;
    union {
        struct { /* CE_BUFFER_LENGTH_EXCEEDED */
            uint64_t current_length;
            uint64_t target_length;
        };
        struct { /* CE_INVALID_METHOD_INDEX */
            uint64_t lower_bound;
            uint64_t upper_bound;
            uint64_t invalid_index;
        };
        struct { /* CE_MALFORMED_RPC_PAYLOAD */
            uint64_t length;
            uint64_t current_index;
        };
        struct { /* CE_SYSCALL_FAILED */
            int syscall;
            int error;
        };
        uint64_t alloc_bytes; /* CE_ALLOCATION_FAILURE */
    };
} camkes_error_t;

typedef enum {
    CEA_INVALID = -1,
    CEA_DISCARD = 0, /* give the transaction up: a client's call returns 0 or NULL */
    CEA_IGNORE,      /* the same: what is missing cannot be made up */
    CEA_ABORT,       /* end the thread */
    CEA_HALT,        /* stop the component */
} camkes_error_action_t;

typedef camkes_error_action_t (*camkes_error_handler_t)(camkes_error_t *error);

/* Sets the component's handler; NULL: the default. Returns the one before, or NULL. */
camkes_error_handler_t camkes_register_error_handler(camkes_error_handler_t handler);

/* Where an interface keeps its handler; NULL: it has none. */
typedef _Atomic(camkes_error_handler_t) camkes_error_slot_t;

/* Sets the handler; returns the one before. */
static inline camkes_error_handler_t camkes_error_register(camkes_error_slot_t *slot,
                                                           camkes_error_handler_t handler)
{
    return atomic_exchange(slot, handler);
}

/* Asks the interface's handler (NULL: none), the component's or the default one, and does as it says;
   returns if that is to discard or to ignore. */
void camkes_error_handle(camkes_error_handler_t handler, camkes_error_t *error);

/* The same for an error that the other side of a connection can bring about. */
void camkes_error_handle_partner(camkes_error_handler_t handler, camkes_error_t *error);

#endif
