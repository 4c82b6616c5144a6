/* SPDX-License-Identifier: BSD-2-Clause */
/* What a monitor's glue declares, as far as components/VM/src/host.c uses it. */
#ifndef FAKE_CAMKES_H
#define FAKE_CAMKES_H

#include <stddef.h>
#include <stdint.h>

#include <camkes/vm.h>
#include <sel4/sel4.h>

extern const struct camkes_vm vm_resources;
extern volatile void *const guest_console_buf;

size_t guest_console_get_size(void);
int guest_console_write(int length);
int guest_console_read(void);
seL4_Word guest_console_notification_badge(void);
seL4_Word timer_notification_badge(void);
int timer_set(uint64_t deadline);
uint64_t system_rtc_time(void);

#endif
