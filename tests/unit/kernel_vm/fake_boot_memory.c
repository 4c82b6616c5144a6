/* SPDX-License-Identifier: BSD-2-Clause */
#include "fake_boot_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "fake_machine.h"
#include "kernel/boot_memory.h"

#define PAGE  4096u
#define FIRST PAGE /* so that no object has the physical address 0 */

static uint64_t next = FIRST;
static bool closed;

void fake_boot_memory_reset(void)
{
    memset(fake_ram, 0xa5, next);
    next = FIRST;
    closed = false;
}

void fake_boot_memory_close(void)
{
    closed = true;
}

unsigned fake_boot_memory_pages(void)
{
    return (unsigned)((next - FIRST) / PAGE);
}

void *boot_memory_objects(size_t count, size_t size)
{
    assert_false(closed);
    size_t bytes = (count * size + PAGE - 1) / PAGE * PAGE;
    assert_true(bytes <= FAKE_RAM - next);
    void *start = fake_ram + next;
    memset(start, 0, bytes);
    next += bytes;
    return start;
}
