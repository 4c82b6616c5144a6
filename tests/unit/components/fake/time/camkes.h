/* SPDX-License-Identifier: BSD-2-Clause */
/* What the time server's glue declares; the functions are the test's. */
#ifndef FAKE_CAMKES_H
#define FAKE_CAMKES_H

#include <stdint.h>

typedef unsigned long seL4_Word;
typedef seL4_Word seL4_CPtr;

extern const int timers_per_client;

unsigned the_timer_num_badges(void);
seL4_Word the_timer_enumerate_badge(unsigned client);
seL4_Word the_timer_get_sender_id(void);
void the_timer_emit(unsigned client);

int clock_set(uint64_t deadline_tsc);
int clock_cancel(void);
seL4_CPtr clock_notification(void);
void seL4_Wait(seL4_CPtr notification, seL4_Word *sender);

int lock_lock(void);
int lock_unlock(void);

int the_timer_oneshot_relative(int id, uint64_t ns);
int the_timer_oneshot_absolute(int id, uint64_t ns);
int the_timer_periodic(int id, uint64_t ns);
int the_timer_stop(int id);
unsigned int the_timer_completed(void);
uint64_t the_timer_time(void);
uint64_t the_timer_tsc_frequency(void);
void pre_init(void);
int run(void);

#endif
