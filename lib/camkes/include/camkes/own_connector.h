/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the glue of an application's own connector has to work with, at one end of a connection.
 *
 * The glue is a C header. It is included in <camkes.h> to declare the functions of the interface, and again in the
 * generated source, with CAMKES_GLUE defined, to define them. Each time stand:
 *
 *     CAMKES_FN(suffix)   the interface's name with the suffix behind it
 *     CAMKES_TYPE         the interface's type, for a dataport of type Buf(N): char
 *     CAMKES_IS_TO        1 at the `to` side, 0 at the `from` side
 *     CAMKES_END          (with CAMKES_GLUE) the end: an object of the type below
 */
#ifndef CAMKES_OWN_CONNECTOR_H
#define CAMKES_OWN_CONNECTOR_H

#include <stddef.h>

#include "causeway/syscall.h"

struct camkes_own_end {
    const char *name; /* of the interface */
    void *
        memory; /* shared by all ends of the connection; NULL: none. What others write there may be anything */
    size_t size;             /* bytes of it */
    cw_slot notification;    /* WAIT; 0: this side gets no signals */
    const cw_slot *partners; /* SIGNAL: the ends of the other side, in the connection's order */
    size_t partner_count; /* 0: they get none. An end sees 1 << I if the partner with index I has signalled */
};

#endif
