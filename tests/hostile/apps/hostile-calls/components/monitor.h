/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOSTILE_MONITOR_H
#define HOSTILE_MONITOR_H

/* vm_map and vm_unmap with everything that can be wrong; the guest sees what it should after each. */
void attack_memory(void);

/* Resumes with each field of the block wrong. */
void attack_states(void);

/* Resumes and injects at the wrong moments. */
void attack_interrupts(void);

#endif
