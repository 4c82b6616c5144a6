/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The guest ABI, version 1: what a guest kernel and its VMM agree on.
 *
 * Discovery. CPUID leaf CAUSEWAY_CPUID_BASE returns the highest Causeway leaf in EAX and the
 * signature in EBX, ECX, EDX (four characters each, first character lowest). The next leaf returns
 * the ABI version in EAX; EBX, ECX and EDX are zero. A guest that does not find both must not make
 * a hypercall.
 *
 * Hypercalls. VMMCALL on processors that have it, otherwise VMCALL. Number in RAX, arguments in
 * RBX, RCX, RDX; the result comes back in RAX and no other register changes. A 32-bit guest uses
 * the lower halves. A negative result is an errno of abi/error.h. Only ring 0 may call: any other
 * ring gets -CW_EPERM. An unknown number gets -CW_ENOSYS.
 *
 * Ids of dataports, emitted and consumed events are separate and start at 1.
 */
#ifndef ABI_GUEST_H
#define ABI_GUEST_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdint.h>
#endif

#define CAUSEWAY_CPUID_BASE    0x40000100u
#define CAUSEWAY_CPUID_VERSION (CAUSEWAY_CPUID_BASE + 1)
#define CAUSEWAY_SIGNATURE     "CausewayGABI" /* 12 characters: EBX, ECX, EDX */
#define CAUSEWAY_ABI_VERSION   1

/*
 * CAUSEWAY_HC_DATAPORT_SIZE(id): size of the dataport in bytes, a multiple of 4096.
 *   -CW_ENOENT: no dataport has this id.
 * CAUSEWAY_HC_DATAPORT_RIGHTS(id): CAUSEWAY_DATAPORT_READ | CAUSEWAY_DATAPORT_WRITE as the
 *   specification grants them. -CW_ENOENT as above.
 * CAUSEWAY_HC_DATAPORT_SHARE(id, address, size): puts the dataport's frames under the guest
 * physical range [address, address + size). What the range held before is hidden until unshare.
 *   -CW_ENOENT: no such id. -CW_EINVAL: address not page-aligned, size zero, not a page multiple or
 *   not the dataport's. -CW_EFAULT: the range is not wholly guest RAM, or wraps.
 *   -CW_EEXIST: the range overlaps a shared dataport or the event page. -CW_EBUSY: this dataport is
 *   shared already, somewhere else (sharing again at the same address succeeds).
 *   -CW_ENOMEM: the VM's page-table pool is used up.
 * CAUSEWAY_HC_DATAPORT_UNSHARE(id): restores the RAM that the dataport hid. -CW_ENOENT: no such id,
 *   or not shared.
 */
#define CAUSEWAY_HC_DATAPORT_SIZE    0x43570001u
#define CAUSEWAY_HC_DATAPORT_RIGHTS  0x43570002u
#define CAUSEWAY_HC_DATAPORT_SHARE   0x43570003u
#define CAUSEWAY_HC_DATAPORT_UNSHARE 0x43570004u

/*
 * CAUSEWAY_HC_EMIT(id): signals the component behind event `id`; never blocks. -CW_ENOENT: no such
 * id. CAUSEWAY_HC_EVENTS_SHARE(address): gives the VMM one page of guest RAM, laid out as struct
 *   causeway_event_page. The VMM fills in the header, delivers at once what was emitted before, and
 *   from then on owns the page together with the guest. Replaces an earlier page in one step.
 *   -CW_EINVAL: not page-aligned. -CW_EFAULT: not guest RAM. -CW_EEXIST: overlaps a dataport.
 * CAUSEWAY_HC_EVENTS_UNSHARE(): the VMM forgets the page; later events are latched until the next
 *   share. -CW_ENOENT: no page is shared.
 * CAUSEWAY_HC_EVENTS_IRQ(): the guest's interrupt line on which consumed events arrive, edge
 *   triggered. -CW_ENOENT: this VM consumes no events.
 * CAUSEWAY_HC_EVENTS_DIRECT(on): 1: from now on that interrupt goes past the guest's interrupt
 *   controller, straight to the vector that the controller has for the line, as soon as the
 *   processor takes interrupts. It is neither masked nor acknowledged nor ended, which saves the
 *   guest every access to the controller. 0: through the controller, as at start. -CW_EINVAL: another
 *   value. -CW_ENOENT as above.
 */
#define CAUSEWAY_HC_EMIT           0x43570010u
#define CAUSEWAY_HC_EVENTS_SHARE   0x43570011u
#define CAUSEWAY_HC_EVENTS_UNSHARE 0x43570012u
#define CAUSEWAY_HC_EVENTS_IRQ     0x43570013u
#define CAUSEWAY_HC_EVENTS_DIRECT  0x43570014u

#define CAUSEWAY_DATAPORT_READ  1u
#define CAUSEWAY_DATAPORT_WRITE 2u

#define CAUSEWAY_PAGE_SIZE     4096u
#define CAUSEWAY_MAX_DATAPORTS 256u /* ids 1 to 255 */
#define CAUSEWAY_MAX_EVENTS    256u /* ids 1 to 255 */

#define CAUSEWAY_EVENT_MAGIC 0x45565443u /* "CTVE" in memory */

/*
 * The event page. All words are little-endian and changed with atomic operations only.
 *
 * The sender adds to pending[id], then sets the event's bit in summary[], then exchanges `ring`
 * with 1 and raises the interrupt if it was 0. The guest's interrupt handler exchanges `ring` with
 * 0 first, then each summary word with 0, then pending[] of every bit that it found: so nothing is
 * lost, nobody waits, and one interrupt may carry any number of events. The sender must treat the
 * page as hostile: it never reads a word in order to index, loop or wait by it.
 */
struct causeway_event_page {
    uint32_t magic;   /* CAUSEWAY_EVENT_MAGIC, written by the VMM */
    uint32_t version; /* CAUSEWAY_ABI_VERSION, written by the VMM */
    uint32_t events;  /* number of the highest event id this VM consumes, written by the VMM */
    uint32_t ring;    /* 1 between the sender's interrupt and the guest's handler */
    uint32_t summary[CAUSEWAY_MAX_EVENTS / 32]; /* bit id % 32 of word id / 32 */
    uint32_t reserved[4];
    uint32_t pending[CAUSEWAY_MAX_EVENTS]; /* occurrences since the guest last fetched */
};

/*
 * A connection on PCI: one function with these ids, class 0x0500 and interrupt pin INTA. BAR 0 is the event page, BAR 1
 * the dataport, if there is one; both are prefetchable memory below 4 GiB.
 *
 * Registers of the event page are little-endian; accesses are aligned and of 1, 2, 4 or 8 bytes, the last as two of 4.
 *   EMIT, 32 bits: any write emits; reads as 0.
 *   CONSUME, 32 bits: occurrences of the consumed event; while it is not 0 the function interrupts. It
 *     never changes while it is not 0, but by a write of the guest's, which sets it. The guest reads it, writes 0, and
 *     finds in it next what has come since it was first not 0.
 *   NAME, 48 bytes: ends with a zero byte.
 * What is not named reads as 0 and ignores writes.
 */
#define CAUSEWAY_CONNECTION_VENDOR    0x1af4u
#define CAUSEWAY_CONNECTION_DEVICE    0xa111u
#define CAUSEWAY_CONNECTION_EMIT      0x0u
#define CAUSEWAY_CONNECTION_CONSUME   0x4u
#define CAUSEWAY_CONNECTION_NAME      0x8u
#define CAUSEWAY_CONNECTION_NAME_SIZE 48u
#define CAUSEWAY_MAX_CONNECTIONS      31u

#endif
