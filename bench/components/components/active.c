/* SPDX-License-Identifier: BSD-2-Clause */
/* Measures from the side that starts. */
#include <camkes.h>

#include "bench/sample.h"
#include "shared.h"

#define WARM_UP 200
#define SAMPLES 10000

static uint64_t samples[SAMPLES];

static void calls_measure(const char *name, void (*call)(void))
{
    for (int i = -WARM_UP; i < SAMPLES; i++) {
        uint64_t start = stamp_now();
        call();
        uint64_t end = stamp_now();
        if (i >= 0)
            samples[i] = end - start;
    }
    samples_report(name, samples, SAMPLES);
}

static void events_measure(void)
{
    struct shared *shared = page;
    static uint64_t round_trips[SAMPLES];

    for (int i = -WARM_UP; i < SAMPLES; i++) {
        uint64_t start = stamp_now();
        shared->sent = start;
        there_emit();
        back_wait();
        uint64_t end = stamp_now();
        if (i >= 0) {
            samples[i] = shared->woken - start;
            round_trips[i] = end - start;
        }
    }
    samples_report("component_signal_to_wake", samples, SAMPLES);
    samples_report("component_event_round_trip", round_trips, SAMPLES);
}

int run(void)
{
    calls_measure("component_call", null_nothing);
    calls_measure("component_direct_call", near_nothing);
    events_measure();
    printf("bench done\n");
    return 0;
}
