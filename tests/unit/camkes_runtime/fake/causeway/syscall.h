/* SPDX-License-Identifier: BSD-2-Clause */
/* The system calls of lib/causeway, answered by fake_kernel.c in a program of the host. */
#ifndef CAUSEWAY_SYSCALL_H
#define CAUSEWAY_SYSCALL_H

#include <stddef.h>
#include <stdint.h>

#include "abi/error.h"
#include "abi/syscall.h"

typedef uint32_t cw_slot;

int64_t cw_signal(cw_slot notification);
int64_t cw_irq_ack(cw_slot irq);
int64_t cw_wait(cw_slot notification, uint64_t *bits);
int64_t cw_poll(cw_slot notification, uint64_t *bits);
int64_t cw_call(cw_slot endpoint, size_t words);
int64_t cw_receive(cw_slot endpoint, uint64_t *badge);
int64_t cw_reply_receive(cw_slot endpoint, size_t words, uint64_t *badge);
int64_t cw_console_write(cw_slot console, const char *bytes, size_t length);
_Noreturn void cw_thread_exit(void);

#endif
