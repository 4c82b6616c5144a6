/* SPDX-License-Identifier: BSD-2-Clause */
/* The methods of a procedure in C. */
#ifndef CAMKES_GLUE_PROCEDURE_H
#define CAMKES_GLUE_PROCEDURE_H

#include "glue_emit.h"

/* "int X_method(int a, const char *s)" without anything behind it, and `prefix` before X. */
void glue_signature(FILE *out, const char *prefix, const struct adl_interface *interface,
                    const struct adl_method *method);

/* "return X_method(a, s);" in a function with the signature above, with `prefix` before X. */
void glue_pass_on(FILE *out, const char *prefix, const struct adl_interface *interface,
                  const struct adl_method *method);

/* The prototypes of all methods, also those that only clients of other procedures call. */
void glue_prototypes(struct glue *glue, FILE *out, const struct adl_interface *interface);

/* The client's function: sends the inputs, stores what comes back. */
void glue_client_method(FILE *out, const struct adl_interface *interface, size_t index);

/* The server's function X_serve_<method>: decodes, calls the component, encodes, frees. */
void glue_server_method(FILE *out, const struct adl_interface *interface, const struct adl_method *method);

/* The server's table of its clients, cw_X_clients, and X_num_badges, X_buf, X_emit ...: glue_clients.c. Writes
   nothing for a connector that needs none. */
void glue_clients(struct glue *glue, const struct adl_interface *interface);

#endif
