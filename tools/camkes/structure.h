/* SPDX-License-Identifier: BSD-2-Clause */
/* The structs of an instance's attributes as C sees them. */
#ifndef CAMKES_STRUCTURE_H
#define CAMKES_STRUCTURE_H

#include "map.h"
#include "system.h"

/* How many elements an array in a struct has: one number for all values of that struct. */
struct structure_length {
    size_t count;
    struct adl_location where; /* of the list that set it */
};

/*
 * By "struct.member". The first value of an instance that uses the struct gives the length; a longer
 * list further on is reported, as C has no room for it; a shorter one is filled up with zeroes.
 */
const struct map *structure_lengths(struct arena *arena, const struct adl_instance *instance);

/* 0 for a member that no value has. */
size_t structure_length(struct arena *arena, const struct map *lengths, const struct adl_struct *structure,
                        const struct adl_attribute *member);

#endif
