/* SPDX-License-Identifier: BSD-2-Clause */
/* The Gregorian calendar as clock chips need it. */
#ifndef VMM_DEVICES_CALENDAR_H
#define VMM_DEVICES_CALENDAR_H

#include <stdint.h>

struct calendar {
    int year;
    unsigned month;   /* 1 to 12 */
    unsigned day;     /* 1 to 31 */
    unsigned weekday; /* 0 is Sunday */
    unsigned hour, minute, second;
};

/* Seconds since 1970-01-01 00:00 to a date and back. Fields out of range carry over. */
void calendar_from_unix(int64_t unix_time, struct calendar *calendar);
int64_t calendar_to_unix(const struct calendar *calendar);

#endif
