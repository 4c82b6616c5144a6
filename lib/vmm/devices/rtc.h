/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The MC146818 clock with 114 bytes of battery-backed memory behind ports 0x70 and 0x71. Time of day
 * is computed from the VM's time and an offset that writing the clock changes; periodic, alarm and
 * update interrupts go to line 8.
 */
#ifndef VMM_DEVICES_RTC_H
#define VMM_DEVICES_RTC_H

#include <stdbool.h>
#include <stdint.h>

#include "irq_line.h"
#include "port_bus.h"

#define RTC_PORT  0x70
#define RTC_BYTES 128

struct rtc {
    uint8_t index; /* last value written to port 0x70, without the NMI bit */
    uint8_t bytes[RTC_BYTES];
    int64_t base;         /* seconds since 1970 at VM time 0 */
    int64_t frozen;       /* register B's SET bit: the time that the registers show */
    uint64_t second_seen; /* last VM second whose update has been signalled */
    uint64_t period_seen; /* last periodic tick that has been signalled */
    struct irq_line irq;
    uint64_t (*now)(void *context); /* ns */
    void *context;
};

void rtc_init(struct rtc *rtc, struct irq_line irq, uint64_t (*now)(void *context), void *context);

/* `unix_time`: seconds since 1970 at VM time 0. */
void rtc_set_base(struct rtc *rtc, int64_t unix_time);

/* Back to the state after power on; the time goes on. */
void rtc_reset(struct rtc *rtc);

/* Adds ports 0x70-0x71. */
int rtc_attach(struct rtc *rtc, struct port_bus *bus);

/* Raises what is due. */
void rtc_update(struct rtc *rtc);

/* When rtc_update is needed next, in ns; UINT64_MAX if never. */
uint64_t rtc_deadline(const struct rtc *rtc);

#endif
