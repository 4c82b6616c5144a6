/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout_connector.h"

#include <string.h>

#include "abi/guest.h"
#include "layout_object.h"

static const uint64_t largest_dataport = 0x100000000u;

/* Reads a size in bytes; false if it is absent or, after diag_error, wrong. */
static bool read_size(const struct adl_value *setting, uint64_t *size)
{
    adl_integer number;
    if (!setting_integer(setting, 1, largest_dataport, &number))
        return false;
    *size = (uint64_t)number;
    return layout_is_whole(setting->where, "the dataport", *size);
}

uint64_t layout_shared_size(const struct plan *plan, const struct adl_interface *interface)
{
    if (strncmp(interface->type, "Buf(", 4) == 0) {
        uint64_t size = interface->buffer_size;
        return layout_is_whole(interface->where, interface->type, size) ? size : 0;
    }
    const struct adl_value *setting = system_setting(plan->system, interface->end->connection->name, "size");
    uint64_t size = TABLE_PAGE;
    if (setting && !read_size(setting, &size))
        return 0;
    return size;
}

/* What is mapped is never executable. */
uint32_t layout_access(const char *letters)
{
    uint32_t rights = 0;
    if (*letters == 'R')
        rights |= TABLE_RIGHT_READ, letters++;
    if (*letters == 'W')
        rights |= TABLE_RIGHT_WRITE, letters++;
    letters += *letters == 'X';
    letters += *letters == 'P';
    return *letters == '\0' ? rights : 0;
}

uint32_t layout_dataport_rights(const struct plan *plan, const struct adl_end *end)
{
    const struct adl_value *setting = interface_setting(plan->system, end->interface, "access");
    const char *text = "RW";
    if (setting && !setting_string(setting, &text))
        return 0;
    uint32_t rights = layout_access(text);
    if (rights != 0)
        return rights;
    diag_error(setting->where, "access \"%s\": the letters R, W, X, P in this order are needed, and R or W",
               text);
    return 0;
}

/* Writable memory is always readable too: the processor has no other kind. */
static void map_dataport(struct plan *plan, const struct adl_end *end, uint32_t region)
{
    struct plan_end *dataport = plan_end(plan, end);
    dataport->rights = layout_dataport_rights(plan, end);
    dataport->size = plan->regions[region].size;
    dataport->address = layout_map(plan, plan_domain(plan, end->instance), LAYOUT_AREA_DATA, region,
                                   dataport->rights | TABLE_RIGHT_READ);
}

static uint32_t map_dataports(struct plan *plan, const struct adl_connection *connection, uint64_t size)
{
    uint32_t region = layout_region(plan, layout_name(plan->system->arena, "%s", connection->name),
                                    TABLE_REGION_ZERO, size, 0);
    for (size_t i = 0; i < connection->from_count; i++)
        map_dataport(plan, &connection->from[i], region);
    for (size_t i = 0; i < connection->to_count; i++)
        map_dataport(plan, &connection->to[i], region);
    return region;
}

void layout_shared_data(struct plan *plan, const struct adl_connection *connection)
{
    uint64_t size = layout_shared_size(plan, connection->from[0].interface);
    if (size != 0)
        map_dataports(plan, connection, size);
}

/* The size is the `to` side's X_size, or the connection's `size`. 0 after diag_error. */
static uint64_t caps_size(const struct plan *plan, const struct adl_end *to)
{
    const struct adl_value *own = interface_setting(plan->system, to->interface, "size");
    const struct adl_value *common = system_setting(plan->system, to->connection->name, "size");
    uint64_t size = 0;
    if (own && common) {
        diag_error(own->where, "the size of dataport '%s' is set twice", to->interface->name);
        diag_note(common->where, "here for the connection");
    } else if (!own && !common) {
        diag_error(to->where, "'%s.%s_size' is not set: the size of the dataport in bytes",
                   to->instance->name, to->interface->name);
    } else if (!read_size(own ? own : common, &size)) {
        return 0;
    } else if (strncmp(to->interface->type, "Buf(", 4) == 0 && to->interface->buffer_size != size) {
        diag_warning(own ? own->where : common->where, "the dataport has %llu bytes, but its type is %s",
                     (unsigned long long)size, to->interface->type);
    }
    return size;
}

/* A `from` end may repeat the size, and is then held to it. */
static void check_own_size(const struct plan *plan, const struct adl_end *from, uint64_t size)
{
    const struct adl_value *own = interface_setting(plan->system, from->interface, "size");
    uint64_t own_size;
    if (own && read_size(own, &own_size) && own_size != size)
        diag_error(own->where, "'%s.%s_size' is %llu, but the other end's dataport has %llu bytes",
                   from->instance->name, from->interface->name, (unsigned long long)own_size,
                   (unsigned long long)size);
}

/* The number under which the guest asks for the dataport. 0: the end has none, or diag_error. */
static uint64_t dataport_id(const struct plan *plan, const struct adl_end *end)
{
    const struct adl_value *setting = interface_setting(plan->system, end->interface, "id");
    adl_integer id = 0;
    if (!setting && end->is_to)
        diag_error(end->where, "'%s.%s_id' is not set: the dataport's id, from 1", end->instance->name,
                   end->interface->name);
    else if (setting && setting_integer(setting, 1, CAUSEWAY_MAX_DATAPORTS - 1, &id) &&
             !layout_id_is_free(plan, end, "dataports", false, (uint64_t)id))
        id = 0;
    return (uint64_t)id;
}

/* An end with an id can give the frames to a guest; one without has only the memory. */
static void give_frames(struct plan *plan, const struct adl_end *end, uint32_t region)
{
    struct plan_end *dataport = plan_end(plan, end);
    dataport->badge = dataport_id(plan, end);
    if (dataport->badge != 0)
        dataport->slot = layout_slot(plan, plan_domain(plan, end->instance), TABLE_SLOT_REGION, region,
                                     dataport->rights, 0);
}

void layout_shared_data_with_caps(struct plan *plan, const struct adl_connection *connection)
{
    uint64_t size = caps_size(plan, &connection->to[0]);
    if (size == 0)
        return;
    uint32_t region = map_dataports(plan, connection, size);
    for (size_t i = 0; i < connection->from_count; i++) {
        check_own_size(plan, &connection->from[i], size);
        give_frames(plan, &connection->from[i], region);
    }
    for (size_t i = 0; i < connection->to_count; i++)
        give_frames(plan, &connection->to[i], region);
}
