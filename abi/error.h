/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error numbers shared by the kernel, the VMM and the guest modules.
 *
 * A call that fails returns one of these negated. The values are those of Linux on x86, so that a
 * guest module can hand a hypercall's result to its caller as it is, and a component can pass a
 * kernel error to strerror().
 */
#ifndef ABI_ERROR_H
#define ABI_ERROR_H

#define CW_EPERM      1   /* the caller may not do this at all (for example: user mode of a guest) */
#define CW_ENOENT     2   /* no such object: unknown dataport or event id, empty slot */
#define CW_EAGAIN     11  /* not now; nothing was changed, a later exit or event tells when */
#define CW_ENOMEM     12  /* a fixed pool is used up; nothing was changed */
#define CW_EACCES     13  /* the slot lacks the right that the call needs */
#define CW_EFAULT     14  /* an address that is not the caller's to name, or not RAM */
#define CW_EBUSY      16  /* the object is in use */
#define CW_EEXIST     17  /* the range overlaps something that is already there */
#define CW_ENODEV     19  /* not a Causeway guest */
#define CW_EINVAL     22  /* a value that can never be right: size, alignment, wrong kind of slot */
#define CW_ENOSYS     38  /* unknown call number */
#define CW_ECONNRESET 104 /* the other end of an endpoint has been stopped by a fault */

#endif
