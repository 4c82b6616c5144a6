/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the interfaces that connections and exports name. */
#ifndef CAMKES_ENDS_H
#define CAMKES_ENDS_H

#include "flat.h"

/* One unfolded composition, whose instances are already in the flat system. */
struct end_scope {
    struct flat *flat;
    const struct ast_composition *composition;
    const char *prefix;        /* of full names: "" or "outer." */
    struct adl_instance *self; /* the instance whose composition it is; NULL: an assembly's */
};

/* Notes that the exported interface is reached through another one. */
void ends_export(const struct end_scope *scope, const struct ast_export *export);

/* Adds the connection to the flat system's links. */
void ends_connect(const struct end_scope *scope, const struct ast_connection *connection);

#endif
