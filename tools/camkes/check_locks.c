/* SPDX-License-Identifier: BSD-2-Clause */
/* The initial values of semaphores, S_value: those of a binary one are 0 and 1. */
#include <limits.h>

#include "check.h"

static void check_lock(const struct adl_system *system, const struct adl_instance *instance,
                       const struct adl_lock *lock)
{
    const char *name = arena_printf(system->arena, "%s_value", lock->name);
    adl_integer value;
    if (lock->kind != ADL_MUTEX)
        setting_integer(system_setting(system, instance->name, name), 0,
                        lock->kind == ADL_SEMAPHORE ? INT_MAX : 1, &value);
}

void check_locks(const struct adl_system *system)
{
    for (size_t i = 0; i < system->instance_count; i++)
        for (size_t j = 0; j < system->instances[i].lock_count; j++)
            check_lock(system, &system->instances[i], &system->instances[i].locks[j]);
}
