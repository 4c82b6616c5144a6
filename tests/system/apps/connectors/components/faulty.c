/* SPDX-License-Identifier: BSD-2-Clause */
/* Does what its attribute says, after it has been told to. None of it may hurt anyone else. */
#include <camkes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void write_null(void)
{
    volatile int *nothing = NULL;

    *nothing = 1;
}

static void read_past_end(void)
{
    volatile const char *end = (const char *)page + 4096;

    (void)*end;
}

static void run_data(void)
{
    void (*code)(void);
    void *start = page;

    memset(page, 0xc3, 16);
    memcpy(&code, &start, sizeof(code));
    code();
}

/* The depth is not known to the compiler, so that it cannot make a loop of this. */
static int use_up_stack(volatile int *depth)
{
    volatile char filler[512];

    filler[0] = (char)++*depth;
    return *depth < 0 ? 0 : use_up_stack(depth) + filler[0];
}

static void use_port(void)
{
    __asm__ volatile("outb %b0, %w1" : : "a"(0), "Nd"((uint16_t)0x64));
}

int run(void)
{
    volatile int depth = 0;

    fault_wait();
    printf("%s: now\n", kind);
    if (!strcmp(kind, "write_null"))
        write_null();
    else if (!strcmp(kind, "read_past_end"))
        read_past_end();
    else if (!strcmp(kind, "run_data"))
        run_data();
    else if (!strcmp(kind, "use_up_stack"))
        use_up_stack(&depth);
    else
        use_port();
    printf("%s: survived\n", kind);
    return 0;
}
