/* SPDX-License-Identifier: BSD-2-Clause */
/* What the power component's glue declares, as far as the component uses it. */
#ifndef FAKE_CAMKES_H
#define FAKE_CAMKES_H

typedef unsigned long seL4_Word;

unsigned guests_num_badges(void);
seL4_Word guests_enumerate_badge(unsigned index);
seL4_Word guests_get_sender_id(void);
void machine_off(void);

void guests_off(void);
void guests_failed(void);
void pre_init(void);

#endif
