/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The connectors that carry calls. They are one mechanism, a call over an endpoint, and differ in what
 * comes with it: layout_rpc.c and glue_rpc.c ask here.
 */
#ifndef CAMKES_CALL_CONNECTOR_H
#define CAMKES_CALL_CONNECTOR_H

#include "system.h"

enum call_features {
    CALL_BUFFERS = 1,         /* a buffer for each client, shared with the server: X_buf */
    CALL_THROUGH_BUFFERS = 2, /* such a buffer carries the arguments and results, and nobody else uses it */
    CALL_SIGNALS = 4,         /* the server can signal each client's instance: X_emit */
    CALL_NO_THREAD = 8,       /* the server answers in a loop of its own: X_handle_message */
    CALL_ANY_PROCEDURE = 16,  /* each client calls the procedure that it uses */
};

struct call_connector {
    const char *name;
    unsigned features;
};

/* NULL: the connector carries no calls. */
const struct call_connector *call_connector(const struct adl_connection *connection);
const struct call_connector *call_connector_named(const char *name);

/* Whether the interface is an end of such a connector with all of these features. */
bool call_has(const struct adl_interface *interface, unsigned features);

/*
 * The methods of an interface that provides: those of its procedure; with CALL_ANY_PROCEDURE those of
 * every procedure that its clients use, each name once. In `arena`. Where two of one name differ, the
 * first one counts: layout_calls() refuses that.
 */
const struct adl_method *const *call_methods(struct arena *arena, const struct adl_interface *server,
                                             size_t *count);

/* Whether C gives both the same prototype, and messages the same form. */
bool call_same_method(const struct adl_method *a, const struct adl_method *b);

#endif
