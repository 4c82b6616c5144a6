/* SPDX-License-Identifier: BSD-2-Clause */
/* A right system image with every kind of record, to be made wrong by tests. */
#ifndef UNIT_SAMPLE_H
#define UNIT_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "abi/system_table.h"

/*
 * Three domains: 0 is the monitor of a VM with two vCPUs, 1 drives a serial port and a timer device, 2 shares a
 * dataport with the monitor.
 */
struct sample {
    struct table_header header;
    struct table_domain domains[3];
    struct table_thread threads[4];
    struct table_slot slots[21];
    struct table_mapping mappings[18];
    struct table_region regions[11];
    struct table_notification notifications[3];
    struct table_endpoint endpoints[2];
    struct table_irq irqs[2];
    struct table_port_range port_ranges[2];
    struct table_timer timers[2];
    struct table_vm vms[2];
    struct table_vm_mapping vm_mappings[3];
    struct table_vcpu vcpus[2];
    char strings[200];
    unsigned char payload[4 * TABLE_PAGE] __attribute__((aligned(TABLE_PAGE)));
};

/* First slots, mappings and threads of the sample's domains. */
enum {
    SAMPLE_SLOTS_0 = 0,
    SAMPLE_SLOTS_1 = 12,
    SAMPLE_SLOTS_2 = 19,
    SAMPLE_MAPPINGS_0 = 0,
    SAMPLE_MAPPINGS_1 = 10,
    SAMPLE_MAPPINGS_2 = 14,
    SAMPLE_THREADS_1 = 2,
    SAMPLE_THREADS_2 = 3,
};

/* Offsets of names in the strings, for tests. */
enum {
    SAMPLE_NAME_LONGEST = 8,
    SAMPLE_NAME_TOO_LONG = 72,
    SAMPLE_NAME_UNPRINTABLE = 137,
    SAMPLE_NAME_EMPTY = 199,
};

/* Fills in the sample, sealed. */
void sample_init(struct sample *sample);

/* Makes the checksum of a table right. table_size is not trusted beyond `size` bytes. */
void sample_seal(void *image, size_t size);

/*
 * Allocates a sealed image, for free(), of `instances` alike domains, each with two threads, several mappings, slots
 * and regions of its own; the first `port_domains` hold I/O ports. `*size`: its bytes.
 */
void *sample_large(uint32_t instances, uint32_t port_domains, size_t *size);

#endif
