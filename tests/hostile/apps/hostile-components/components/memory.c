/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that is not the component's, or that it may not use so. */
#include "attacks.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define RETURN_INSTRUCTION 0xc3

static void read_at(uint64_t address)
{
    (void)*(volatile uint8_t *)address;
}

static void call_at(const void *address)
{
    void (*code)(void);

    memcpy(&code, &address, sizeof(code));
    code();
}

static void read_kernel(void)
{
    read_at(KERNEL_ADDRESS);
}

static void write_kernel(void)
{
    *(volatile uint8_t *)KERNEL_ADDRESS = 0;
}

static void call_kernel(void)
{
    call_at((const void *)KERNEL_ADDRESS);
}

static void read_noncanonical(void)
{
    read_at(NONCANONICAL_ADDRESS);
}

static void call_noncanonical(void)
{
    call_at((const void *)NONCANONICAL_ADDRESS);
}

static void write_own_code(void)
{
    void (*self)(void) = write_own_code;
    volatile uint8_t *code;

    memcpy(&code, &self, sizeof(code));
    *code = RETURN_INSTRUCTION;
}

static void run_own_stack(void)
{
    volatile uint8_t code[16] = {RETURN_INSTRUCTION};

    call_at((const void *)code);
}

static void run_own_heap(void)
{
    uint8_t *code = malloc(16);

    if (code) {
        memset(code, RETURN_INSTRUCTION, 16);
        call_at(code);
    }
}

static void push_without_stack(void)
{
    __asm__ volatile("mov %0, %%rsp; push %%rax" : : "r"(0x1000ul) : "memory");
    __builtin_unreachable();
}

const struct attack memory_attacks[] = {
    {"read_kernel", read_kernel},
    {"write_kernel", write_kernel},
    {"call_kernel", call_kernel},
    {"read_noncanonical", read_noncanonical},
    {"call_noncanonical", call_noncanonical},
    {"write_own_code", write_own_code},
    {"run_own_stack", run_own_stack},
    {"run_own_heap", run_own_heap},
    {"push_without_stack", push_without_stack},
    {NULL, NULL},
};
