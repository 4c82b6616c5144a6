/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looks up the names of types: the component of an instance, the procedure of an interface, the
 * connector of a connection, the struct of an attribute. A definition must stand before its first
 * use unless the program allows forward references. Also checks what a declaration can be checked
 * for by itself.
 */
#ifndef CAMKES_NAMES_H
#define CAMKES_NAMES_H

#include "load.h"

/* The assemblies of the program, whose declarations all refer to each other afterwards. */
struct assemblies {
    struct ast_assembly **items;
    size_t count;
    const struct map *connectors, *procedures; /* name to struct ast_item */
    bool forward_references;                   /* an assembly may refer to one further down */
};

/* Reports what is wrong; the result is only good for use when nothing was. */
struct assemblies names_resolve(struct program *program);

/* Adds to the totals of `whole` what stands in a composition whose names are resolved. */
void names_measure(struct ast_component *whole, const struct ast_composition *composition);

#endif
