/* SPDX-License-Identifier: BSD-2-Clause */
/* In the place of the file server's generated header: an archive and clients that the test defines. */
#ifndef FAKE_CAMKES_H
#define FAKE_CAMKES_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t seL4_Word;

extern const void *archive;
size_t archive_get_size(void);
const char *get_instance_name(void);
void pre_init(void);

int fs_file_open(const char *name);
uint64_t fs_file_size(int handle);
int fs_file_read(int handle, uint64_t offset, uint64_t bytes);
seL4_Word fs_get_sender_id(void);
void *fs_buf(seL4_Word client);
size_t fs_buf_size(seL4_Word client);

#endif
