/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system table: every object of a system and everything a domain may touch.
 *
 * The ADL compiler writes a *system image*; the boot loader hands it to the kernel as its first
 * module:
 *
 *     offset 0              struct table_header
 *     header.*.offset       arrays of the records below, each 8-byte aligned, in any order
 *     header.strings        names, each ended by a NUL
 *     header.table_size     end of the table, multiple of 4096; from here payload:
 *                           page-aligned contents of regions
 *     header.image_size     end of the image
 *
 * All numbers are little-endian. An index names a record of the array in question; TABLE_NONE
 * stands for "no record" where a field allows it. A name is an offset into `strings`; names are 1
 * to 63 printable ASCII characters. Reserved fields and unknown flag bits are zero. The kernel
 * refuses the whole image, with the field and the reason, if any rule that is written here does not
 * hold, before it has started anything.
 *
 * Records that belong to a domain or a VM stand together, as the owner's `first_` and count say, in
 * the order of the owners, without gaps or overlap. There is at least one domain. `strings` needs no
 * alignment and ends in a NUL.
 */
#ifndef ABI_SYSTEM_TABLE_H
#define ABI_SYSTEM_TABLE_H

#include <stdint.h>

#define TABLE_MAGIC   0x4c42415459415743u /* "CWAYTABL" in memory */
#define TABLE_VERSION 1u
#define TABLE_NONE    UINT32_MAX
#define TABLE_PAGE    4096u

#define TABLE_NAME_MAX         63u        /* characters of a name, without the NUL */
#define TABLE_MAX_RECORDS      (1u << 20) /* of one array */
#define TABLE_MAX_PORT_DOMAINS 7u         /* domains that hold I/O ports */
#define TABLE_MAX_OVERLAYS     256u       /* vm_map ranges of one VM at a time */

/* User addresses: mappings lie in [TABLE_USER_START, TABLE_USER_END). */
#define TABLE_USER_START 0x0000000000010000u
#define TABLE_USER_END   0x0000700000000000u

struct table_array {
    uint32_t offset; /* bytes from the start of the table */
    uint32_t count;  /* records; for `strings`, bytes */
};

struct table_header {
    uint64_t magic;
    uint32_t version;
    uint32_t checksum; /* CRC-32 (IEEE 802.3, as zlib's crc32) of the table with this field zero */
    uint64_t table_size;
    uint64_t image_size;
    struct table_array domains;
    struct table_array threads;
    struct table_array slots;
    struct table_array mappings;
    struct table_array regions;
    struct table_array notifications;
    struct table_array endpoints;
    struct table_array irqs;
    struct table_array port_ranges;
    struct table_array timers;
    struct table_array vms;
    struct table_array vm_mappings;
    struct table_array vcpus;
    struct table_array strings;
};

/* An address space with its authority. */
struct table_domain {
    uint32_t name;
    uint32_t first_thread, threads;   /* at least one */
    uint32_t first_slot, slots;       /* slot 0 is TABLE_SLOT_SELF */
    uint32_t first_mapping, mappings; /* at least one */
    uint32_t reserved;
    uint64_t foreign_syscall_entry; /* see abi/syscall.h; 0: none. A user address otherwise */
};

struct table_thread {
    uint32_t name;
    uint32_t priority;           /* 0 to 255; the highest runs */
    uint32_t bound_notification; /* TABLE_NONE, or one that no other thread is bound to */
    uint32_t reserved;
    uint64_t entry;     /* in an executable mapping of the domain */
    uint64_t stack_top; /* end of a writable mapping of RAM, multiple of 16 */
    uint64_t message;   /* page-aligned; in a readable and writable mapping of RAM; no other's */
    uint64_t argument;
};

enum table_slot_type {
    TABLE_SLOT_EMPTY, /* all other fields zero */

    TABLE_SLOT_SELF,         /* object = 0, rights = 0 */
    TABLE_SLOT_NOTIFICATION, /* rights SIGNAL, WAIT; badge: bits that a signal sets */
    TABLE_SLOT_ENDPOINT,     /* rights CALL, RECEIVE; badge: told to the receiver */
    TABLE_SLOT_IRQ,          /* rights 0; at most one slot holds an IRQ */
    TABLE_SLOT_TIMER,        /* rights 0; at most one slot holds a timer */
    TABLE_SLOT_PORTS,        /* rights 0; the domain may use the range's I/O ports */
    TABLE_SLOT_REGION,       /* rights READ, WRITE with READ: what vm_map may give to a guest */
    TABLE_SLOT_VM,           /* rights 0 */
    TABLE_SLOT_VCPU,         /* rights 0; at most one slot holds a vCPU */
    TABLE_SLOT_CONSOLE,      /* object = 0, rights 0 */
    TABLE_SLOT_POWER,        /* object = 0, rights 0 */
    TABLE_SLOT_TYPES,
};

#define TABLE_RIGHT_SIGNAL  0x01u
#define TABLE_RIGHT_WAIT    0x02u
#define TABLE_RIGHT_CALL    0x04u
#define TABLE_RIGHT_RECEIVE 0x08u
#define TABLE_RIGHT_READ    0x10u
#define TABLE_RIGHT_WRITE   0x20u
#define TABLE_RIGHT_EXECUTE 0x40u

struct table_slot {
    uint32_t type;   /* enum table_slot_type */
    uint32_t object; /* index into the type's array */
    uint32_t rights; /* TABLE_RIGHT_; at least one where the type has any */
    uint32_t reserved;
    uint64_t badge; /* zero for other types than notification and endpoint; not zero with SIGNAL */
};

/*
 * A range of user addresses, mapped from a region. `address`, `offset` and `size` are multiples of
 * 4096; size is not zero; offset + size lies within the region. Within a domain the mappings ascend
 * by address and do not overlap. Rights: READ, with WRITE or EXECUTE but not both. No page of a
 * region that is mapped executable anywhere may be mapped writable anywhere: a region with an EXECUTE mapping has no
 * WRITE one, neither in a domain nor in a guest nor through a REGION slot. (A guest's own EXECUTE does not count.)
 */
struct table_mapping {
    uint32_t region;
    uint32_t rights;
    uint64_t address;
    uint64_t offset;
    uint64_t size;
};

enum table_region_kind {
    TABLE_REGION_ZERO,   /* RAM, zero-filled */
    TABLE_REGION_COPY,   /* RAM, filled from the image, the rest zero */
    TABLE_REGION_IMAGE,  /* the image's own pages; never writable, never executable */
    TABLE_REGION_DEVICE, /* physical memory that is not RAM, at `address`, below 2^52; uncached, never
                            executable */
};

struct table_region {
    uint32_t name;
    uint32_t kind;         /* enum table_region_kind */
    uint64_t size;         /* bytes, multiple of 4096, not zero */
    uint64_t address;      /* DEVICE: physical, page-aligned. Others: 0 */
    uint64_t image_offset; /* COPY, IMAGE: multiple of 4096, within the payload. Others: 0 */
    uint64_t image_size;   /* COPY: 1 to size bytes. IMAGE: equal to size. Others: 0 */
};

struct table_notification {
    uint32_t name;
    uint32_t reserved;
};

struct table_endpoint {
    uint32_t name;
    uint32_t reserved;
};

#define TABLE_IRQ_LEVEL 0x1u /* level triggered, active low; else edge triggered, active high */

struct table_irq {
    uint32_t name;
    uint32_t line; /* ISA interrupt, 3 to 15; no two records have the same */
    uint32_t notification;
    uint32_t flags; /* TABLE_IRQ_ */
    uint64_t badge; /* not zero */
};

/* I/O ports first..last. The kernel's own cannot be given away: 8259 and 0x4d0, 0x4d1; 8254 channel 0 and command. */
struct table_port_range {
    uint32_t name;
    uint16_t first;
    uint16_t last; /* inclusive */
};

struct table_timer {
    uint32_t name;
    uint32_t notification;
    uint64_t badge; /* not zero */
};

struct table_vm {
    uint32_t name;
    uint32_t first_mapping, mappings; /* at least one: the guest's RAM and ROM */
    uint32_t table_pages;             /* pool for later changes of the second-stage tables, beside those for
                             start-up */
};

/* As table_mapping, by guest physical address, below 2^40. Rights READ, WRITE and EXECUTE in any
 * mix with READ. */
struct table_vm_mapping {
    uint32_t region;
    uint32_t rights;
    uint64_t address;
    uint64_t offset;
    uint64_t size;
};

struct table_vcpu {
    uint32_t name;
    uint32_t vm;
    uint32_t priority; /* below that of the most urgent thread of the domain that holds its slot */
    uint32_t endpoint; /* where exits arrive */
    uint32_t block; /* region of kind ZERO, 4096 bytes, of this vCPU alone: struct vcpu_block. Mapped, if at
                          all, only in the domain that holds the vCPU's slot; no message page */
    uint32_t reserved;
    uint64_t badge; /* of the exit messages */
};

_Static_assert(sizeof(struct table_header) == 144, "part of the ABI");
_Static_assert(sizeof(struct table_domain) == 40, "part of the ABI");
_Static_assert(sizeof(struct table_thread) == 48, "part of the ABI");
_Static_assert(sizeof(struct table_slot) == 24, "part of the ABI");
_Static_assert(sizeof(struct table_mapping) == 32, "part of the ABI");
_Static_assert(sizeof(struct table_region) == 40, "part of the ABI");
_Static_assert(sizeof(struct table_irq) == 24, "part of the ABI");
_Static_assert(sizeof(struct table_vm_mapping) == 32, "part of the ABI");
_Static_assert(sizeof(struct table_vcpu) == 32, "part of the ABI");

#endif
