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

/* What came with a message, as far as it exists here: the number of words. */
typedef struct seL4_MessageInfo {
    seL4_Word words[1]; /* bits 0 to 6: the length; anything above: this is no message */
} seL4_MessageInfo_t;

static inline seL4_MessageInfo_t seL4_MessageInfo_new(seL4_Word label, seL4_Word unwrapped, seL4_Word caps,
                                                      seL4_Word length)
{
    return (seL4_MessageInfo_t){{label << 12 | unwrapped << 9 | caps << 7 | length}};
}

static inline seL4_Word seL4_MessageInfo_get_length(seL4_MessageInfo_t info)
{
    return info.words[0] & 0x7f;
}

/* Waits for a message on the endpoint, or, on the control thread, for a signal to the instance. Of a
   signal *sender is the bits, and the result is no message's. A slot that is no endpoint to receive
   from gives neither bits nor a message. sender may be NULL. */
static inline seL4_MessageInfo_t seL4_Recv(seL4_CPtr endpoint, seL4_Word *sender)
{
    uint64_t badge = 0;
    int64_t words = cw_receive((cw_slot)endpoint, &badge);
    if (sender)
        *sender = badge;
    return (seL4_MessageInfo_t){{words >= 0 ? (seL4_Word)words : CW_RECEIVE_NOTIFICATION}};
}

/* As seL4_Recv, after answering whoever waits for this thread's answer. */
static inline seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr endpoint, seL4_MessageInfo_t reply,
                                                seL4_Word *sender)
{
    uint64_t badge = 0;
    int64_t words = cw_reply_receive((cw_slot)endpoint, seL4_MessageInfo_get_length(reply), &badge);
    if (sender)
        *sender = badge;
    return (seL4_MessageInfo_t){{words >= 0 ? (seL4_Word)words : CW_RECEIVE_NOTIFICATION}};
}

#endif
