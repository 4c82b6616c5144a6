/* SPDX-License-Identifier: BSD-2-Clause */
/* A host for a monitor under test: a script of exits and wake-ups, and a record of what was asked. */
#ifndef TESTS_VMM_FAKE_HOST_H
#define TESTS_VMM_FAKE_HOST_H

#include <vmm/host.h>
#include <vmm/monitor.h>

#include "abi/vcpu.h"

#define FAKE_RAM   (32u << 20)
#define FAKE_STEPS 64

struct fake_host {
    struct vmm_host host;
    struct vcpu_block block;
    uint8_t *ram;
    uint64_t tsc;

    /* What `next` returns, in order; after the last step the guest halts for ever. */
    struct fake_step {
        unsigned wakes; /* not 0: a wake-up instead of an exit */
        struct vcpu_exit exit;
        void (*before)(void); /* changes the block or the world first; may be NULL */
        void (*after)(void);  /* called when the monitor waits again */
    } step[FAKE_STEPS];
    unsigned steps, at;

    int inject_result;
    unsigned inject_room; /* 0: any number; else so many are taken, and then the window is waited for */
    unsigned vectors[32], injections;
    uint64_t deadline;
    unsigned wakes, resumes;
    char output[256];
    size_t output_bytes, writes;
    const char *input;
    struct {
        uint64_t address, region, offset, size;
    } mapped[8];
    unsigned maps, unmaps;
    int map_result;
};

extern struct fake_host fake;

/* A fresh host and a monitor with a small 64-bit kernel, started. Frees the previous one. */
vmm_t *fake_start(void);
void fake_stop(void);

/* Adds steps. */
struct fake_step *fake_exit(enum vcpu_exit_kind kind);
void fake_out(uint16_t port, uint8_t value, void (*after)(void));
void fake_wake(unsigned wakes, void (*before)(void), void (*after)(void));

/* A hypercall right now, outside of the script: RAX afterwards. */
int64_t fake_hypercall(vmm_t *vmm, uint64_t number, uint64_t a, uint64_t b, uint64_t c);

#endif
