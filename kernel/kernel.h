/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's main line: from the boot loader to the first thread, and from each entry to the next thread. */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H

#include <stdint.h>

struct boot_info;
struct thread;

__attribute__((noreturn)) void kernel_main(const struct boot_info *info);

/* First thing after an entry from user or guest code: charges the running thread for its time. */
void kernel_enter(void);

/* Last thing: runs whoever is most urgent now. */
__attribute__((noreturn)) void kernel_run(void);

/* The thread that entered the kernel; NULL while idle. */
struct thread *kernel_current(void);

/* The timer interrupt: signals what has expired. */
void kernel_timer(void);

#endif
