/* SPDX-License-Identifier: BSD-2-Clause */
/* What the registers of the PC's clock (Motorola MC146818A and its successors) mean. */
#ifndef RTC_TIME_H
#define RTC_TIME_H

#include <stdint.h>

struct rtc_registers {
    uint8_t seconds, minutes, hours, day, month, year;
    uint8_t century; /* of PCs: the register that ACPI's table names, nearly always 0x32 */
    uint8_t status_b;
};

#define RTC_STATUS_B_BINARY  0x04u /* else binary-coded decimal */
#define RTC_STATUS_B_24_HOUR 0x02u /* else 1 to 12, with bit 7 for the afternoon */

/* Seconds since 1970-01-01 00:00:00 of the date that the registers show; 0 if they show none. A century
   that cannot be is replaced by the one that puts the year into 1970 to 2069. */
uint64_t rtc_seconds(const struct rtc_registers *registers);

#endif
