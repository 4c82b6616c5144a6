/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls with any values in all registers, and a way to say what came of them. */
#ifndef HOSTILE_ATTACK_H
#define HOSTILE_ATTACK_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/error.h"
#include "abi/syscall.h"

/* Addresses that are nobody's business: the kernel's half, and what no processor knows. */
#define KERNEL_ADDRESS       0xffffffff80200000u
#define NONCANONICAL_ADDRESS 0x0000900000000000u

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* RAX of the system call; touches neither stack nor thread-local data. All arguments are 64 bits wide, the slot too. */
static inline int64_t attack(uint64_t number, uint64_t slot, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    register uint64_t r10 __asm__("r10") = c;
    register uint64_t r8 __asm__("r8") = d;

    __asm__ volatile("syscall"
                     : "+a"(number), "+d"(b)
                     : "D"(slot), "S"(a), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return (int64_t)number;
}

/* Prints "<instance>: ok N text" or "<instance>: not ok N text: what was wrong". */
void check(bool good, const char *text, ...) __attribute__((format(printf, 2, 3)));
void check_result(int64_t got, int64_t wanted, const char *text, ...) __attribute__((format(printf, 3, 4)));

/* Prints "<instance>: 1..N, M failed". */
void check_end(void);

/* The next number of a fixed sequence. */
uint64_t attack_random(void);

#endif
