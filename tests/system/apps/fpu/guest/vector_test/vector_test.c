/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vector_test SEED SECONDS: keeps the pattern of SEED in all registers while it computes, makes system calls, sleeps
 * and leaves the virtual machine. Components and other processes run meanwhile. Status 0: nothing has changed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

#include "registers.h"
#include "turns.h"

#define SPINS 1000000

/* Each returns with the registers as they were; bare instructions, since a function may use vector registers. */
static void spin(void)
{
    for (volatile int i = 0; i < SPINS; i++)
        ;
}

static void leave_machine(void)
{
    unsigned eax = 0x40000000, ebx, ecx = 0, edx;
    for (volatile int i = 0; i < 100; i++)
        __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
}

static void yield(void)
{
    for (volatile int i = 0; i < 100; i++) {
        long number = SYS_sched_yield;
        __asm__ volatile("syscall" : "+a"(number) : : "rcx", "r11", "memory");
    }
}

static void nap(void)
{
    const struct timespec length = {.tv_nsec = 50000000};
    long number = SYS_nanosleep;
    __asm__ volatile("syscall" : "+a"(number) : "D"(&length), "S"(0) : "rcx", "r11", "memory");
}

static const struct {
    const char *name;
    void (*act)(void);
} acts[] = {
    {"in a computation", spin},
    {"while it left the machine", leave_machine},
    {"in system calls", yield},
    {"while it slept", nap},
};

static struct turns *turns_map(void)
{
    int fd = open("/dev/turns", O_RDWR);
    void *memory = fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) {
        perror("/dev/turns");
        exit(2);
    }
    return memory;
}

int main(int argc, char *argv[])
{
    static struct registers pattern, found;
    if (argc != 3)
        return 2;
    const unsigned seed = (unsigned)atoi(argv[1]) % TURNS_HOLDERS;
    struct turns *turns = turns_map();
    const time_t end = time(NULL) + atoi(argv[2]);
    unsigned rounds = 0, shared = 0;
    registers_pattern(&pattern, seed);
    printf("vector_test %u: xcr0 is %llx\n", seed, (unsigned long long)registers_enabled());
    while (time(NULL) < end) {
        for (unsigned i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
            const uint32_t others = turns_of_others(turns, seed);
            unsigned number;
            registers_load(&pattern);
            acts[i].act();
            registers_store(&found);
            const char *difference = registers_difference(&pattern, &found, &number);
            if (difference) {
                printf("vector_test %u: not ok: %s %u has changed %s\n", seed, difference, number,
                       acts[i].name);
                return 1;
            }
            shared += turns_of_others(turns, seed) != others;
            turns->rounds[seed] = ++rounds;
        }
    }
    printf("vector_test %u: %u rounds, others ran in %u, 0 wrong\n", seed, rounds, shared);
    return 0;
}
