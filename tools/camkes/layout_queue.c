/* SPDX-License-Identifier: BSD-2-Clause */
/* Queues of messages: what one side writes, the other can only read. */
#include <string.h>

#include "layout_connector.h"
#include "layout_object.h"

static const uint64_t most_messages = 0x1000000u;
static const uint64_t most_bytes = 0x100000000u;

/* Before the messages stands the sender's count (struct camkes_msgqueue_sent). */
static const uint64_t header_size = 64;

/* Bytes of a message, where the compiler knows them: not those of a C type. */
static uint64_t message_size(const struct adl_interface *interface)
{
    return strcmp(interface->type, "Buf") == 0 ? TABLE_PAGE : interface->buffer_size;
}

/* `size` of the connection, or what the messages need. 0 after diag_error. */
static uint64_t queue_bytes(const struct plan *plan, const struct adl_connection *connection, uint64_t length)
{
    const struct adl_value *setting = system_setting(plan->system, connection->name, "size");
    uint64_t message = message_size(connection->from[0].interface);
    if (message > (most_bytes - TABLE_PAGE) / length) {
        diag_error(connection->where, "%llu messages of %llu bytes are more than a queue holds, %llu bytes",
                   (unsigned long long)length, (unsigned long long)message, (unsigned long long)most_bytes);
        return 0;
    }
    uint64_t needed = layout_round_up(header_size + length * message, TABLE_PAGE);
    adl_integer size = needed;
    if (setting && (!setting_integer(setting, 1, most_bytes, &size) ||
                    !layout_is_whole(setting->where, "the queue", (uint64_t)size)))
        return 0;
    if ((uint64_t)size < needed) {
        diag_error(setting->where, "the queue is %llu bytes, but %llu messages need %llu",
                   (unsigned long long)size, (unsigned long long)length, (unsigned long long)needed);
        return 0;
    }
    return (uint64_t)size;
}

/* The number by which the component asks for the queue. */
static bool queue_id(const struct plan *plan, const struct adl_end *end, uint64_t *id)
{
    const struct adl_value *setting = interface_setting(plan->system, end->interface, "id");
    adl_integer number = 0;
    if (!setting) {
        diag_error(end->where, "'%s.%s_id' is not set: the queue's id", end->instance->name,
                   end->interface->name);
        return false;
    }
    if (!setting_integer(setting, 0, INT32_MAX, &number) ||
        !layout_id_is_free(plan, end, "queues", true, (uint64_t)number))
        return false;
    *id = (uint64_t)number;
    return true;
}

static void add_end(struct plan *plan, const struct adl_end *end, struct plan_queue queue,
                    uint32_t notification, uint32_t sent, uint32_t taken)
{
    struct plan_domain *domain = plan_domain(plan, end->instance);
    struct plan_end *own = plan_end(plan, end);
    bool receives = end->is_to;
    if (!queue_id(plan, end, &own->badge))
        return;
    own->slot = layout_slot(plan, domain, TABLE_SLOT_NOTIFICATION, notification,
                            receives ? TABLE_RIGHT_WAIT : TABLE_RIGHT_SIGNAL, receives ? 0 : 1);
    queue.sent = layout_map(plan, domain, LAYOUT_AREA_DATA, sent,
                            TABLE_RIGHT_READ | (receives ? 0 : TABLE_RIGHT_WRITE));
    queue.taken = layout_map(plan, domain, LAYOUT_AREA_DATA, taken,
                             TABLE_RIGHT_READ | (receives ? TABLE_RIGHT_WRITE : 0));
    own->queue = ARENA_NEW(plan->system->arena, struct plan_queue);
    *own->queue = queue;
}

void layout_message_queue(struct plan *plan, const struct adl_connection *connection)
{
    struct arena *arena = plan->system->arena;
    const struct adl_value *setting = system_setting(plan->system, connection->name, "queue_size");
    adl_integer length = 128;
    if (setting && !setting_integer(setting, 1, most_messages, &length))
        return;
    struct plan_queue queue = {.length = (uint32_t)length};
    queue.size = queue_bytes(plan, connection, queue.length);
    if (queue.size == 0)
        return;
    uint32_t notification = layout_notification(plan, layout_name(arena, "%s", connection->name));
    uint32_t sent =
        layout_region(plan, layout_name(arena, "%s", connection->name), TABLE_REGION_ZERO, queue.size, 0);
    uint32_t taken = layout_region(plan, layout_name(arena, "%s.taken", connection->name), TABLE_REGION_ZERO,
                                   TABLE_PAGE, 0);
    add_end(plan, &connection->from[0], queue, notification, sent, taken);
    add_end(plan, &connection->to[0], queue, notification, sent, taken);
}
