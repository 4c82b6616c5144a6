/* SPDX-License-Identifier: BSD-2-Clause */
#include "log_limit.h"

#include <stdarg.h>
#include <stdio.h>

#include "monitor.h"

bool log_limit_take(struct log_limit *limit, uint64_t now, unsigned *skipped)
{
    uint64_t periods = (now - limit->since) / LOG_LIMIT_PERIOD_NS;

    if (periods >= limit->used) {
        limit->used = 0;
        limit->since = now;
    } else {
        limit->used -= (unsigned)periods;
        limit->since += periods * LOG_LIMIT_PERIOD_NS;
    }
    if (limit->used >= LOG_LIMIT_BURST) {
        limit->skipped++;
        return false;
    }
    limit->used++;
    *skipped = limit->skipped;
    limit->skipped = 0;
    return true;
}

static const char *log_name = "vmm";

void vmm_log_name(const char *name)
{
    log_name = name;
}

static void print(const char *format, va_list args)
{
    char line[256];

    vsnprintf(line, sizeof(line), format, args);
    printf("%s: %s\n", log_name, line);
}

void vmm_log(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print(format, args);
    va_end(args);
}

void vmm_log_guest(vmm_t *vmm, const char *format, ...)
{
    unsigned skipped;
    va_list args;

    if (!log_limit_take(&vmm->log_limit, vmm_time_ns(vmm), &skipped)) {
        return;
    }
    if (skipped != 0) {
        vmm_log("%u messages like the following were left out", skipped);
    }
    va_start(args, format);
    print(format, args);
    va_end(args);
}
