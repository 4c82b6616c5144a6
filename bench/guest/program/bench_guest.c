/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_guest WHAT: one measurement from a process of the guest.
 *
 *     boot         time stamp now, as the time that it took to come here
 *     round_trip   emit an event, wait for the component's answer
 *     pci          the same over a connection on PCI
 *     exit         leave the guest for its monitor and come back (CPUID)
 *     pipe         round trip between two processes of the guest, for comparison
 *     copy         copy 1 MiB into the dataport, and into ordinary memory of the same size
 */
#include <cpuid.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/sample.h"
#include "consumes_event.h"
#include "dataport.h"
#include "emits_event.h"

#define WARM_UP 200
#define SAMPLES 5000
#define COPIES  50

static uint64_t samples[SAMPLES];

static int fail(const char *what)
{
    perror(what);
    return 1;
}

static int boot_measure(void)
{
    samples[0] = stamp_now();
    samples_report("boot_to_login", samples, 1);
    return 0;
}

static int round_trip_measure(void)
{
    int ping = open("/dev/ping", O_RDWR), pong = open("/dev/pong", O_RDWR);

    if (ping < 0 || pong < 0)
        return fail("open the events");
    for (int i = -WARM_UP; i < SAMPLES; i++) {
        uint64_t start = stamp_now();
        if (emits_event_emit(ping) < 0 || consumes_event_wait(pong) != 1)
            return fail("round trip");
        uint64_t end = stamp_now();
        if (i >= 0)
            samples[i] = end - start;
    }
    samples_report("guest_round_trip", samples, SAMPLES);
    return 0;
}

static int pci_round_trip_measure(void)
{
    int fd = open("/dev/uio0", O_RDWR);
    volatile uint8_t *page =
        fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    int32_t count;

    if (page == MAP_FAILED)
        return fail("map the connection");
    for (int i = -WARM_UP; i < SAMPLES; i++) {
        uint64_t start = stamp_now();
        page[0] = 1;
        if (read(fd, &count, sizeof(count)) != sizeof(count))
            return fail("round trip");
        uint64_t end = stamp_now();
        if (i >= 0)
            samples[i] = end - start;
    }
    samples_report("guest_pci_round_trip", samples, SAMPLES);
    return 0;
}

static int exit_measure(void)
{
    for (int i = -WARM_UP; i < SAMPLES; i++) {
        unsigned a, b, c, d;
        uint64_t start = stamp_now();
        __cpuid(0, a, b, c, d);
        uint64_t end = stamp_now();
        if (i >= 0)
            samples[i] = end - start;
    }
    samples_report("guest_exit", samples, SAMPLES);
    return 0;
}

/* Sends back every byte that comes. */
static void pipe_answer(int from, int to)
{
    char byte;

    while (read(from, &byte, 1) == 1 && write(to, &byte, 1) == 1)
        ;
    _exit(0);
}

static int pipe_measure(void)
{
    int there[2], back[2];
    char byte = 0;

    if (pipe(there) || pipe(back))
        return fail("pipe");
    pid_t child = fork();
    if (child < 0)
        return fail("fork");
    if (child == 0) {
        close(there[1]);
        pipe_answer(there[0], back[1]);
    }
    for (int i = -WARM_UP; i < SAMPLES; i++) {
        uint64_t start = stamp_now();
        if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1)
            return fail("round trip through pipes");
        uint64_t end = stamp_now();
        if (i >= 0)
            samples[i] = end - start;
    }
    close(there[1]);
    waitpid(child, NULL, 0);
    samples_report("guest_pipe_round_trip", samples, SAMPLES);
    return 0;
}

static void copies_measure(const char *name, char *target, const char *source, size_t size)
{
    for (int i = -1; i < COPIES; i++) {
        uint64_t start = stamp_now();
        memcpy(target, source, size);
        uint64_t end = stamp_now();
        if (i >= 0)
            samples[i] = end - start;
    }
    samples_report(name, samples, COPIES);
}

static int copy_measure(void)
{
    int fd = open("/dev/data", O_RDWR);
    char *data = fd < 0 ? MAP_FAILED : dataport_mmap(fd);

    if (data == MAP_FAILED)
        return fail("map the dataport");
    size_t size = (size_t)dataport_get_size(fd);
    char *source = malloc(size), *target = malloc(size);
    if (!source || !target)
        return fail("memory");
    memset(source, 'x', size);
    copies_measure("copy_to_memory", target, source, size);
    copies_measure("copy_to_dataport", data, source, size);
    copies_measure("copy_from_dataport", target, data, size);
    return 0;
}

int main(int argc, char *argv[])
{
    static const struct {
        const char *name;
        int (*measure)(void);
    } all[] = {
        {"boot", boot_measure},          {"round_trip", round_trip_measure},
        {"pci", pci_round_trip_measure}, {"exit", exit_measure},
        {"pipe", pipe_measure},          {"copy", copy_measure},
    };

    for (size_t i = 0; argc == 2 && i < sizeof(all) / sizeof(all[0]); i++)
        if (!strcmp(argv[1], all[i].name))
            return all[i].measure();
    fputs("usage: bench_guest boot|round_trip|pci|exit|pipe|copy\n", stderr);
    return 2;
}
