/* SPDX-License-Identifier: BSD-2-Clause */
/* Rings of buffers: each pair of a driver and a device has a ring of its own. */
#include <string.h>

#include "layout_connector.h"
#include "layout_object.h"

static const uint64_t most_entries = 0x8000u;
static const uint64_t most_bytes = 0x40000000u;
static const uint64_t usual_block = 2048;
static const uint64_t least_block = 16;

/* Bytes of what is shared (lib/camkes, struct camkes_virtqueue_sent, _block, _returned and _answer). */
static const uint64_t header_size = 64;
static const uint64_t block_record_size = 12;
static const uint64_t first_record_size = 4;
static const uint64_t answer_size = 8;

static bool is_driver(const struct adl_end *end)
{
    return strcmp(end->interface->type, "VirtQueueDrv") == 0;
}

static bool check_roles(const struct adl_connection *connection)
{
    bool good = true;
    for (size_t i = 0; i < connection->from_count; i++) {
        const struct adl_end *end = &connection->from[i];
        if (!is_driver(end) && strcmp(end->interface->type, "VirtQueueDev") != 0) {
            diag_error(end->where,
                       "'%s.%s' is a '%s': an end of a virtqueue is a VirtQueueDrv or a VirtQueueDev",
                       end->instance->name, end->interface->name, end->interface->type);
            good = false;
        }
    }
    return good;
}

/* Entries, and bytes of one block. False after diag_error. */
static bool ring_size(const struct plan *plan, const struct adl_connection *connection,
                      struct plan_virtqueue *ring)
{
    const struct adl_value *setting = system_setting(plan->system, connection->name, "queue_length");
    adl_integer length = 256;
    if (setting && !setting_integer(setting, 1, most_entries, &length))
        return false;
    setting = system_setting(plan->system, connection->name, "size");
    adl_integer size = layout_round_up((uint64_t)length * usual_block, TABLE_PAGE);
    if (setting && (!setting_integer(setting, 1, most_bytes, &size) ||
                    !layout_is_whole(setting->where, "the memory of buffers", (uint64_t)size)))
        return false;
    ring->length = (uint32_t)length;
    ring->block_size = (uint32_t)(size / length / least_block * least_block);
    if (ring->block_size == 0) {
        diag_error(setting->where, "the buffers are %llu bytes, and %u entries need %llu each",
                   (unsigned long long)size, ring->length, (unsigned long long)least_block);
        return false;
    }
    return true;
}

static bool has_id(const struct plan *plan, const struct adl_end *end, uint64_t id)
{
    const struct adl_value *setting = interface_setting(plan->system, end->interface, "id");
    const struct plan_end *known = plan_end(plan, end);
    bool is_set = setting && setting->kind == ADL_VALUE_INTEGER && setting->integer == (adl_integer)id;
    /* Only an end that has its number has a slot. */
    return is_set || (known->slot != 0 && known->badge == id);
}

/* The first number that no virtqueue of the instance has. */
static uint64_t next_id(const struct plan *plan, const struct adl_end *end)
{
    const struct adl_instance *instance = end->instance;
    for (uint64_t id = 0;; id++) {
        bool taken = false;
        for (size_t i = 0; i < instance->interface_count; i++) {
            const struct adl_end *other = instance->interfaces[i].end;
            if (other && other != end && connection_is(other->connection, "seL4VirtQueues"))
                taken = taken || has_id(plan, other, id);
        }
        if (!taken)
            return id;
    }
}

static bool virtqueue_id(const struct plan *plan, const struct adl_end *end, uint64_t *id)
{
    const struct adl_value *setting = interface_setting(plan->system, end->interface, "id");
    adl_integer number;
    if (!setting) {
        *id = next_id(plan, end);
        return true;
    }
    if (!setting_integer(setting, 0, INT32_MAX, &number) ||
        !layout_id_is_free(plan, end, "virtqueues", false, (uint64_t)number))
        return false;
    *id = (uint64_t)number;
    return true;
}

struct shared {
    uint32_t notification[2]; /* [drives]: what the end waits for */
    uint32_t part[2];         /* region, [drives]: what the end writes */
    uint32_t blocks;
};

static void add_end(struct plan *plan, const struct adl_end *end, struct plan_virtqueue ring,
                    const struct shared *shared)
{
    struct plan_domain *domain = plan_domain(plan, end->instance);
    struct plan_end *own = plan_end(plan, end);
    bool drives = is_driver(end);
    uint32_t read_write = TABLE_RIGHT_READ | TABLE_RIGHT_WRITE;
    if (!virtqueue_id(plan, end, &own->badge))
        return;
    own->slot = layout_slot(plan, domain, TABLE_SLOT_NOTIFICATION, shared->notification[!drives],
                            TABLE_RIGHT_SIGNAL, 1);
    own->handoff_slot =
        layout_slot(plan, domain, TABLE_SLOT_NOTIFICATION, shared->notification[drives], TABLE_RIGHT_WAIT, 0);
    ring.drives = drives;
    ring.sent = layout_map(plan, domain, LAYOUT_AREA_DATA, shared->part[true],
                           drives ? read_write : TABLE_RIGHT_READ);
    ring.returned = layout_map(plan, domain, LAYOUT_AREA_DATA, shared->part[false],
                               drives ? TABLE_RIGHT_READ : read_write);
    ring.blocks = layout_map(plan, domain, LAYOUT_AREA_DATA, shared->blocks, read_write);
    own->virtqueue = ARENA_NEW(plan->system->arena, struct plan_virtqueue);
    *own->virtqueue = ring;
}

static void add_pair(struct plan *plan, const struct plan_virtqueue *ring, const struct adl_end *driver,
                     const struct adl_end *device)
{
    const uint64_t length = ring->length;
    const char *name = layout_end_name(plan, driver);
    struct shared shared = {
        .notification = {layout_notification(plan, layout_end_name(plan, device)),
                         layout_notification(plan, name)},
        .part = {layout_region(plan, layout_end_name(plan, device), TABLE_REGION_ZERO,
                               layout_round_up(header_size + length * answer_size, TABLE_PAGE), 0),
                 layout_region(plan, name, TABLE_REGION_ZERO,
                               layout_round_up(header_size + length * (block_record_size + first_record_size),
                                               TABLE_PAGE),
                               0)},
        .blocks = layout_region(plan, layout_name(plan->system->arena, "%s.buffers", name), TABLE_REGION_ZERO,
                                layout_round_up(length * ring->block_size, TABLE_PAGE), 0),
    };
    add_end(plan, driver, *ring, &shared);
    add_end(plan, device, *ring, &shared);
}

/* The end of the interface with the full name "instance.interface", or NULL. */
static const struct adl_end *end_of_name(const struct plan *plan, const char *name)
{
    const char *dot = strrchr(name, '.');
    const struct adl_instance *instance =
        dot ? system_instance(plan->system, arena_copy(plan->system->arena, name, (size_t)(dot - name)))
            : NULL;
    const struct adl_interface *interface = instance ? instance_interface(instance, dot + 1) : NULL;
    return interface ? interface->end : NULL;
}

/* The end that an entry of the topology means. NULL after diag_error. */
static const struct adl_end *named_end(const struct plan *plan, const struct adl_connection *connection,
                                       const struct adl_value *entry, bool drives)
{
    const char *role = drives ? "drv" : "dev", *name;
    const struct adl_value *value = NULL;
    for (size_t i = 0; entry->kind == ADL_VALUE_DICT && i < entry->dict.count; i++) {
        const struct adl_value *key = entry->dict.entries[i].key;
        if (key->kind == ADL_VALUE_STRING && strcmp(key->string, role) == 0)
            value = entry->dict.entries[i].value;
    }
    if (!value) {
        diag_error(entry->where, "an entry of a topology is {\"drv\": \"instance.interface\", \"dev\": "
                                 "\"instance.interface\"}");
        return NULL;
    }
    if (!setting_string(value, &name))
        return NULL;
    const struct adl_end *end = end_of_name(plan, name);
    if (end && end->connection == connection && !end->is_to && is_driver(end) == drives)
        return end;
    diag_error(value->where, "'%s' is no %s of connection '%s'", name,
               drives ? "VirtQueueDrv" : "VirtQueueDev", connection->name);
    return NULL;
}

/* Whether the end is in no pair yet. */
static bool is_single(const struct plan *plan, const struct adl_end *end, const struct adl_value *entry)
{
    if (!plan_end(plan, end)->virtqueue)
        return true;
    diag_error(entry->where, "'%s.%s' has a partner already", end->instance->name, end->interface->name);
    return false;
}

static void add_topology(struct plan *plan, const struct adl_connection *connection,
                         const struct plan_virtqueue *ring, const struct adl_value *topology)
{
    if (topology->kind != ADL_VALUE_LIST) {
        diag_error(topology->where, "a topology is a list of pairs");
        return;
    }
    unsigned errors = diag_errors();
    for (size_t i = 0; i < topology->list.count; i++) {
        const struct adl_value *entry = topology->list.items[i];
        const struct adl_end *driver = named_end(plan, connection, entry, true);
        const struct adl_end *device = driver ? named_end(plan, connection, entry, false) : NULL;
        if (driver && device && is_single(plan, driver, entry) && is_single(plan, device, entry))
            add_pair(plan, ring, driver, device);
    }
    for (size_t i = 0; i < connection->from_count && diag_errors() == errors; i++) {
        const struct adl_end *end = &connection->from[i];
        if (!plan_end(plan, end)->virtqueue)
            diag_error(end->where, "'%s.%s' is not in the topology", end->instance->name,
                       end->interface->name);
    }
}

void layout_virtqueues(struct plan *plan, const struct adl_connection *connection)
{
    struct plan_virtqueue ring = {0};
    const struct adl_end *from = connection->from, *stub = &connection->to[0];
    if (!check_roles(connection) || !ring_size(plan, connection, &ring))
        return;
    const struct adl_value *topology = interface_setting(plan->system, stub->interface, "topology");
    if (topology)
        add_topology(plan, connection, &ring, topology);
    else if (connection->from_count == 2 && is_driver(&from[0]) != is_driver(&from[1]))
        add_pair(plan, &ring, &from[!is_driver(&from[0])], &from[is_driver(&from[0])]);
    else
        diag_error(connection->where,
                   "'%s.%s_topology' is not set: which VirtQueueDrv belongs to which VirtQueueDev",
                   stub->instance->name, stub->interface->name);
}
