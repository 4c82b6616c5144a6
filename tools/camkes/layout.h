/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The resource plan: every object of the system and every capability slot and mapping of every
 * domain, worked out from the flat system alone.
 *
 * It is a pure function of the specification and of the defaults in it, so that the glue code,
 * which is compiled first, and the image, which is written last, agree about every number without
 * exchanging a file. What only the ELF files and payloads can tell (their regions and mappings,
 * entry points) is added by the image writer. Indices are those of the system table
 * (abi/system_table.h).
 *
 * Everything lives in the system's arena.
 */
#ifndef CAMKES_LAYOUT_H
#define CAMKES_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/system_table.h"
#include "system.h"

/* The address map of a component. Each area is far larger than what is ever put there. */
#define LAYOUT_ELF_START     0x0000000000400000u
#define LAYOUT_ELF_END       0x0000001000000000u
#define LAYOUT_HEAP_START    0x0000001000000000u
#define LAYOUT_STACK_START   0x0000002000000000u
#define LAYOUT_MESSAGE_START 0x0000002100000000u
#define LAYOUT_DATA_START    0x0000003000000000u
#define LAYOUT_DEVICE_START  0x0000004000000000u
#define LAYOUT_BLOCK_START   0x0000005000000000u
#define LAYOUT_RAM_START     0x0000006000000000u
#define LAYOUT_PAYLOAD_START 0x0000007000000000u
#define LAYOUT_PAYLOAD_SIZE  0x0000000100000000u /* addresses kept for each payload */

/* Bytes of one stack, and of one heap, which can take half of its area. */
#define LAYOUT_LARGEST_STACK 0x0000000010000000u
#define LAYOUT_LARGEST_HEAP  0x0000000800000000u

struct plan_slot {
    enum table_slot_type type;
    uint32_t object;
    uint32_t rights;
    uint64_t badge;
};

struct plan_mapping {
    uint32_t region;
    uint32_t rights;
    uint64_t address;
    uint64_t size;
};

struct plan_thread {
    const char *name;                 /* "control", or the interface's name; in a group behind "instance." */
    const struct plan_member *member; /* whose thread it is */
    const struct adl_end *end;        /* and of which interface; NULL: the control thread */
    uint32_t priority;
    uint32_t lock_slot; /* notification on which the thread waits for the C library's locks */
    uint64_t stack_base, stack_size;
    uint64_t message;
};

/* An address space with its capabilities: that of an instance, or of all members of a group. */
struct plan_domain {
    const char *name;             /* the instance's name, or the group's full name */
    const char *c_name;           /* as a file name */
    bool group;                   /* also one with a single member */
    struct plan_member **members; /* in the order of the instances */
    size_t member_count;
    struct plan_thread *threads; /* those of each member together; 0 is the first member's control thread */
    size_t thread_count;
    struct plan_slot *slots;
    size_t slot_count;
    struct plan_mapping *mappings; /* without the ELF file's and the payloads' */
    size_t mapping_count;
    uint64_t heap_start, heap_size; /* as large as the members' heaps together */
    uint32_t console_slot;          /* 0: none */
    uint64_t next_address[4];       /* free, in each area of layout_object.h */
    size_t payload_count;
};

/* A software instance in its domain. */
struct plan_member {
    const struct adl_instance *instance;
    struct plan_domain *domain;
    size_t index;          /* in domain->members */
    uint32_t first_thread; /* index in the domain: its control thread, which the others follow */
    size_t thread_count;
    uint32_t start_slot, ready_slot, serve_slot; /* of the start-up protocol; 0: no interface threads */
    uint32_t stdio_lock;    /* slot of the lock of the implicit output connection; 0: none */
    uint32_t *lock_slots;   /* one for each of instance->locks */
    uint32_t global;        /* the instance notification, or TABLE_NONE */
    uint32_t global_slot;   /* with the right to wait for it; 0: none */
    uint64_t global_badges; /* bits that are spoken for */
    uint32_t endpoint;      /* the instance's own, for servers without a thread, or TABLE_NONE */
    uint32_t endpoint_slot; /* with the right to receive; 0: none */
    uint32_t endpoint_ends; /* interfaces that share it */
};

/* What the server of a connection with calls knows of one client. */
struct plan_client {
    const struct adl_end *end;
    uint64_t badge;
    uint64_t buffer;      /* address in the server's domain; 0: no buffer */
    uint64_t buffer_size; /* bytes */
    uint32_t signal_slot; /* 0: the client takes no signals */
};

/* What an end of an own connector has of one end on the other side. */
struct plan_peer {
    uint64_t address;     /* of the memory shared with it; 0: none */
    uint32_t signal_slot; /* 0: it has no notification */
};

struct plan_vm {
    uint32_t endpoint_slot, vm_slot, vcpu_slot, wake_slot;
    uint64_t exit_badge, wake_badge;
    uint64_t ram, ram_size, block; /* addresses in the VMM's domain; bytes */
    uint32_t table_pages;
};

/* A queue of messages, as one of its ends sees it. */
struct plan_queue {
    uint32_t length;      /* messages */
    uint64_t size;        /* bytes of what the sender writes */
    uint64_t sent, taken; /* addresses of what the sender and the receiver write */
};

/* A ring of buffers, as one of its ends sees it. */
struct plan_virtqueue {
    bool drives;
    uint32_t length;                 /* entries */
    uint32_t block_size;             /* bytes */
    uint64_t sent, returned, blocks; /* addresses of what the driver writes, the device, both */
};

/* What one end of a connection got. Fields that its connector does not use are zero. */
struct plan_end {
    uint32_t slot;           /* what the interface's calls name */
    uint32_t handoff_slot;   /* event consumer: where X_wait blocks */
    uint32_t line_slot;      /* interrupt consumer: the line, to acknowledge */
    uint32_t wake_slot;      /* interrupt consumer: to wake its own thread */
    const uint32_t *signals; /* event emitter: a slot for each consumer */
    size_t signal_count;
    uint64_t badge; /* client: what the server sees. Server at the instance's endpoint: its number there,
                               which is the upper half of the badge that the kernel knows */
    uint64_t signal_badge; /* its bits in the instance notification */
    uint64_t address,
        size;           /* dataport, buffer, payload; server: the size of the largest buffer for messages */
    uint32_t lock_slot; /* client: of the lock of its buffer for messages; 0: it has none */
    uint32_t rights;    /* TABLE_RIGHT_READ, WRITE */
    uint16_t first_port, last_port;
    struct plan_client *clients; /* server: one for each from end, in the same order */
    size_t client_count;
    struct plan_vm *vm;
    struct plan_queue *queue;
    struct plan_virtqueue *virtqueue;
    struct plan_peer *peers; /* own connector: one for each end on the other side, in the same order */
    size_t peer_count;
};

struct plan_object {
    const char *name;
};

struct plan_region {
    const char *name;
    enum table_region_kind kind;
    uint64_t size;
    uint64_t address; /* DEVICE */
};

struct plan_irq {
    const char *name;
    uint32_t line, notification, flags;
    uint64_t badge;
};

struct plan_ports {
    const char *name;
    uint16_t first, last;
};

struct plan_timer {
    const char *name;
    uint32_t notification;
    uint64_t badge;
};

struct plan_machine {
    const char *name;
    const struct adl_instance *owner;
    uint32_t ram; /* region at guest physical address 0 */
    struct plan_vm *vm;
};

struct plan_vcpu {
    const char *name;
    uint32_t vm, priority, endpoint, block;
    uint64_t badge;
};

struct plan {
    const struct adl_system *system;
    struct plan_member *members; /* one for each software instance, in order */
    size_t member_count;
    struct plan_member **member_of; /* by the instance's index; NULL for hardware */
    struct plan_domain *domains;    /* in the order of their first members */
    size_t domain_count;
    struct plan_end **ends[2]; /* [is_to][connection index][end index] */
    struct plan_object *notifications, *endpoints;
    size_t notification_count, endpoint_count;
    struct plan_region *regions;
    size_t region_count;
    struct plan_irq *irqs;
    size_t irq_count;
    struct plan_ports *ports;
    size_t port_count;
    struct plan_timer *timers;
    size_t timer_count;
    struct plan_machine *machines;
    size_t machine_count;
    struct plan_vcpu *vcpus;
    size_t vcpu_count;
};

/* Makes the plan; NULL after diag_error: an unknown connector, or a setting that cannot be. */
const struct plan *layout_plan(const struct adl_system *system);

/* A software instance's place, and its domain. */
struct plan_member *plan_member(const struct plan *plan, const struct adl_instance *instance);
struct plan_domain *plan_domain(const struct plan *plan, const struct adl_instance *instance);

struct plan_end *plan_end(const struct plan *plan, const struct adl_end *end);

#endif
