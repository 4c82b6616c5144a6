/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Using a dataport from a process: `fd` is an open dataport node that dataport_init has set up.
 */
#ifndef DATAPORT_H
#define DATAPORT_H

#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Returns the dataport's size in bytes, or -1 with errno set (ENXIO: not allocated yet). */
ssize_t dataport_get_size(int fd);

/*
 * Maps the whole dataport for reading and writing, shared with its other users. Returns the address, to be given back
 * with munmap() or at exit, or MAP_FAILED with errno set (ENXIO: not allocated yet; EACCES: the dataport may not be
 * written, so mmap() it with PROT_READ instead, or the file is not open for both).
 */
void *dataport_mmap(int fd);

/* Returns the guest physical address, or -1 converted to the return type with errno set (ENXIO: not allocated yet). */
long long unsigned dataport_get_paddr(int fd);

#ifdef __cplusplus
}
#endif

#endif
