/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An address space that a monitor can look into: its guest's physical one. The system is static, so
 * that nothing can be reserved or mapped at will; dataports are put under a guest's addresses by
 * libcrossvm.
 */
#ifndef VSPACE_VSPACE_H
#define VSPACE_VSPACE_H

#include <stddef.h>
#include <stdint.h>

#include <vmm/guest_memory.h>

typedef struct vspace {
    struct guest_memory *memory;
} vspace_t;

/* Bytes from address 0. */
uint64_t vspace_size(const vspace_t *vspace);

/* Where this component sees `bytes` bytes of the address space, or NULL if they are not all there. */
void *vspace_access(vspace_t *vspace, uintptr_t address, size_t bytes);

#endif
