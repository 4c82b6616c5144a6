/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Linux system calls that the C library may make, as far as a component has something to answer
 * them with. Each takes the caller's registers and returns what Linux would: a result or a negated
 * errno.
 */
#ifndef CAUSEWAY_FOREIGN_H
#define CAUSEWAY_FOREIGN_H

#include <stdint.h>

#include "frame.h"

/* The answer to one call; from foreign.S. -CW_ENOSYS: a call that is not in the table. */
int64_t causeway_foreign_call(struct frame *frame);

/* foreign_file.c: descriptors 0 (always at its end), 1 and 2 (the component's output). */
int64_t foreign_read(struct frame *frame);
int64_t foreign_write(struct frame *frame);
int64_t foreign_writev(struct frame *frame);
int64_t foreign_ioctl(struct frame *frame);
int64_t foreign_close(struct frame *frame);
int64_t foreign_lseek(struct frame *frame);

/* foreign_memory.c: the static heap. */
int64_t foreign_brk(struct frame *frame);
int64_t foreign_mmap(struct frame *frame);
int64_t foreign_munmap(struct frame *frame);
int64_t foreign_mprotect(struct frame *frame);

/* foreign_thread.c: the static threads. */
int64_t foreign_arch_prctl(struct frame *frame);
int64_t foreign_set_tid_address(struct frame *frame);
int64_t foreign_clone(struct frame *frame);
int64_t foreign_exit(struct frame *frame);
int64_t foreign_getpid(struct frame *frame);
int64_t foreign_gettid(struct frame *frame);
int64_t foreign_tkill(struct frame *frame);
int64_t foreign_sigprocmask(struct frame *frame);
int64_t foreign_sched_yield(struct frame *frame);
int64_t foreign_futex(struct frame *frame);

/* foreign_time.c: time since the machine started. */
int64_t foreign_clock_gettime(struct frame *frame);
int64_t foreign_clock_getres(struct frame *frame);
int64_t foreign_nanosleep(struct frame *frame);

#endif
