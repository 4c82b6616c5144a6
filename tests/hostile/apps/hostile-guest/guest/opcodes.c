/* SPDX-License-Identifier: BSD-2-Clause */
/* Every opcode with an operand where there is no memory: what no compiler writes, the monitor decodes as well. */
#include "guest.h"

struct span {
    uint8_t first, last;
};

/*
 * Left out is what would leave for elsewhere, wait, or change what the guest needs in order to come back. The second
 * byte of the instructions is that of an operand in memory; as an opcode, it is not interesting.
 */
static const struct span left_out[] = {
    {0x70, 0x7f},                             /* jumps */
    {0x8e, 0x8e},                             /* segments */
    {0x9c, 0x9d},                             /* flags */
    {0xc2, 0xc3}, {0xca, 0xcb}, {0xcf, 0xcf}, /* returns */
    {0xe0, 0xe7}, {0xe9, 0xef},               /* loops, ports, jumps */
    {0xf4, 0xf4}, {0xfa, 0xfb},               /* halt, interrupt flag */
};

/* The same after the byte 0x0f. */
static const struct span left_out_escaped[] = {
    {0x00, 0x01}, {0x20, 0x23}, {0x30, 0x30},               /* system registers */
    {0x05, 0x05}, {0x07, 0x07}, {0x34, 0x35},               /* system calls */
    {0x80, 0x8f},                                           /* jumps */
    {0xa1, 0xa1}, {0xa9, 0xa9}, {0xb2, 0xb2}, {0xb4, 0xb5}, /* segments */
};

static bool is_in(unsigned opcode, const struct span *spans, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (opcode >= spans[i].first && opcode <= spans[i].last)
            return true;
    return false;
}

#define CODE  (FREE + 0x2000)
#define STACK (FREE + 0x200000) /* with much room on both sides, for ENTER and the like */

/* Where RIP gets to by a short return address: the first instruction there is a breakpoint. */
static void fill_low_memory(void)
{
    for (unsigned at = 0; at < 0x10000; at++)
        *(volatile uint8_t *)(uintptr_t)at = 0xcc;
}

/* Wherever the instruction has left the stack, a RET comes back. */
static void fill_stack(uint64_t from, uint64_t to)
{
    for (uint64_t at = from; at < to; at += 8)
        *(volatile uint64_t *)(uintptr_t)at = (uintptr_t)try_return;
}

/* All registers where there is no memory, a stack of its own, and interrupts on: the timer ends what is endless. */
static void run_bytes(uint64_t code)
{
    __asm__ volatile(
        "mov %0, %%rsp; mov %0, %%rbp; push %1\n"
        "mov %2, %%rax; mov %%rax, %%rbx; mov %%rax, %%rdx; mov %%rax, %%rsi; mov %%rax, %%rdi\n"
        "mov %%rax, %%r8; mov %%rax, %%r9; mov %%rax, %%r10; mov %%rax, %%r11; mov %%rax, %%r12\n"
        "mov %%rax, %%r13; mov %%rax, %%r14; mov %%rax, %%r15; mov $1, %%ecx; sti; ret"
        :
        : "r"((uint64_t)STACK), "r"(code), "i"(NO_RAM)
        : "memory");
    __builtin_unreachable();
}

static int run_opcode(const uint8_t *prefix, unsigned prefixes, unsigned opcode, unsigned reg)
{
    volatile uint8_t *code = (volatile uint8_t *)(uintptr_t)CODE;

    for (unsigned i = 0; i < prefixes; i++)
        *code++ = prefix[i];
    *code++ = (uint8_t)opcode;
    *code++ = (uint8_t)(reg << 3 | 3); /* [RBX] */
    for (unsigned i = 0; i < 10; i++)
        *code++ = 0xc3; /* RET, also as the bytes of an immediate value */
    fill_stack(STACK - 128, STACK + 128);
    int vector = guest_try(run_bytes, CODE);
    __asm__ volatile("cld; mov %0, %%ds; mov %0, %%es" : : "r"(0x10));
    return vector;
}

void attack_opcodes(void)
{
    static const uint8_t prefixes[][2] = {{0x48}, {0x66}, {0xf0}, {0xf2}, {0xf3}, {0x67, 0x48}};
    unsigned odd = 0, endless = 0, count = 0;

    fill_low_memory();
    fill_stack(STACK - 0x100000, STACK + 0x100000);
    interrupts_setup(TIMER, 1);
    interrupts_start_timer();

    for (unsigned escaped = 0; escaped < 2; escaped++)
        for (unsigned n = 0; n <= COUNT(prefixes); n++)
            for (unsigned opcode = 0; opcode < 256; opcode++) {
                uint8_t bytes[3];
                unsigned length = 0;
                if (escaped ? is_in(opcode, left_out_escaped, COUNT(left_out_escaped))
                            : is_in(opcode, left_out, COUNT(left_out)))
                    continue;
                for (unsigned i = 0; n > 0 && i < 2 && prefixes[n - 1][i]; i++)
                    bytes[length++] = prefixes[n - 1][i];
                if (escaped)
                    bytes[length++] = 0x0f;
                for (unsigned reg = 0; reg < 8; reg++, count++) {
                    int vector = run_opcode(bytes, length, opcode, reg);
                    odd += vector < -1 || vector > 0x3b; /* INT takes the second byte for a vector */
                    endless += vector == TIMER;
                    if (vector == TIMER)
                        print("guest: endless: prefix %d, %s%x, register %d, at %l\n", (int)n,
                              escaped ? "0f " : "", opcode, (int)reg, trap_rip);
                }
            }
    interrupts_setup(TIMER, 0);
    check(odd == 0, "%d instructions with an operand in no memory: %d odd, %d endless", (int)count, (int)odd,
          (int)endless);
}
