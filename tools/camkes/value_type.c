/* SPDX-License-Identifier: BSD-2-Clause */
#include "value_type.h"

#include <limits.h>

static const char *const kind_names[] = {
    [ADL_VALUE_INTEGER] = "an integer", [ADL_VALUE_REAL] = "a fraction",   [ADL_VALUE_STRING] = "a string",
    [ADL_VALUE_LIST] = "a list",        [ADL_VALUE_DICT] = "a dictionary",
};

struct range {
    enum adl_type_kind kind;
    adl_integer lowest, highest;
};

static const struct range ranges[] = {
    {ADL_TYPE_INT, INT_MIN, INT_MAX},       {ADL_TYPE_UNSIGNED, 0, UINT_MAX},
    {ADL_TYPE_CHAR, CHAR_MIN, CHAR_MAX},    {ADL_TYPE_SIGNED_CHAR, SCHAR_MIN, SCHAR_MAX},
    {ADL_TYPE_UNSIGNED_CHAR, 0, UCHAR_MAX}, {ADL_TYPE_INT64, INT64_MIN, INT64_MAX},
    {ADL_TYPE_UINT64, 0, UINT64_MAX},
};

const char *value_kind_name(const struct adl_value *value)
{
    return kind_names[value->kind];
}

static const struct range *find_range(enum adl_type_kind kind)
{
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
        if (ranges[i].kind == kind)
            return &ranges[i];
    return NULL;
}

static const char *type_name(const struct adl_type *type)
{
    return type->kind == ADL_TYPE_STRING ? "string" : type->c_name;
}

static bool check_element(const struct adl_attribute *attribute, const struct adl_value *value)
{
    const struct adl_type *type = &attribute->type;
    const struct range *range = find_range(type->kind);
    enum adl_value_kind wanted = range ? ADL_VALUE_INTEGER : ADL_VALUE_STRING;
    if (value->kind != wanted) {
        diag_error(value->where, "attribute '%s' is of type %s and cannot be %s", attribute->name,
                   type_name(type), value_kind_name(value));
    } else if (range && (value->integer < range->lowest || value->integer > range->highest)) {
        diag_error(value->where, "the value does not fit into attribute '%s' of type %s", attribute->name,
                   type_name(type));
    } else {
        return true;
    }
    diag_note(attribute->where, "the attribute is declared here");
    return false;
}

bool value_check(const struct adl_attribute *attribute, const struct adl_value *value)
{
    if (!attribute->array)
        return check_element(attribute, value);
    if (value->kind != ADL_VALUE_LIST) {
        diag_error(value->where, "attribute '%s' is an array and cannot be %s", attribute->name,
                   value_kind_name(value));
        diag_note(attribute->where, "the attribute is declared here");
        return false;
    }
    for (size_t i = 0; i < value->list.count; i++)
        if (!check_element(attribute, value->list.items[i]))
            return false;
    return true;
}
