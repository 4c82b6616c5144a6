/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/camkes/compile_text.h"

const struct plan *plan_of(const char *text)
{
    const struct adl_system *specification = compile_text(text);
    if (!specification)
        fail_msg("%s", compile_messages());
    const struct plan *plan = layout_plan(specification);
    if (!plan)
        fail_msg("%s", compile_messages());
    return plan;
}

void assert_refused(const char *text, const char *message)
{
    char *said = NULL;
    size_t length;
    const struct adl_system *specification = compile_text(text);
    if (!specification)
        fail_msg("%s", compile_messages());
    FILE *messages = open_memstream(&said, &length);
    diag_reset(messages);
    const struct plan *plan = layout_plan(specification);
    fclose(messages);
    diag_reset(NULL);
    if (plan || !strstr(said, message))
        fail_msg("expected \"%s\", got: %s", message, said);
    free(said);
}

int plan_text_end(void **state)
{
    (void)state;
    compile_end();
    return 0;
}

const struct plan_member *member_of(const struct plan *plan, const char *name)
{
    return plan_member(plan, system_instance(plan->system, name));
}

const struct plan_domain *domain_of(const struct plan *plan, const char *name)
{
    return member_of(plan, name)->domain;
}

const struct plan_end *end_of(const struct plan *plan, const char *instance, const char *interface)
{
    return plan_end(plan, instance_interface(system_instance(plan->system, instance), interface)->end);
}

const struct plan_slot *slot_of(const struct plan *plan, const char *instance, uint32_t slot)
{
    const struct plan_domain *domain = domain_of(plan, instance);
    assert_in_range(slot, 1, domain->slot_count - 1);
    return &domain->slots[slot];
}

const struct plan_mapping *mapping_at(const struct plan_domain *domain, uint64_t address)
{
    for (size_t i = 0; i < domain->mapping_count; i++) {
        if (address >= domain->mappings[i].address &&
            address - domain->mappings[i].address < domain->mappings[i].size)
            return &domain->mappings[i];
    }
    return NULL;
}
