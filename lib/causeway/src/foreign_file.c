/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "causeway/component.h"
#include "causeway/thread.h"
#include "foreign.h"

static int is_output(uint64_t descriptor)
{
    return descriptor == STDOUT_FILENO || descriptor == STDERR_FILENO;
}

/* What a thread writes comes from the instance that it belongs to. */
static void print(const char *bytes, size_t length)
{
    causeway_threads[cw_thread_index()].instance->print(bytes, length);
}

int64_t foreign_read(struct frame *frame)
{
    return frame->rdi == STDIN_FILENO ? 0 : -EBADF;
}

int64_t foreign_write(struct frame *frame)
{
    if (!is_output(frame->rdi))
        return -EBADF;
    print((const char *)frame->rsi, frame->rdx);
    return (int64_t)frame->rdx;
}

/* stdio hands over a line as its buffer and the new bytes. Joined, they travel in one piece. */
int64_t foreign_writev(struct frame *frame)
{
    const struct iovec *pieces = (const struct iovec *)frame->rsi;
    char joined[512];
    size_t total = 0;
    if (!is_output(frame->rdi))
        return -EBADF;
    if (frame->rdx > IOV_MAX)
        return -EINVAL;
    size_t held = 0;
    for (uint64_t i = 0; i < frame->rdx; i++) {
        if (pieces[i].iov_len > sizeof(joined) - held) {
            print(joined, held);
            held = 0;
        }
        if (pieces[i].iov_len > sizeof(joined)) {
            print(pieces[i].iov_base, pieces[i].iov_len);
        } else {
            memcpy(joined + held, pieces[i].iov_base, pieces[i].iov_len);
            held += pieces[i].iov_len;
        }
        total += pieces[i].iov_len;
    }
    print(joined, held);
    return (int64_t)total;
}

/* The answer of a terminal of unknown size makes stdio write line by line. */
int64_t foreign_ioctl(struct frame *frame)
{
    if (!is_output(frame->rdi) || frame->rsi != TIOCGWINSZ)
        return -ENOTTY;
    memset((void *)frame->rdx, 0, sizeof(struct winsize));
    return 0;
}

int64_t foreign_close(struct frame *frame)
{
    return frame->rdi <= STDERR_FILENO ? 0 : -EBADF;
}

int64_t foreign_lseek(struct frame *frame)
{
    return frame->rdi <= STDERR_FILENO ? -ESPIPE : -EBADF;
}
