/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The seL4 types and calls that an application's own sources use, on this kernel.
 *
 * A capability pointer is a slot number; a frame capability of a dataport is a token that only
 * camkes/dataport_caps.h understands.
 */
#ifndef SEL4_SEL4_H
#define SEL4_SEL4_H

#include <stdint.h>

#include "causeway/syscall.h"

typedef uint64_t seL4_Word;
typedef seL4_Word seL4_CPtr;
typedef seL4_Word seL4_Uint64;

#define seL4_CapNull 0

typedef struct seL4_CapRights {
    seL4_Word words[1]; /* bit 0 write, 1 read, 2 grant, 3 grant reply */
} seL4_CapRights_t;

static inline seL4_CapRights_t seL4_CapRights_new(seL4_Word grant_reply, seL4_Word grant, seL4_Word read,
                                                  seL4_Word write)
{
    seL4_Word bits = (write ? 1 : 0) | (read ? 2 : 0) | (grant ? 4 : 0) | (grant_reply ? 8 : 0);
    return (seL4_CapRights_t){{bits}};
}

static inline seL4_Word seL4_CapRights_get_capAllowWrite(seL4_CapRights_t rights)
{
    return rights.words[0] & 1;
}

static inline seL4_Word seL4_CapRights_get_capAllowRead(seL4_CapRights_t rights)
{
    return rights.words[0] >> 1 & 1;
}

#define seL4_AllRights seL4_CapRights_new(1, 1, 1, 1)
#define seL4_ReadWrite seL4_CapRights_new(0, 0, 1, 1)
#define seL4_CanRead   seL4_CapRights_new(0, 0, 1, 0)
#define seL4_CanWrite  seL4_CapRights_new(0, 0, 0, 1)
#define seL4_NoRights  seL4_CapRights_new(0, 0, 0, 0)

/* Signals the notification in the slot. A slot without the right does nothing, as on seL4. */
static inline void seL4_Signal(seL4_CPtr notification)
{
    cw_signal((cw_slot)notification);
}

/* Blocks until the notification has bits and takes them; sender may be NULL. */
static inline void seL4_Wait(seL4_CPtr notification, seL4_Word *sender)
{
    uint64_t bits = 0;
    cw_wait((cw_slot)notification, &bits);
    if (sender)
        *sender = bits;
}

/* Takes the notification's bits without blocking; 0: there were none. */
static inline void seL4_Poll(seL4_CPtr notification, seL4_Word *sender)
{
    uint64_t bits = 0;
    cw_poll((cw_slot)notification, &bits);
    if (sender)
        *sender = bits;
}

#endif
