/* SPDX-License-Identifier: BSD-2-Clause */
/* An application's own connector: memory and signals, as many as it asks for. The glue gives them a meaning. */
#include <string.h>

#include "layout_connector.h"
#include "layout_object.h"

static const uint64_t most_memory = 0x100000000u;

/* A badge has a bit for each end. */
static const size_t most_ends = 64;

static bool is_file_name(const char *text)
{
    return *text != '\0' && strpbrk(text, "\"\n\\") == NULL;
}

static bool has_glue(const struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_value *setting = system_setting(plan->system, connection->name, "glue");
    const char *file = "";
    if (!setting) {
        diag_error(connection->where,
                   "connector '%s' has no implementation: it is not built in, and its attribute "
                   "'glue' names none",
                   connection->connector->name);
        return false;
    }
    if (!setting_string(setting, &file))
        return false;
    if (!is_file_name(file))
        diag_error(setting->where, "\"%s\" is not the name of a C header", file);
    return is_file_name(file);
}

/* False after diag_error. */
static bool memory_size(const struct plan *plan, const struct adl_connection *connection, uint64_t *size)
{
    const struct adl_value *setting = system_setting(plan->system, connection->name, "memory");
    adl_integer number = 0;
    if (setting && !setting_integer(setting, 0, most_memory, &number))
        return false;
    if (number % TABLE_PAGE != 0)
        diag_error(setting->where, "the memory is %llu bytes, which is not a multiple of %u",
                   (unsigned long long)number, TABLE_PAGE);
    else if (number == 0 && connection->from[0].interface->kind == ADL_DATAPORT)
        diag_error(connection->where,
                   "connector '%s' joins dataports, and its attribute 'memory' gives them none",
                   connection->connector->name);
    else {
        *size = (uint64_t)number;
        return true;
    }
    return false;
}

/* The sides that get signals; false after diag_error. */
static bool signalled_sides(const struct plan *plan, const struct adl_connection *connection,
                            bool signalled[2])
{
    const struct adl_value *setting = system_setting(plan->system, connection->name, "signals");
    const char *text = "none";
    if (setting && !setting_string(setting, &text))
        return false;
    bool both = strcmp(text, "both") == 0;
    signalled[0] = both || strcmp(text, "from") == 0;
    signalled[1] = both || strcmp(text, "to") == 0;
    if (signalled[0] || signalled[1] || strcmp(text, "none") == 0)
        return true;
    diag_error(setting->where, "\"%s\" is not one of \"none\", \"from\", \"to\", \"both\"", text);
    return false;
}

static void add_signals(struct plan *plan, const struct adl_end *getters, size_t getter_count,
                        const struct adl_end *givers, size_t giver_count)
{
    if (giver_count > most_ends) {
        diag_error(givers[most_ends].where, "a side whose ends signal can have %zu of them", most_ends);
        return;
    }
    struct arena *arena = plan->system->arena;
    uint32_t *notifications = ARENA_ARRAY(arena, uint32_t, getter_count);
    for (size_t i = 0; i < getter_count; i++) {
        const struct adl_end *end = &getters[i];
        notifications[i] =
            layout_notification(plan, layout_name(arena, "%s.%s", end->instance->name, end->interface->name));
        plan_end(plan, end)->slot =
            layout_slot(plan, plan_domain(plan, end->instance), TABLE_SLOT_NOTIFICATION, notifications[i],
                        TABLE_RIGHT_WAIT, 0);
    }
    for (size_t i = 0; i < giver_count; i++) {
        struct plan_end *giver = plan_end(plan, &givers[i]);
        uint32_t *signals = ARENA_ARRAY(arena, uint32_t, getter_count);
        for (size_t j = 0; j < getter_count; j++)
            signals[j] = layout_slot(plan, plan_domain(plan, givers[i].instance), TABLE_SLOT_NOTIFICATION,
                                     notifications[j], TABLE_RIGHT_SIGNAL, 1ull << i);
        giver->signals = signals;
        giver->signal_count = getter_count;
    }
}

void layout_own_connector(struct plan *plan, const struct adl_connection *connection)
{
    uint64_t size;
    bool signalled[2];
    if (!has_glue(plan, connection) || !memory_size(plan, connection, &size) ||
        !signalled_sides(plan, connection, signalled))
        return;
    if (size != 0)
        layout_shared_memory(plan, connection, size);
    if (signalled[0])
        add_signals(plan, connection->from, connection->from_count, connection->to, connection->to_count);
    if (signalled[1])
        add_signals(plan, connection->to, connection->to_count, connection->from, connection->from_count);
}
