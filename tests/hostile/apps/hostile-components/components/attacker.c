/* SPDX-License-Identifier: BSD-2-Clause */
/* Looks for the attack that bears the instance's name. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

#include "attacks.h"

int run(void)
{
    const struct attack *tables[] = {processor_attacks, memory_attacks, exception_attacks, flag_attacks,
                                     call_attacks};
    const char *name = get_instance_name();

    for (size_t table = 0; table < sizeof(tables) / sizeof(tables[0]); table++)
        for (const struct attack *attack = tables[table]; attack->name; attack++)
            if (!strcmp(attack->name, name)) {
                attack->run();
                printf("%s: survived\n", name);
                return 0;
            }
    printf("%s: there is no such attack\n", name);
    return 1;
}
