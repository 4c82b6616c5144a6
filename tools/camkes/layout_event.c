/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout_connector.h"
#include "layout_object.h"

/* A notification for each consumer, so that no consumer can take another's event. */
static uint32_t layout_consumer(struct plan *plan, const struct adl_end *end)
{
    struct plan_domain *domain = plan_domain(plan, end->instance);
    struct plan_end *consumer = plan_end(plan, end);
    const char *name = layout_name(plan->system->arena, "%s.%s", end->instance->name, end->interface->name);
    uint32_t notification = layout_notification(plan, name);
    consumer->slot = layout_slot(plan, domain, TABLE_SLOT_NOTIFICATION, notification, TABLE_RIGHT_WAIT, 0);
    consumer->handoff_slot =
        layout_private_notification(plan, domain, layout_name(plan->system->arena, "%s.wait", name));
    return notification;
}

void layout_event(struct plan *plan, const struct adl_connection *connection)
{
    struct arena *arena = plan->system->arena;
    uint32_t *notifications = ARENA_ARRAY(arena, uint32_t, connection->to_count);
    for (size_t i = 0; i < connection->to_count; i++)
        notifications[i] = layout_consumer(plan, &connection->to[i]);
    for (size_t i = 0; i < connection->from_count; i++) {
        struct plan_domain *domain = plan_domain(plan, connection->from[i].instance);
        struct plan_end *emitter = plan_end(plan, &connection->from[i]);
        uint32_t *signals = ARENA_ARRAY(arena, uint32_t, connection->to_count);
        for (size_t j = 0; j < connection->to_count; j++)
            signals[j] =
                layout_slot(plan, domain, TABLE_SLOT_NOTIFICATION, notifications[j], TABLE_RIGHT_SIGNAL, 1);
        emitter->signals = signals;
        emitter->signal_count = connection->to_count;
    }
}
