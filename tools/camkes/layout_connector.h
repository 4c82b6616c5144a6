/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What each connector is made of. Used by layout.c only.
 *
 * A function is called once for each connection of its kind, when all domains and threads exist. It
 * reports what is wrong with diag_error.
 */
#ifndef CAMKES_LAYOUT_CONNECTOR_H
#define CAMKES_LAYOUT_CONNECTOR_H

#include "layout.h"

typedef void layout_connector_fn(struct plan *plan, const struct adl_connection *connection);

layout_connector_fn layout_direct_call;           /* seL4DirectCall */
layout_connector_fn layout_event;                 /* seL4Notification */
layout_connector_fn layout_native_event;          /* seL4NotificationNative */
layout_connector_fn layout_bound_event;           /* seL4NotificationBind */
layout_connector_fn layout_event_queue;           /* seL4NotificationQueue */
layout_connector_fn layout_global_event;          /* seL4GlobalAsynch */
layout_connector_fn layout_callback_event;        /* seL4GlobalAsynchCallback */
layout_connector_fn layout_shared_data;           /* seL4SharedData */
layout_connector_fn layout_shared_data_with_caps; /* seL4SharedDataWithCaps */
layout_connector_fn layout_message_queue;         /* seL4MessageQueue */
layout_connector_fn layout_virtqueues;            /* seL4VirtQueues */
layout_connector_fn layout_calls;                 /* those of call_connector.h */
layout_connector_fn layout_device_memory;         /* seL4HardwareMMIO */
layout_connector_fn layout_device_interrupt;      /* seL4HardwareInterrupt */
layout_connector_fn layout_old_interrupt;         /* seL4IOAPICHardwareInterrupt */
layout_connector_fn layout_global_interrupt;      /* seL4GlobalAsynchHardwareInterrupt */
layout_connector_fn layout_device_ports;          /* seL4HardwareIOPort */
layout_connector_fn layout_timer;                 /* CausewayTimer */
layout_connector_fn layout_payload;               /* CausewayPayload */
layout_connector_fn layout_power;                 /* CausewayPower */
layout_connector_fn layout_virtual_machine;       /* CausewayVirtualMachine */

/* A connector of the application's own: not built in, but made of the memory and the signals that its attributes name.
   An error if it has none of them. */
layout_connector_fn layout_own;

/* Bytes of memory that `interface` shares: N of `Buf(N)`, else the connection's `size` (4096). 0 after diag_error. */
uint64_t layout_shared_size(const struct plan *plan, const struct adl_interface *interface);

/* What `X_access` leaves of a dataport's rights. 0 after diag_error. */
uint32_t layout_dataport_rights(const struct plan *plan, const struct adl_end *end);

/* The rights that letters of "RWXP" in this order give; 0: others, or neither R nor W. */
uint32_t layout_access(const char *letters);

/* Afterwards, for each connection seL4SharedDataWithCaps: room in the table-page pools of its ends' machines. */
void layout_table_pages(struct plan *plan, const struct adl_connection *connection);

/* Afterwards, for each connection: the dataport for its calls, if its setting `buffer` names one. */
void layout_message_buffer(struct plan *plan, const struct adl_connection *connection);

/* A notification for a consumer, so that none can take another's event, with the slot to wait for it. Its index. */
uint32_t layout_consumer(struct plan *plan, const struct adl_end *end);

/* Where a consumer's X_wait blocks while its interface thread waits for the kernel. */
void layout_handoff(struct plan *plan, const struct adl_end *end);

/* For both kinds of buffers that carry messages: the client's lock, which lets one call at a time use it. */
void layout_message_lock(struct plan *plan, const struct adl_end *from);

#endif
