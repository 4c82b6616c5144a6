/* SPDX-License-Identifier: BSD-2-Clause */
#include "heap.h"

#include <stdbool.h>
#include <string.h>

#include "abi/error.h"

static size_t pages_in(size_t bytes)
{
    return bytes / HEAP_PAGE + (bytes % HEAP_PAGE != 0);
}

static bool page_used(const struct heap *heap, size_t page)
{
    return heap->used[page / 64] >> (page % 64) & 1;
}

static void pages_mark(struct heap *heap, size_t first, size_t count, bool used)
{
    for (size_t page = first; page < first + count; page++) {
        uint64_t bit = UINT64_C(1) << (page % 64);
        if (used)
            heap->used[page / 64] |= bit;
        else
            heap->used[page / 64] &= ~bit;
    }
}

void heap_init(struct heap *heap, char *start, char *end)
{
    *heap =
        (struct heap){.start = start, .pages = (size_t)(end - start) / HEAP_PAGE, .used = (uint64_t *)start};
    size_t bitmap_bytes = (heap->pages + 63) / 64 * sizeof(uint64_t);
    heap->hint = pages_in(bitmap_bytes);
    if (heap->hint >= heap->pages)
        heap->pages = 0;
    else
        pages_mark(heap, 0, heap->hint, true);
}

void *heap_take(struct heap *heap, size_t bytes)
{
    size_t wanted = pages_in(bytes);
    size_t run = 0;
    if (wanted == 0)
        return NULL;
    while (heap->hint < heap->pages && page_used(heap, heap->hint))
        heap->hint++;
    for (size_t page = heap->hint; page < heap->pages; page++) {
        run = page_used(heap, page) ? 0 : run + 1;
        if (run < wanted)
            continue;
        size_t first = page + 1 - wanted;
        pages_mark(heap, first, wanted, true);
        return heap->start + first * HEAP_PAGE;
    }
    return NULL;
}

int heap_give(struct heap *heap, void *address, size_t bytes)
{
    uintptr_t offset = (uintptr_t)address - (uintptr_t)heap->start;
    size_t first = offset / HEAP_PAGE;
    size_t count = pages_in(bytes);
    if (offset % HEAP_PAGE != 0 || count == 0 || first >= heap->pages || count > heap->pages - first)
        return -CW_EINVAL;
    if (first < pages_in((heap->pages + 63) / 64 * sizeof(uint64_t)))
        return -CW_EINVAL;
    for (size_t page = first; page < first + count; page++)
        if (!page_used(heap, page))
            return -CW_EINVAL;
    memset(address, 0, count * HEAP_PAGE);
    pages_mark(heap, first, count, false);
    if (first < heap->hint)
        heap->hint = first;
    return 0;
}
