/* SPDX-License-Identifier: BSD-2-Clause */
/* Does a value fit the declared type of an attribute? */
#ifndef CAMKES_VALUE_TYPE_H
#define CAMKES_VALUE_TYPE_H

#include "system.h"

/*
 * The value as the type wants it: the dictionary of a struct gets the defaults of members that it
 * leaves out, loses (with a warning) what the struct does not have, and has its entries in the order
 * of the members. NULL after an error.
 */
const struct adl_value *value_complete(struct arena *arena, const struct adl_attribute *attribute,
                                       const struct adl_value *value);

/* "an integer", "a string", ... */
const char *value_kind_name(const struct adl_value *value);

#endif
