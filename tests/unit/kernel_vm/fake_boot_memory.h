/* SPDX-License-Identifier: BSD-2-Clause */
/* Boot memory that can be emptied, for tests of what is built from it. */
#ifndef UNIT_FAKE_BOOT_MEMORY_H
#define UNIT_FAKE_BOOT_MEMORY_H

#include <stdint.h>

/* Takes everything back; the next page handed out holds noise first, as real memory does. */
void fake_boot_memory_reset(void);

/* From here on an allocation fails the test, as it is a panic in a kernel that has booted. */
void fake_boot_memory_close(void);

/* Pages handed out since the reset. */
unsigned fake_boot_memory_pages(void);

#endif
