/* SPDX-License-Identifier: BSD-2-Clause */
/* The header of the system table: that everything it points to is inside the table, and unharmed. */
#include "table_check.h"

struct array_layout {
    const char *offset_field, *count_field;
    size_t where;       /* of the struct table_array in the header */
    size_t record_size; /* bytes */
};

#define ARRAY(name, record_size)                                                                             \
    {                                                                                                        \
#name ".offset", #name ".count", offsetof(struct table_header, name), record_size                    \
    }
static const struct array_layout layouts[] = {
    ARRAY(domains, sizeof(struct table_domain)),
    ARRAY(threads, sizeof(struct table_thread)),
    ARRAY(slots, sizeof(struct table_slot)),
    ARRAY(mappings, sizeof(struct table_mapping)),
    ARRAY(regions, sizeof(struct table_region)),
    ARRAY(notifications, sizeof(struct table_notification)),
    ARRAY(endpoints, sizeof(struct table_endpoint)),
    ARRAY(irqs, sizeof(struct table_irq)),
    ARRAY(port_ranges, sizeof(struct table_port_range)),
    ARRAY(timers, sizeof(struct table_timer)),
    ARRAY(vms, sizeof(struct table_vm)),
    ARRAY(vm_mappings, sizeof(struct table_vm_mapping)),
    ARRAY(vcpus, sizeof(struct table_vcpu)),
    ARRAY(strings, 1),
};
#define LAYOUTS (sizeof layouts / sizeof layouts[0])

static bool refuse(struct table_check *check, const char *field, const char *reason)
{
    return table_refuse(check, "header", 0, field, reason);
}

bool table_check_sizes(struct table_check *check, const void *image, size_t size)
{
    const struct table_header *header = image;
    check->view.header = header;
    if ((uintptr_t)image % 8 != 0)
        return refuse(check, "magic", "is not at an 8-byte aligned address");
    if (size < sizeof *header)
        return refuse(check, "magic", "is missing: the image is shorter than the header");
    if (header->magic != TABLE_MAGIC)
        return refuse(check, "magic", "is not that of a system image");
    if (header->version != TABLE_VERSION)
        return refuse(check, "version", "is not the one that this kernel knows");
    if (header->table_size % TABLE_PAGE != 0)
        return refuse(check, "table_size", "is not a multiple of 4096");
    if (header->table_size < sizeof *header)
        return refuse(check, "table_size", "is smaller than the header");
    if (header->table_size > header->image_size)
        return refuse(check, "table_size", "is larger than image_size");
    if (header->image_size > size)
        return refuse(check, "image_size", "is larger than the boot module: the image is cut off");
    return true;
}

/* CRC-32 of the reflected polynomial 0xedb88320, four bits a step. */
static uint32_t crc_update(uint32_t crc, const unsigned char *bytes, size_t size)
{
    static const uint32_t step[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        crc = crc >> 4 ^ step[crc & 15];
        crc = crc >> 4 ^ step[crc & 15];
    }
    return crc;
}

bool table_check_sum(struct table_check *check)
{
    static const unsigned char zero[sizeof(uint32_t)];
    const struct table_header *header = check->view.header;
    const unsigned char *table = (const unsigned char *)header;
    const size_t field = offsetof(struct table_header, checksum);
    const size_t rest = field + sizeof header->checksum;

    uint32_t crc = crc_update(UINT32_MAX, table, field);
    crc = crc_update(crc, zero, sizeof zero);
    crc = ~crc_update(crc, table + rest, header->table_size - rest);
    return crc == header->checksum || refuse(check, "checksum", "is wrong: the table has been damaged");
}

static const struct table_array *array_at(const struct table_header *header,
                                          const struct array_layout *layout)
{
    return (const struct table_array *)((const unsigned char *)header + layout->where);
}

static uint64_t array_end(const struct table_array *array, const struct array_layout *layout)
{
    return array->offset + (uint64_t)array->count * layout->record_size;
}

static bool check_place(struct table_check *check, const struct array_layout *layout)
{
    const struct table_header *header = check->view.header;
    const struct table_array *array = array_at(header, layout);
    if (layout->record_size > 1 && array->offset % 8 != 0)
        return refuse(check, layout->offset_field, "is not a multiple of 8");
    if (layout->record_size > 1 && array->count > TABLE_MAX_RECORDS)
        return refuse(check, layout->count_field, "is above the limit");
    if (array->count > 0 && array->offset < sizeof *header)
        return refuse(check, layout->offset_field, "lies inside the header");
    if (array->offset > header->table_size)
        return refuse(check, layout->offset_field, "lies beyond the table");
    if (array_end(array, layout) > header->table_size)
        return refuse(check, layout->count_field, "reaches beyond the table");
    return true;
}

static bool check_overlap(struct table_check *check, const struct array_layout *a,
                          const struct array_layout *b)
{
    const struct table_array *first = array_at(check->view.header, a);
    const struct table_array *second = array_at(check->view.header, b);
    bool apart = first->count == 0 || second->count == 0 || array_end(first, a) <= second->offset ||
                 array_end(second, b) <= first->offset;
    return apart || refuse(check, b->offset_field, "makes the array overlap another one");
}

bool table_check_arrays(struct table_check *check)
{
    const struct table_header *header = check->view.header;
    for (size_t i = 0; i < LAYOUTS; i++)
        if (!check_place(check, &layouts[i]))
            return false;
    for (size_t i = 0; i < LAYOUTS; i++)
        for (size_t j = 0; j < i; j++)
            if (!check_overlap(check, &layouts[j], &layouts[i]))
                return false;

    table_view_init(&check->view, header);
    uint32_t strings = header->strings.count;
    if (strings > 0 && check->view.strings[strings - 1] != '\0')
        return refuse(check, "strings.count", "does not end the strings with a NUL");
    if (header->domains.count == 0)
        return refuse(check, "domains.count", "is zero: the system has no domain");
    return true;
}
