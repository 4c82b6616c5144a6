/* SPDX-License-Identifier: BSD-2-Clause */
#include "calendar.h"

#define SECONDS_PER_DAY 86400

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days from 1970-01-01 to the first day of `month`, which counts from 0 and may exceed a year. */
static int64_t days_to_month(int64_t year, int64_t month)
{
    static const uint16_t before[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t last; /* last year that is over before a leap day of `year` could count */

    year += floor_div(month, 12);
    month -= floor_div(month, 12) * 12;
    last = month > 1 ? year : year - 1;
    return (year - 1970) * 365 + (floor_div(last, 4) - 492) - (floor_div(last, 100) - 19) +
           (floor_div(last, 400) - 4) + before[month];
}

int64_t calendar_to_unix(const struct calendar *calendar)
{
    int64_t days = days_to_month(calendar->year, (int64_t)calendar->month - 1) + calendar->day - 1;

    return ((days * 24 + calendar->hour) * 60 + calendar->minute) * 60 + calendar->second;
}

void calendar_from_unix(int64_t unix_time, struct calendar *calendar)
{
    int64_t days = floor_div(unix_time, SECONDS_PER_DAY);
    int64_t rest = unix_time - days * SECONDS_PER_DAY;
    int64_t year = 1970 + floor_div(days, 366);
    unsigned month = 0;

    /* The guess is never late, and early by at most a year in 1460. */
    while (days_to_month(year + 1, 0) <= days) {
        year++;
    }
    while (year > 1970 + floor_div(days, 365) || days_to_month(year, 0) > days) {
        year--;
    }
    while (month < 11 && days_to_month(year, month + 1) <= days) {
        month++;
    }
    calendar->year = (int)year;
    calendar->month = month + 1;
    calendar->day = (unsigned)(days - days_to_month(year, month)) + 1;
    calendar->weekday = (unsigned)((days % 7 + 7 + 4) % 7);
    calendar->hour = (unsigned)(rest / 3600);
    calendar->minute = (unsigned)(rest / 60 % 60);
    calendar->second = (unsigned)(rest % 60);
}
