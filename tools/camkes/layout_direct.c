/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout_connector.h"

/* A call within one program needs nothing from the kernel, but it must be one program. */
void layout_direct_call(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *from = &connection->from[0], *to = &connection->to[0];
    if (plan_domain(plan, from->instance) == plan_domain(plan, to->instance))
        return;
    diag_error(connection->where,
               "a direct call needs both instances in one group, and '%s' and '%s' are not",
               from->instance->name, to->instance->name);
    diag_note(from->where, "one end is here");
    diag_note(to->where, "the other end is here");
}
