/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CAUSEWAY_THREAD_H
#define CAUSEWAY_THREAD_H

#include "abi/syscall.h"

struct cw_message *cw_message_buffer(void);

#endif
