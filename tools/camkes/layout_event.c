/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout_connector.h"
#include "layout_object.h"

uint32_t layout_consumer(struct plan *plan, const struct adl_end *end)
{
    uint32_t notification = layout_notification(plan, layout_end_name(plan, end));
    plan_end(plan, end)->slot = layout_slot(plan, plan_domain(plan, end->instance), TABLE_SLOT_NOTIFICATION,
                                            notification, TABLE_RIGHT_WAIT, 0);
    return notification;
}

void layout_handoff(struct plan *plan, const struct adl_end *end)
{
    const char *name =
        layout_name(plan->system->arena, "%s.%s.wait", end->instance->name, end->interface->name);
    plan_end(plan, end)->handoff_slot =
        layout_private_notification(plan, plan_domain(plan, end->instance), name);
}

/* Each emitter can signal each of the notifications, by the badge that stands beside it. */
static void add_emitters(struct plan *plan, const struct adl_connection *connection,
                         const uint32_t *notifications, const uint64_t *badges)
{
    for (size_t i = 0; i < connection->from_count; i++) {
        struct plan_domain *domain = plan_domain(plan, connection->from[i].instance);
        struct plan_end *emitter = plan_end(plan, &connection->from[i]);
        uint32_t *signals = ARENA_ARRAY(plan->system->arena, uint32_t, connection->to_count);
        for (size_t j = 0; j < connection->to_count; j++)
            signals[j] = layout_slot(plan, domain, TABLE_SLOT_NOTIFICATION, notifications[j],
                                     TABLE_RIGHT_SIGNAL, badges ? badges[j] : 1);
        emitter->signals = signals;
        emitter->signal_count = connection->to_count;
    }
}

static void add_consumers(struct plan *plan, const struct adl_connection *connection, bool handoff)
{
    uint32_t *notifications = ARENA_ARRAY(plan->system->arena, uint32_t, connection->to_count);
    for (size_t i = 0; i < connection->to_count; i++) {
        notifications[i] = layout_consumer(plan, &connection->to[i]);
        if (handoff)
            layout_handoff(plan, &connection->to[i]);
    }
    add_emitters(plan, connection, notifications, NULL);
}

void layout_event(struct plan *plan, const struct adl_connection *connection)
{
    add_consumers(plan, connection, true);
}

void layout_native_event(struct plan *plan, const struct adl_connection *connection)
{
    add_consumers(plan, connection, false);
}

/* The consumer sees by the badge who has signalled. */
void layout_bound_event(struct plan *plan, const struct adl_connection *connection)
{
    uint32_t notification = layout_consumer(plan, &connection->to[0]);
    for (size_t i = 0; i < connection->from_count; i++) {
        const struct adl_end *from = &connection->from[i];
        const struct adl_value *setting = interface_setting(plan->system, from->interface, "attributes");
        uint64_t badge = setting ? layout_badge_value(setting) : 1;
        if (badge == 0) {
            diag_error(setting->where, "a badge is a number other than 0");
            continue;
        }
        uint32_t *signals = ARENA_ARRAY(plan->system->arena, uint32_t, 1);
        signals[0] = layout_slot(plan, plan_domain(plan, from->instance), TABLE_SLOT_NOTIFICATION,
                                 notification, TABLE_RIGHT_SIGNAL, badge);
        plan_end(plan, from)->signals = signals;
        plan_end(plan, from)->signal_count = 1;
    }
}

/* The emitter counts in a page that its consumers can only read. */
void layout_event_queue(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *from = &connection->from[0];
    uint32_t page = layout_region(plan, layout_name(plan->system->arena, "%s", connection->name),
                                  TABLE_REGION_ZERO, TABLE_PAGE, 0);
    plan_end(plan, from)->address = layout_map(plan, plan_domain(plan, from->instance), LAYOUT_AREA_DATA,
                                               page, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE);
    add_consumers(plan, connection, true);
    for (size_t i = 0; i < connection->to_count; i++) {
        const struct adl_end *to = &connection->to[i];
        plan_end(plan, to)->address =
            layout_map(plan, plan_domain(plan, to->instance), LAYOUT_AREA_DATA, page, TABLE_RIGHT_READ);
    }
}

/* By the end's bits at its own notification, or at its instance's. */
static void add_signalled(struct plan *plan, const struct adl_connection *connection, bool own)
{
    uint32_t *notifications = ARENA_ARRAY(plan->system->arena, uint32_t, connection->to_count);
    uint64_t *badges = ARENA_ARRAY(plan->system->arena, uint64_t, connection->to_count);
    for (size_t i = 0; i < connection->to_count; i++) {
        const struct adl_end *to = &connection->to[i];
        struct plan_member *member = plan_member(plan, to->instance);
        notifications[i] = own ? layout_consumer(plan, to) : layout_global(plan, member);
        if (!layout_global_badge(plan, member, to, &badges[i]))
            return;
        plan_end(plan, to)->signal_badge = badges[i];
    }
    add_emitters(plan, connection, notifications, badges);
}

void layout_global_event(struct plan *plan, const struct adl_connection *connection)
{
    add_signalled(plan, connection, false);
}

/* Its thread waits at the notification, and would take the bits of other ends at the instance's. */
void layout_callback_event(struct plan *plan, const struct adl_connection *connection)
{
    add_signalled(plan, connection, true);
}
