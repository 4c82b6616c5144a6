/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: Motorola MC146818A data sheet; the memory map above it is that of the PC/AT. */
#include "rtc.h"

#include <string.h>

#include "calendar.h"

#define NS_PER_SECOND 1000000000u
#define NEVER         UINT64_MAX
#define RTC_HZ        32768u

enum rtc_register {
    RTC_SECOND = 0,
    RTC_SECOND_ALARM = 1,
    RTC_MINUTE = 2,
    RTC_MINUTE_ALARM = 3,
    RTC_HOUR = 4,
    RTC_HOUR_ALARM = 5,
    RTC_WEEKDAY = 6,
    RTC_DAY = 7,
    RTC_MONTH = 8,
    RTC_YEAR = 9,
    RTC_A = 10,
    RTC_B = 11,
    RTC_C = 12,
    RTC_D = 13,
    RTC_CENTURY = 0x32,
};

#define A_UPDATING 0x80u
#define A_RATE     0x0fu
#define A_DIVIDER  0x70u
#define A_RUNNING  0x20u
#define B_SET      0x80u
#define B_PERIODIC 0x40u
#define B_ALARM    0x20u
#define B_UPDATE   0x10u
#define B_BINARY   0x04u
#define B_24_HOURS 0x02u
#define C_REQUEST  0x80u
#define C_SOURCES  0x70u
#define D_VALID    0x80u
#define ALARM_ANY  0xc0u /* an alarm byte from here on matches everything */
#define PM         0x80u
#define UPDATE_NS  244000u /* the update flag rises this long before the second */

static uint8_t encode(const struct rtc *rtc, unsigned value)
{
    return (uint8_t)(rtc->bytes[RTC_B] & B_BINARY ? value : value / 10 << 4 | value % 10);
}

static unsigned decode(const struct rtc *rtc, uint8_t value)
{
    return rtc->bytes[RTC_B] & B_BINARY ? value : (unsigned)(value >> 4) * 10 + (value & 0xf);
}

static uint8_t encode_hour(const struct rtc *rtc, unsigned hour)
{
    if (rtc->bytes[RTC_B] & B_24_HOURS) {
        return encode(rtc, hour);
    }
    return encode(rtc, (hour + 11) % 12 + 1) | (hour >= 12 ? PM : 0);
}

static unsigned decode_hour(const struct rtc *rtc, uint8_t value)
{
    if (rtc->bytes[RTC_B] & B_24_HOURS) {
        return decode(rtc, value);
    }
    return decode(rtc, value & 0x7f) % 12 + (value & PM ? 12 : 0);
}

static uint64_t vm_second(const struct rtc *rtc)
{
    return rtc->now(rtc->context) / NS_PER_SECOND;
}

static int64_t rtc_unix_time(const struct rtc *rtc)
{
    return rtc->bytes[RTC_B] & B_SET ? rtc->frozen : rtc->base + (int64_t)vm_second(rtc);
}

static bool is_time(uint8_t index)
{
    return index <= RTC_YEAR
               ? index != RTC_SECOND_ALARM && index != RTC_MINUTE_ALARM && index != RTC_HOUR_ALARM
               : index == RTC_CENTURY;
}

static uint8_t read_time(const struct rtc *rtc, uint8_t index)
{
    struct calendar date;

    calendar_from_unix(rtc_unix_time(rtc), &date);
    switch (index) {
    case RTC_SECOND:
        return encode(rtc, date.second);
    case RTC_MINUTE:
        return encode(rtc, date.minute);
    case RTC_HOUR:
        return encode_hour(rtc, date.hour);
    case RTC_WEEKDAY:
        return encode(rtc, date.weekday + 1);
    case RTC_DAY:
        return encode(rtc, date.day);
    case RTC_MONTH:
        return encode(rtc, date.month);
    case RTC_YEAR:
        return encode(rtc, (unsigned)date.year % 100);
    default:
        return encode(rtc, (unsigned)date.year / 100);
    }
}

static void write_time(struct rtc *rtc, uint8_t index, uint8_t value)
{
    int64_t time = rtc_unix_time(rtc);
    unsigned number = decode(rtc, value);
    struct calendar date;

    calendar_from_unix(time, &date);
    switch (index) {
    case RTC_SECOND:
        date.second = number;
        break;
    case RTC_MINUTE:
        date.minute = number;
        break;
    case RTC_HOUR:
        date.hour = decode_hour(rtc, value);
        break;
    case RTC_DAY:
        date.day = number;
        break;
    case RTC_MONTH:
        date.month = number;
        break;
    case RTC_YEAR:
        date.year = date.year / 100 * 100 + (int)(number % 100);
        break;
    case RTC_CENTURY:
        date.year = (int)(number % 100) * 100 + date.year % 100;
        break;
    default:
        return; /* the day of the week follows from the date */
    }
    if (rtc->bytes[RTC_B] & B_SET) {
        rtc->frozen = calendar_to_unix(&date);
    } else {
        rtc->base += calendar_to_unix(&date) - time;
    }
}

static bool rtc_runs(const struct rtc *rtc)
{
    return (rtc->bytes[RTC_A] & A_DIVIDER) == A_RUNNING;
}

/* Ticks of the periodic interrupt per second, 0 if off. */
static uint32_t periodic_hz(const struct rtc *rtc)
{
    unsigned rate = rtc->bytes[RTC_A] & A_RATE;

    if (rate == 0) {
        return 0;
    }
    return rate <= 2 ? RTC_HZ >> (rate + 6) : RTC_HZ >> (rate - 1);
}

static uint64_t periodic_ticks(const struct rtc *rtc)
{
    return (uint64_t)((unsigned __int128)rtc->now(rtc->context) * periodic_hz(rtc) / NS_PER_SECOND);
}

static void signal_flags(struct rtc *rtc, uint8_t flags)
{
    rtc->bytes[RTC_C] |= flags;
    if (rtc->bytes[RTC_C] & rtc->bytes[RTC_B] & C_SOURCES) {
        rtc->bytes[RTC_C] |= C_REQUEST;
    }
    irq_line_set(&rtc->irq, rtc->bytes[RTC_C] & C_REQUEST);
}

static bool alarm_matches(const struct rtc *rtc)
{
    static const uint8_t alarms[] = {RTC_SECOND_ALARM, RTC_MINUTE_ALARM, RTC_HOUR_ALARM};

    for (unsigned i = 0; i < 3; i++) {
        uint8_t alarm = rtc->bytes[alarms[i]];

        if (alarm < ALARM_ANY && alarm != read_time(rtc, alarms[i] - 1)) {
            return false;
        }
    }
    return true;
}

void rtc_update(struct rtc *rtc)
{
    uint64_t second = vm_second(rtc);
    uint8_t flags = 0;

    if (!rtc_runs(rtc)) {
        return;
    }
    if (second != rtc->second_seen) {
        rtc->second_seen = second;
        if (!(rtc->bytes[RTC_B] & B_SET)) {
            flags |= B_UPDATE | (alarm_matches(rtc) ? B_ALARM : 0);
        }
    }
    if (periodic_hz(rtc) != 0 && periodic_ticks(rtc) != rtc->period_seen) {
        rtc->period_seen = periodic_ticks(rtc);
        flags |= B_PERIODIC;
    }
    if (flags) {
        signal_flags(rtc, flags);
    }
}

uint64_t rtc_deadline(const struct rtc *rtc)
{
    uint64_t deadline = NEVER;

    if (!rtc_runs(rtc) || (rtc->bytes[RTC_C] & C_REQUEST)) {
        return NEVER; /* nothing new can be seen until register C is read */
    }
    if (rtc->bytes[RTC_B] & (B_UPDATE | B_ALARM)) {
        deadline = (rtc->second_seen + 1) * NS_PER_SECOND;
    }
    if ((rtc->bytes[RTC_B] & B_PERIODIC) && periodic_hz(rtc)) {
        uint64_t tick = ((unsigned __int128)(rtc->period_seen + 1) * NS_PER_SECOND + periodic_hz(rtc) - 1) /
                        periodic_hz(rtc);

        deadline = tick < deadline ? tick : deadline;
    }
    return deadline;
}

static uint8_t read_a(const struct rtc *rtc)
{
    uint64_t rest = NS_PER_SECOND - rtc->now(rtc->context) % NS_PER_SECOND;
    bool updating = rtc_runs(rtc) && !(rtc->bytes[RTC_B] & B_SET) && rest <= UPDATE_NS;

    return rtc->bytes[RTC_A] | (updating ? A_UPDATING : 0);
}

static uint32_t rtc_read(void *device, uint16_t port, unsigned size)
{
    struct rtc *rtc = device;
    uint8_t value;

    (void)size;
    if (port == RTC_PORT) {
        return 0xff; /* write only */
    }
    if (is_time(rtc->index)) {
        return read_time(rtc, rtc->index);
    }
    if (rtc->index == RTC_A) {
        return read_a(rtc);
    }
    if (rtc->index == RTC_C) {
        rtc_update(rtc);
        value = rtc->bytes[RTC_C];
        rtc->bytes[RTC_C] = 0;
        irq_line_set(&rtc->irq, false);
        return value;
    }
    return rtc->bytes[rtc->index];
}

static void write_b(struct rtc *rtc, uint8_t value)
{
    uint8_t old = rtc->bytes[RTC_B];

    if ((value & B_SET) && !(old & B_SET)) {
        rtc->frozen = rtc_unix_time(rtc);
        value &= ~B_UPDATE;
    } else if (!(value & B_SET) && (old & B_SET)) {
        rtc->base = rtc->frozen - (int64_t)vm_second(rtc);
    }
    rtc->bytes[RTC_B] = value;
    rtc->second_seen = vm_second(rtc);
    rtc->period_seen = periodic_ticks(rtc);
    signal_flags(rtc, 0);
}

static void rtc_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    struct rtc *rtc = device;

    (void)size;
    if (port == RTC_PORT) {
        rtc->index = value & 0x7f; /* bit 7 masks the NMI, which this machine does not have */
        return;
    }
    if (is_time(rtc->index)) {
        write_time(rtc, rtc->index, (uint8_t)value);
    } else if (rtc->index == RTC_A) {
        rtc->bytes[RTC_A] = (uint8_t)value & ~A_UPDATING;
        rtc->period_seen = periodic_ticks(rtc);
    } else if (rtc->index == RTC_B) {
        write_b(rtc, (uint8_t)value);
    } else if (rtc->index != RTC_C && rtc->index != RTC_D) {
        rtc->bytes[rtc->index] = (uint8_t)value;
    }
}

void rtc_set_base(struct rtc *rtc, int64_t unix_time)
{
    rtc->base = unix_time;
    rtc->frozen = unix_time;
}

void rtc_reset(struct rtc *rtc)
{
    rtc->index = 0;
    rtc->bytes[RTC_A] = A_RUNNING | 6; /* 1024 Hz, as firmware leaves it */
    rtc->bytes[RTC_B] = B_24_HOURS;
    rtc->bytes[RTC_C] = 0;
    rtc->bytes[RTC_D] = D_VALID;
    rtc->second_seen = vm_second(rtc);
    rtc->period_seen = periodic_ticks(rtc);
    irq_line_set(&rtc->irq, false);
}

void rtc_init(struct rtc *rtc, struct irq_line irq, uint64_t (*now)(void *context), void *context)
{
    memset(rtc, 0, sizeof(*rtc));
    rtc->irq = irq;
    rtc->now = now;
    rtc->context = context;
    rtc_reset(rtc);
}

int rtc_attach(struct rtc *rtc, struct port_bus *bus)
{
    struct port_range range = {RTC_PORT, RTC_PORT + 1, 1, rtc_read, rtc_write, rtc, true};

    return port_bus_add(bus, &range);
}
