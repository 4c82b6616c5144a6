/* SPDX-License-Identifier: BSD-2-Clause */
#include "foreign.h"

#include <stddef.h>
#include <sys/syscall.h>

#include "abi/error.h"

typedef int64_t foreign_call(struct frame *frame);

static foreign_call *const table[] = {
    [SYS_read] = foreign_read,
    [SYS_write] = foreign_write,
    [SYS_writev] = foreign_writev,
    [SYS_ioctl] = foreign_ioctl,
    [SYS_close] = foreign_close,
    [SYS_lseek] = foreign_lseek,
    [SYS_brk] = foreign_brk,
    [SYS_mmap] = foreign_mmap,
    [SYS_munmap] = foreign_munmap,
    [SYS_mprotect] = foreign_mprotect,
    [SYS_arch_prctl] = foreign_arch_prctl,
    [SYS_set_tid_address] = foreign_set_tid_address,
    [SYS_clone] = foreign_clone,
    [SYS_exit] = foreign_exit,
    [SYS_exit_group] = foreign_exit,
    [SYS_getpid] = foreign_getpid,
    [SYS_gettid] = foreign_gettid,
    [SYS_tkill] = foreign_tkill,
    [SYS_rt_sigprocmask] = foreign_sigprocmask,
    [SYS_sched_yield] = foreign_sched_yield,
    [SYS_futex] = foreign_futex,
    [SYS_clock_gettime] = foreign_clock_gettime,
    [SYS_clock_getres] = foreign_clock_getres,
    [SYS_nanosleep] = foreign_nanosleep,
};

int64_t causeway_foreign_call(struct frame *frame)
{
    uint64_t number = frame->rax;
    if (number >= sizeof(table) / sizeof(table[0]) || !table[number])
        return -CW_ENOSYS;
    return table[number](frame);
}
