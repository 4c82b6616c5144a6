/* SPDX-License-Identifier: BSD-2-Clause */
/* Starts when others have filled the registers, and looks for what they left. */
#include <camkes.h>
#include <stdio.h>

#include "first_look.h"

_Static_assert(sizeof(struct first_look) == FIRST_LOOK_SIZE, "first_look.S has this size");

#define X87_POINTERS 6 /* words of the environment: the last instruction, its opcode, its operand */
#define X87_RESERVED 13
#define X87_WORDS    14

/* Either the registers or the addresses of the last x87 instruction. */
static const char *leak(const struct first_look *look, unsigned *number)
{
    struct registers initial;
    registers_initial(&initial);
    const char *difference = registers_difference(&initial, &look->registers, number);
    if (difference)
        return difference;
    for (*number = X87_POINTERS; *number < X87_WORDS; ++*number)
        if (look->environment[*number] != 0 && *number != X87_RESERVED)
            return "x87 environment";
    return NULL;
}

int run(void)
{
    for (unsigned thread = 0; thread < FIRST_LOOK_THREADS; thread++) {
        unsigned number;
        const char *difference = leak(&first_looks[thread], &number);
        if (difference)
            printf("%s: not ok: thread %u found %s %u\n", get_instance_name(), thread, difference, number);
        else
            printf("%s: thread %u found nothing\n", get_instance_name(), thread);
    }
    return 0;
}
