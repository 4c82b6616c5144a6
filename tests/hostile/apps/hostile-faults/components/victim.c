/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs the function that bears the instance's name. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

struct victim {
    const char *name;
    void (*run)(void);
};

/* Collected by the linker. */
extern const struct victim __start_victims[], __stop_victims[];

int run(void)
{
    const char *name = get_instance_name();

    for (const struct victim *victim = __start_victims; victim < __stop_victims; victim++)
        if (!strcmp(victim->name, name)) {
            victim->run();
            printf("%s: survived\n", name);
            return 0;
        }
    printf("%s: there is no such victim\n", name);
    return -1;
}
