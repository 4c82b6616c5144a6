/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdbool.h>
#include <string.h>

#include "rtc_time.h"

/* Ports, by their offset, and registers of the chip. */
#define PORT_INDEX 0
#define PORT_DATA  1

#define REGISTER_SECONDS  0x00
#define REGISTER_MINUTES  0x02
#define REGISTER_HOURS    0x04
#define REGISTER_DAY      0x07
#define REGISTER_MONTH    0x08
#define REGISTER_YEAR     0x09
#define REGISTER_STATUS_A 0x0a
#define REGISTER_STATUS_B 0x0b
#define REGISTER_STATUS_D 0x0d
#define REGISTER_CENTURY  0x32

#define STATUS_A_UPDATING 0x80 /* the registers change within the next 244 us, for up to 2 ms */
#define STATUS_D_VALID    0x80 /* the battery has not failed */

/* An update takes 2 ms at most, a port access takes no less than 100 ns. */
#define UPDATE_POLLS_MAX 100000
#define READS_MAX        8

static uint8_t read_register(uint8_t index)
{
    cmos_out8_offset(PORT_INDEX, index);
    return cmos_in8_offset(PORT_DATA);
}

static struct rtc_registers read_registers(void)
{
    for (int poll = 0; poll < UPDATE_POLLS_MAX; poll++)
        if (!(read_register(REGISTER_STATUS_A) & STATUS_A_UPDATING))
            break;
    return (struct rtc_registers){
        .seconds = read_register(REGISTER_SECONDS),
        .minutes = read_register(REGISTER_MINUTES),
        .hours = read_register(REGISTER_HOURS),
        .day = read_register(REGISTER_DAY),
        .month = read_register(REGISTER_MONTH),
        .year = read_register(REGISTER_YEAR),
        .century = read_register(REGISTER_CENTURY),
        .status_b = read_register(REGISTER_STATUS_B),
    };
}

/* The flag warns 244 us ahead, but this thread may be interrupted for longer: so what was read counts only
   if it was there twice. */
uint64_t rtc_time(void)
{
    if (!(read_register(REGISTER_STATUS_D) & STATUS_D_VALID))
        return 0;
    struct rtc_registers before, now = read_registers();
    for (int read = 0; read < READS_MAX; read++) {
        before = now;
        now = read_registers();
        if (memcmp(&before, &now, sizeof(now)) == 0)
            return rtc_seconds(&now);
    }
    return 0;
}
