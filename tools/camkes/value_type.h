/* SPDX-License-Identifier: BSD-2-Clause */
/* Does a value fit the declared type of an attribute? */
#ifndef CAMKES_VALUE_TYPE_H
#define CAMKES_VALUE_TYPE_H

#include "system.h"

/* Reports it if not. */
bool value_check(const struct adl_attribute *attribute, const struct adl_value *value);

/* "an integer", "a string", ... */
const char *value_kind_name(const struct adl_value *value);

#endif
