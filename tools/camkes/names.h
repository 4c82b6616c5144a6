/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looks up the names of types: the component of an instance, the procedure of an interface, the
 * connector of a connection. A name must stand in the text before its first use. Also checks what a
 * declaration can be checked for by itself.
 */
#ifndef CAMKES_NAMES_H
#define CAMKES_NAMES_H

#include "load.h"

/* The assemblies of the program, whose declarations all refer to each other afterwards. */
struct assemblies {
    struct ast_assembly **items;
    size_t count;
    const struct map *connectors, *procedures; /* name to struct ast_item */
};

/* Reports what is wrong; the result is only good for use when nothing was. */
struct assemblies names_resolve(struct program *program);

/* Adds to the totals of `whole` what stands in a composition whose names are resolved. */
void names_measure(struct ast_component *whole, const struct ast_composition *composition);

#endif
