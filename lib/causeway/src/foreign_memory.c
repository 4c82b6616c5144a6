/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "causeway/component.h"
#include "foreign.h"
#include "heap.h"
#include "lock.h"

static struct lock heap_lock;
static struct heap heap;

/* All memory comes from mmap: a program break that never moves sends malloc there. */
int64_t foreign_brk(struct frame *frame)
{
    (void)frame;
    return 0;
}

int64_t foreign_mmap(struct frame *frame)
{
    const uint64_t length = frame->rsi, flags = frame->r10;
    if (length == 0 || (flags & MAP_FIXED))
        return -EINVAL;
    if (!(flags & MAP_ANONYMOUS))
        return -ENODEV;
    lock_acquire(&heap_lock);
    if (!heap.start)
        heap_init(&heap, causeway_heap_start, causeway_heap_end);
    void *address = heap_take(&heap, length);
    lock_release(&heap_lock);
    return address ? (int64_t)(uintptr_t)address : -ENOMEM;
}

int64_t foreign_munmap(struct frame *frame)
{
    lock_acquire(&heap_lock);
    int error = heap_give(&heap, (void *)frame->rdi, frame->rsi);
    lock_release(&heap_lock);
    return error;
}

/* The heap is readable and writable for good. malloc asks for no more than that; only its guard pages
   between areas are no guards here. Nothing becomes executable. */
int64_t foreign_mprotect(struct frame *frame)
{
    return frame->rdx & PROT_EXEC ? -EACCES : 0;
}
