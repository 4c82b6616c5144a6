/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An end of seL4SharedDataWithCaps that has an id: what a virtual machine monitor needs in order to
 * give a dataport to its guest.
 *
 * A frame capability is one page of the dataport: a token made of the region's slot and the page's
 * number, in ascending order of addresses. It names nothing by itself; who maps it takes it apart
 * with the functions below and names the slot in vm_map. Free_frame_caps has nothing to release.
 */
#ifndef CAMKES_DATAPORT_CAPS_H
#define CAMKES_DATAPORT_CAPS_H

#include <stddef.h>

#include "abi/system_table.h"
#include "sel4/sel4.h"

typedef struct dataport_caps_handle {
    seL4_CPtr (*get_nth_frame_cap)(unsigned n); /* seL4_CapNull: there are not so many */
    unsigned (*get_id)(void);                   /* X_id */
    unsigned (*get_num_frame_caps)(void);
    seL4_CPtr *(*get_frame_caps)(void); /* get_num_frame_caps() tokens; owned by the dataport */
    void (*free_frame_caps)(seL4_CPtr *caps);
    size_t (*get_size)(void); /* bytes, a multiple of 4096 */
    seL4_CapRights_t (*get_rights)(void);
    const char *name; /* the interface's, for messages */
} dataport_caps_handle_t;

static inline seL4_CPtr dataport_get_nth_frame_cap(dataport_caps_handle_t *handle, unsigned n)
{
    return handle->get_nth_frame_cap(n);
}

static inline unsigned dataport_get_id(dataport_caps_handle_t *handle)
{
    return handle->get_id();
}

static inline unsigned dataport_get_num_frame_caps(dataport_caps_handle_t *handle)
{
    return handle->get_num_frame_caps();
}

static inline seL4_CPtr *dataport_get_frame_caps(dataport_caps_handle_t *handle)
{
    return handle->get_frame_caps();
}

static inline void dataport_free_frame_caps(dataport_caps_handle_t *handle, seL4_CPtr *caps)
{
    handle->free_frame_caps(caps);
}

static inline size_t dataport_get_size(dataport_caps_handle_t *handle)
{
    return handle->get_size();
}

static inline seL4_CapRights_t dataport_get_rights(dataport_caps_handle_t *handle)
{
    return handle->get_rights();
}

/* What is behind a handle: the generated functions only name this record. */
struct camkes_frames {
    cw_slot region; /* READ, WRITE as the specification grants them */
    unsigned id;
    size_t size;
    seL4_Word read, write;
    seL4_CPtr *tokens; /* size / 4096 of them, filled in by camkes_frames_tokens */
};

/* Pages of one region that a token can tell apart: a dataport of up to 16 GiB. */
#define CAMKES_FRAME_PAGE_BITS 22

static inline seL4_CPtr camkes_frame_token(cw_slot region, unsigned page)
{
    return (seL4_CPtr)region << CAMKES_FRAME_PAGE_BITS | page;
}

static inline cw_slot camkes_frame_region(seL4_CPtr token)
{
    return (cw_slot)(token >> CAMKES_FRAME_PAGE_BITS);
}

/* Bytes from the start of the region. */
static inline uint64_t camkes_frame_offset(seL4_CPtr token)
{
    return (token & (((seL4_CPtr)1 << CAMKES_FRAME_PAGE_BITS) - 1)) * TABLE_PAGE;
}

seL4_CPtr camkes_frames_nth(const struct camkes_frames *frames, unsigned n);
seL4_CPtr *camkes_frames_tokens(const struct camkes_frames *frames);

#endif
