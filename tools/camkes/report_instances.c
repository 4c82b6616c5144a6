/* SPDX-License-Identifier: BSD-2-Clause */
#include "report.h"

void report_instances(const struct adl_system *system, FILE *out)
{
    for (size_t i = 0; i < system->instance_count; i++) {
        const struct adl_instance *instance = &system->instances[i];
        fprintf(out, "%s %s %s %s\n", instance->name, instance->component[0] ? instance->component : "-",
                instance->hardware ? "hardware" : "software",
                instance->group ? instance->address_space : "-");
    }
}
