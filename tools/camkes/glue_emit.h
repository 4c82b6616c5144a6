/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing C. Used by the glue*.c files only.
 *
 * Everything that the glue code does beyond naming its slots and addresses is done by lib/camkes:
 * what is written here are declarations, tables and functions of a line or two.
 */
#ifndef CAMKES_GLUE_EMIT_H
#define CAMKES_GLUE_EMIT_H

#include <stdio.h>

#include "layout.h"

/* The two files of one instance in the making. */
struct glue {
    const struct plan *plan;
    const struct plan_member *member;
    const struct adl_instance *instance;
    FILE *header;
    FILE *source;
    bool has_error_handler; /* the interface that is being written has its X_register_error_handler */
};

/* A string literal: whatever the bytes are, C reads them back. */
void emit_string(FILE *file, const char *text);

/* An integer constant of any C integer type. */
void emit_integer(FILE *file, adl_integer value);

/* Where an interface is declared: implicit ones only in the source, so that the component's own
   files see nothing of them. */
FILE *glue_declarations(const struct glue *glue, const struct adl_interface *interface);

/* " __attribute__((weak))" for what may be missing: an unconnected `maybe` interface. Else "". */
const char *glue_weak(const struct adl_interface *interface);

/* Whether a consumer has X_notification: its event is of the type `Notification`. */
bool glue_names_notification(const struct adl_interface *interface);

/* What a dataport's pointer points to: void for `Buf(N)`, Buf for `Buf`, otherwise the C type. */
const char *glue_dataport_type(const struct adl_interface *interface);

/* X_register_error_handler, for the handler in the generated object cw_X_`object`. What is written last for every
   interface is one for an interface in which nothing can fail, unless a connector has written its own. */
void glue_error_handler(struct glue *glue, const struct adl_interface *interface, const char *object);
void glue_idle_error_handler(struct glue *glue, const struct adl_interface *interface);

/* Instance attributes: glue_attribute.c. */
void glue_attributes(struct glue *glue);

/* Threads, locks, tables, start-up: glue_instance.c. The hooks are weak, and so are declared before any code of a
   connector defines one. */
void glue_thread_hooks(struct glue *glue);
void glue_locks(struct glue *glue);
void glue_component(struct glue *glue);

/* Prototypes that every interface of its kind has, connected or not: glue_declare.c. */
void glue_declare(struct glue *glue, const struct adl_interface *interface);

/* The parts of each connector. Called for a connected interface, after its declaration. */
typedef void glue_end_fn(struct glue *glue, const struct adl_interface *interface);

glue_end_fn glue_event_emitter, glue_event_consumer; /* glue_event.c */
glue_end_fn glue_queue_emitter, glue_queue_consumer;
glue_end_fn glue_native_consumer, glue_bound_consumer, glue_callback_consumer;
glue_end_fn glue_dataport, glue_dataport_with_caps, glue_device_memory; /* glue_dataport.c */
glue_end_fn glue_payload;
glue_end_fn glue_message_queue;                                        /* glue_queue.c */
glue_end_fn glue_call_client, glue_call_server;                        /* glue_rpc.c */
glue_end_fn glue_direct_client, glue_direct_server;                    /* glue_direct.c */
glue_end_fn glue_interrupt, glue_old_interrupt, glue_global_interrupt; /* glue_hardware.c */
glue_end_fn glue_ports, glue_timer, glue_power;
glue_end_fn glue_virtual_machine;
glue_end_fn glue_own; /* glue_own.c */

/* The table cw_queues of the component's message queues, and their number: glue_queue.c. */
size_t glue_message_queues(struct glue *glue);

/* The table cw_virtqueues of the component's rings of buffers, and their number: glue_virtqueue.c. */
size_t glue_virtqueues(struct glue *glue);

bool glue_is_queue(const struct adl_interface *interface);

/* X_wait, X_poll and X_reg_callback, which are `functions`_wait, _poll and _register of the object cw_X_event; and
   X_notification if the interface names it: glue_event.c. */
void glue_consumer_functions(struct glue *glue, const struct adl_interface *interface, const char *functions);

/* X_notification and X_notification_badge of an end that signals the instance notification. */
void glue_global(struct glue *glue, const struct adl_interface *interface);

/* program.c of a domain: glue_program.c. */
void glue_program(const struct plan_domain *domain, FILE *out);

/* The connector's row in the table of glue.c. A `from` or `to` that is NULL: the end gets nothing. */
struct glue_connector {
    const char *name;
    glue_end_fn *from, *to;
    /* How the interface threads of the `to` end serve: the function of lib/camkes, and the object of
       the generated code (`X_` is put before it). NULL: the glue has no part in X__run. */
    const char *serve, *served;
};
const struct glue_connector *glue_connector(const struct adl_end *end);

/* Writes `text` unless the file holds just that; makes the folders above it. False after a message. */
bool glue_write_file(struct arena *arena, const char *path, const char *text, size_t length);

#endif
