/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules that several kinds of record have in common. */
#include "table_check.h"

bool table_check_name(struct table_check *check, const char *array, uint32_t index, uint32_t name)
{
    uint32_t bytes = check->view.header->strings.count;
    if (name >= bytes)
        return table_refuse(check, array, index, "name", "lies outside the strings");
    /* The last byte of the strings is known to be NUL, so this ends inside them. */
    uint32_t length = 0;
    for (const char *c = check->view.strings + name; *c != '\0'; c++) {
        if (*c < ' ' || *c > '~')
            return table_refuse(check, array, index, "name", "has a character that is not printable");
        if (++length > TABLE_NAME_MAX)
            return table_refuse(check, array, index, "name", "is longer than 63 characters");
    }
    return length > 0 || table_refuse(check, array, index, "name", "is empty");
}

bool table_check_below(struct table_check *check, const char *array, uint32_t index, const char *field,
                       uint32_t value, uint32_t limit)
{
    return value < limit || table_refuse(check, array, index, field, "is out of range");
}

bool table_check_zero(struct table_check *check, const char *array, uint32_t index, const char *field,
                      uint64_t value)
{
    return value == 0 || table_refuse(check, array, index, field, "is not zero");
}

bool table_check_not_zero(struct table_check *check, const char *array, uint32_t index, const char *field,
                          uint64_t value)
{
    return value != 0 || table_refuse(check, array, index, field, "is zero");
}

bool table_check_page_aligned(struct table_check *check, const char *array, uint32_t index, const char *field,
                              uint64_t value)
{
    return value % TABLE_PAGE == 0 || table_refuse(check, array, index, field, "is not a multiple of 4096");
}

bool table_check_run(struct table_check *check, const struct table_run *run, uint32_t *next)
{
    if (run->count < run->least)
        return table_refuse(check, run->array, run->index, run->count_field, "is zero");
    if (run->first != *next)
        return table_refuse(check, run->array, run->index, run->first_field,
                            "does not follow the records of the owner before");
    if (run->count > run->total - *next)
        return table_refuse(check, run->array, run->index, run->count_field, "reaches beyond the array");
    *next += run->count;
    return true;
}

static bool check_rights(struct table_check *check, const char *array, uint32_t index,
                         const struct table_mapping *mapping)
{
    const uint32_t known = TABLE_RIGHT_READ | TABLE_RIGHT_WRITE | TABLE_RIGHT_EXECUTE;
    uint32_t kind = check->view.regions[mapping->region].kind;
    if ((mapping->rights & ~known) != 0)
        return table_refuse(check, array, index, "rights", "has bits that a mapping does not have");
    if ((mapping->rights & TABLE_RIGHT_READ) == 0)
        return table_refuse(check, array, index, "rights", "lacks READ");
    if (kind == TABLE_REGION_IMAGE && (mapping->rights & TABLE_RIGHT_WRITE) != 0)
        return table_refuse(check, array, index, "rights", "makes a region of kind IMAGE writable");
    if (kind == TABLE_REGION_IMAGE && (mapping->rights & TABLE_RIGHT_EXECUTE) != 0)
        return table_refuse(check, array, index, "rights", "makes a region of kind IMAGE executable");
    if (kind == TABLE_REGION_DEVICE && (mapping->rights & TABLE_RIGHT_EXECUTE) != 0)
        return table_refuse(check, array, index, "rights", "makes a region of kind DEVICE executable");
    return true;
}

bool table_check_mapping(struct table_check *check, const struct table_space *space, uint32_t index,
                         const struct table_mapping *mapping, uint64_t *previous_end)
{
    const char *array = space->array;
    if (!table_check_below(check, array, index, "region", mapping->region,
                           check->view.header->regions.count) ||
        !check_rights(check, array, index, mapping) ||
        !table_check_page_aligned(check, array, index, "address", mapping->address) ||
        !table_check_page_aligned(check, array, index, "offset", mapping->offset) ||
        !table_check_page_aligned(check, array, index, "size", mapping->size) ||
        !table_check_not_zero(check, array, index, "size", mapping->size))
        return false;

    uint64_t region_size = check->view.regions[mapping->region].size;
    if (mapping->offset > region_size)
        return table_refuse(check, array, index, "offset", "lies beyond the region");
    if (mapping->size > region_size - mapping->offset)
        return table_refuse(check, array, index, "size", "reaches beyond the region");
    if (mapping->address < space->start || mapping->address >= space->end)
        return table_refuse(check, array, index, "address", "lies outside the address space");
    if (mapping->size > space->end - mapping->address)
        return table_refuse(check, array, index, "size", "reaches beyond the address space");
    if (mapping->address < *previous_end)
        return table_refuse(check, array, index, "address", "is not behind the mapping before");
    *previous_end = mapping->address + mapping->size;
    return true;
}
