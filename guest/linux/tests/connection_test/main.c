/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * connection_test: uses connections on PCI, and with --garbage misuses them. Each result is a line "ok ..." or
 * "not ok ...".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "garbage.h"

static int failures;

static void check(bool holds, const char *path, const char *what)
{
    printf("%sok %s: %s\n", holds ? "" : "not ", path, what);
    fflush(stdout);
    failures += !holds;
}

static void rounds_check(struct device *device, unsigned rounds, const char *when)
{
    char what[80];
    unsigned done = device_rounds(device, rounds);

    snprintf(what, sizeof(what), "%u of %u round trips%s", done, rounds, when);
    check(done == rounds, device->path, what);
}

static void misuse(struct device *device, const struct device *other)
{
    garbage_event_page(device);
    device_drain(device);
    rounds_check(device, 100, " after garbage in the event page");
    check(strange_instruction_is_refused(device), device->path, "a strange instruction is refused");
    check(garbage_config(device), device->path, "configuration space can be put right");
    device_drain(device);
    rounds_check(device, 100, " after garbage in configuration space");
    check(garbage_addresses(device, other), device->path, "the event page is where it was");
    device_drain(device);
    rounds_check(device, 100, " after addresses of all kinds");
}

int main(int argc, char *argv[])
{
    struct device devices[2];

    if (argc != 4 || (strcmp(argv[1], "--garbage") && atoi(argv[1]) <= 0)) {
        fprintf(stderr, "Usage: %s ROUNDS|--garbage /dev/uioN /dev/uioM\n", argv[0]);
        return EXIT_FAILURE;
    }
    for (int i = 0; i < 2; i++) {
        device_open(&devices[i], argv[2 + i]);
        device_drain(&devices[i]);
    }
    for (int i = 0; i < 2; i++) {
        if (atoi(argv[1]) > 0)
            rounds_check(&devices[i], (unsigned)atoi(argv[1]), devices[i].dataport ? " with data" : "");
        else
            misuse(&devices[i], &devices[1 - i]);
    }
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
