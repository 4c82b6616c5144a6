/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The flat system while it is being made. The passes, in this order:
 *
 *     flat_expand    one list of instances, and links between their interfaces
 *     flat_stdio     links that carry the output of components
 *     flat_merge     links that share an end become one
 *     flat_finish    connections from links
 *
 * Instances and interfaces get their final addresses at once; connections get them at the end.
 */
#ifndef CAMKES_FLAT_H
#define CAMKES_FLAT_H

#include "names.h"

struct link_end {
    struct adl_interface *interface;
    bool is_to;
    struct adl_location where;
};

/* A connection as it was written, or several that were merged into the first of them. */
struct link {
    const char *name; /* with the names of what it is nested in */
    const struct adl_connector *connector;
    struct link_end *ends;
    size_t end_count;
    struct link *into;   /* NULL, or what this has become part of */
    struct link **parts; /* what has become part of this */
    size_t part_count;
    bool implicit;
    bool clashing; /* shares an end with a link that it cannot be merged with: reported */
    struct adl_location where;
};

/* A setting with the full name of its owner. */
struct flat_setting {
    const char *owner;
    const char *scope; /* "" or "outer.": what a reference is relative to */
    const struct ast_setting *setting;
    bool referenced; /* another setting reads it */
};

struct flat {
    struct arena *arena;
    const struct assemblies *assemblies;
    struct adl_instance *instances;
    size_t instance_count;
    struct adl_interface *interfaces; /* of all instances */
    size_t interface_count;
    struct adl_interface **exported; /* for each interface: where its connections land, or NULL */
    struct link **links;
    size_t link_count;
    struct flat_setting *settings;
    size_t setting_count;
    struct map *instance_map; /* full name to struct adl_instance */
    struct map *group_map;    /* full name to struct ast_group */
    struct map *link_map;     /* full name to struct link */
};

/* Each returns false after an error that leaves nothing to go on with. */
bool flat_expand(struct flat *flat, struct arena *arena, const struct assemblies *assemblies);
void flat_stdio(struct flat *flat);
void flat_merge(struct flat *flat);
struct adl_system *flat_finish(struct flat *flat);

/* For the passes: the instance's interface of that name, or NULL. */
struct adl_interface *flat_interface(const struct adl_instance *instance, const char *name);
struct link *flat_link(struct flat *flat, const char *name, const struct adl_connector *connector,
                       struct adl_location where);

#endif
