/* SPDX-License-Identifier: BSD-2-Clause */
/* Says that it has written more than a pipe can hold, and writes all over the memory that it shares. */
#include <camkes.h>
#include <string.h>

#include "pipe.h"

int run(void)
{
    struct pipe_memory *memory = outlet_end.memory;
    memset(memory, 0xee, outlet_end.size);
    for (int i = 0; i < 100; i++)
        camkes_end_signal(&outlet_end, 0);
    return 0;
}
