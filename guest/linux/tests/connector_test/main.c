/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * connector_test: a program in the guest that uses the connectors' device files wrongly, and rightly in unusual ways,
 * and compares what it gets with what it should get.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "tests.h"

static const char usage[] =
    "usage: connector_test [OPTION]...\n"
    "  --dataport ID:SIZE    a dataport that may be read and written (1:4096)\n"
    "  --read-only ID:SIZE   a dataport that may only be read (none)\n"
    "  --events EMIT:CONSUME an emitted event and the consumed one that answers it (1:1)\n"
    "  --absent ID           an id that the specification does not have (200)\n"
    "  --rounds COUNT        only make COUNT round trips of the events\n"
    "  --no-hypercalls       the processor here does not know hypercalls\n"
    "An ID of 0 leaves out the tests that need it.\n";

static bool pair_parse(const char *text, unsigned *first, size_t *second)
{
    char rest;

    return sscanf(text, "%u:%zu%c", first, second, &rest) == 2 ||
           (sscanf(text, "%u%c", first, &rest) == 1 && !*first);
}

static bool option_take(int option, const char *text, struct plan *plan, unsigned long *rounds)
{
    size_t number = 0;

    switch (option) {
    case 'd':
        return pair_parse(text, &plan->dataport, &plan->size);
    case 'r':
        return pair_parse(text, &plan->read_only, &plan->read_only_size);
    case 'e':
        if (!pair_parse(text, &plan->emit, &number))
            return false;
        plan->consume = (unsigned)number;
        return true;
    case 'a':
        plan->absent = (unsigned)strtoul(text, NULL, 0);
        return plan->absent > 0;
    case 'n':
        *rounds = strtoul(text, NULL, 0);
        return *rounds > 0;
    case 'h':
        plan->hypercalls = false;
        return true;
    default:
        return false;
    }
}

int main(int argc, char *argv[])
{
    static const struct option options[] = {
        {"dataport", required_argument, NULL, 'd'}, {"read-only", required_argument, NULL, 'r'},
        {"events", required_argument, NULL, 'e'},   {"absent", required_argument, NULL, 'a'},
        {"rounds", required_argument, NULL, 'n'},   {"no-hypercalls", no_argument, NULL, 'h'},
        {"help", no_argument, NULL, '?'},           {NULL, 0, NULL, 0},
    };
    struct plan plan = {
        .dataport = 1, .size = 4096, .emit = 1, .consume = 1, .absent = 200, .hypercalls = true};
    unsigned long rounds = 0;

    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
        if (!option_take(option, optarg, &plan, &rounds)) {
            fputs(usage, stderr);
            return 2;
        }
    if (optind < argc || getuid() != 0) {
        fputs(optind < argc ? usage : "connector_test: it makes device nodes, so only root can run it\n",
              stderr);
        return 2;
    }
    if (rounds) {
        rounds_test(&plan, rounds);
        return check_summary();
    }
    access_test(&plan);
    dataport_test(&plan);
    mapping_test(&plan);
    event_test(&plan);
    blocking_test(&plan);
    leak_test(&plan);
    return check_summary();
}
