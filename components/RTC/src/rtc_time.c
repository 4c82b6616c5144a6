/* SPDX-License-Identifier: BSD-2-Clause */
#include "rtc_time.h"

#include <stdbool.h>

#define AFTERNOON 0x80u

static bool decode(uint8_t value, bool binary, unsigned lowest, unsigned highest, unsigned *number)
{
    if (!binary && ((value & 0x0f) > 9 || value >> 4 > 9))
        return false;
    *number = binary ? value : (value >> 4) * 10u + (value & 0x0f);
    return *number >= lowest && *number <= highest;
}

static bool decode_hour(uint8_t value, uint8_t status_b, unsigned *hour)
{
    bool binary = status_b & RTC_STATUS_B_BINARY;
    if (status_b & RTC_STATUS_B_24_HOUR)
        return decode(value, binary, 0, 23, hour);
    if (!decode(value & (uint8_t)~AFTERNOON, binary, 1, 12, hour))
        return false;
    *hour = *hour % 12 + (value & AFTERNOON ? 12 : 0);
    return true;
}

static bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static unsigned days_in(unsigned month, unsigned year)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static uint64_t days_before(unsigned year, unsigned month, unsigned day)
{
    uint64_t days = day - 1;
    for (unsigned y = 1970; y < year; y++)
        days += 365 + is_leap(y);
    for (unsigned m = 1; m < month; m++)
        days += days_in(m, year);
    return days;
}

uint64_t rtc_seconds(const struct rtc_registers *registers)
{
    bool binary = registers->status_b & RTC_STATUS_B_BINARY;
    unsigned second, minute, hour, day, month, year, century;
    if (!decode(registers->seconds, binary, 0, 59, &second) ||
        !decode(registers->minutes, binary, 0, 59, &minute) ||
        !decode_hour(registers->hours, registers->status_b, &hour) ||
        !decode(registers->day, binary, 1, 31, &day) || !decode(registers->month, binary, 1, 12, &month) ||
        !decode(registers->year, binary, 0, 99, &year))
        return 0;
    if (!decode(registers->century, binary, 19, 21, &century) || (century == 19 && year < 70))
        century = year < 70 ? 20 : 19;
    year += 100 * century;
    if (day > days_in(month, year))
        return 0;
    return ((days_before(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
}
