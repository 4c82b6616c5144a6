/* SPDX-License-Identifier: BSD-2-Clause */
/* The methods of a procedure in C. */
#ifndef CAMKES_GLUE_PROCEDURE_H
#define CAMKES_GLUE_PROCEDURE_H

#include "glue_emit.h"

/* "int X_method(int a, const char *s)" without anything behind it. */
void glue_signature(FILE *out, const struct adl_interface *interface, const struct adl_method *method);

/* The prototypes of all methods. */
void glue_prototypes(FILE *out, const struct adl_interface *interface);

/* The client's function: sends the inputs, stores what comes back. */
void glue_client_method(FILE *out, const struct adl_interface *interface, size_t index);

/* The server's function X_serve_<method>: decodes, calls the component, encodes, frees. */
void glue_server_method(FILE *out, const struct adl_interface *interface, const struct adl_method *method);

#endif
