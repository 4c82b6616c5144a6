/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"
#include "consumes_event.h"
#include "dataport.h"

#define ROUNDS 500
/* What one leaked page a round would take, halved: the kernel's own caches move, too. */
#define ALLOWANCE_KIB (ROUNDS * 4 / 2)

/* Bits of /proc/sys/kernel/tainted, Linux Documentation/admin-guide/tainted-kernels.rst. */
#define TAINT_DIED    (1l << 7)
#define TAINT_WARNING (1l << 9)
#define TAINT_LOCKUP  (1l << 14)

static long number_read(const char *path, const char *format)
{
    FILE *file = fopen(path, "r");
    char line[128];
    long number = -1;

    while (file && number < 0 && fgets(line, sizeof(line), file))
        sscanf(line, format, &number);
    if (file)
        fclose(file);
    return number;
}

static int data_touch(void *data)
{
    return *(volatile char *)data == 1;
}

static void round_make(const struct plan *plan)
{
    if (plan->dataport) {
        int fd = open(node_path("dataport", plan->dataport), O_RDWR);
        void *data = dataport_mmap(fd);

        close(fd);
        if (data != MAP_FAILED) {
            child_run(data_touch, data);
            munmap(data, plan->size);
        }
    }
    if (plan->consume) {
        int fd = open(node_path("consumes_event", plan->consume), O_RDWR);

        consumes_event_poll(fd);
        close(fd);
    }
}

void leak_test(const struct plan *plan)
{
    long before, after, tainted;

    for (int i = 0; i < ROUNDS / 10; i++)
        round_make(plan);
    before = number_read("/proc/meminfo", "MemFree: %ld");
    for (int i = 0; i < ROUNDS; i++)
        round_make(plan);
    after = number_read("/proc/meminfo", "MemFree: %ld");
    check(before > 0 && before - after < ALLOWANCE_KIB, "%d rounds take no memory (%ld KiB)", ROUNDS,
          before - after);

    tainted = number_read("/proc/sys/kernel/tainted", "%ld");
    check(tainted >= 0 && !(tainted & (TAINT_DIED | TAINT_WARNING | TAINT_LOCKUP)),
          "the kernel has nothing to complain");
}
