/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the parser makes of one file: declarations in the order in which they stand, names not yet
 * looked up, constants already folded. The types that need no names looked up are those of the flat
 * system.
 */
#ifndef CAMKES_AST_H
#define CAMKES_AST_H

#include "map.h"
#include "system.h"

/* One or more words joined by dots. */
struct ast_name {
    const char *text;
    unsigned words;
    struct adl_location where;
};

/* ---- Components ---- */

struct ast_interface {
    enum adl_interface_kind kind;
    struct ast_name name;
    struct ast_name type;
    uint64_t buffer_size; /* dataports */
    bool maybe;
    const struct adl_procedure *procedure; /* looked up later */
};

struct ast_composition;
struct ast_configuration;

struct ast_component {
    struct ast_name name; /* text "" for an anonymous one */
    bool control, hardware;
    struct adl_location control_where, hardware_where;
    struct ast_interface *interfaces;
    size_t interface_count;
    struct adl_lock *locks;
    size_t lock_count;
    struct adl_attribute *attributes;
    size_t attribute_count;
    struct adl_include *includes;
    size_t include_count;
    struct ast_composition *composition; /* NULL: none */
    struct ast_configuration *configuration;
    const struct map *interface_map; /* name to struct ast_interface */
    uint64_t total_instances;        /* that one instance of this stands for, itself included */
    uint64_t total_interfaces;
    uint64_t total_parts; /* attributes, locks, connections, their ends, exports and settings, too */
    unsigned depth;       /* of nesting; 1: holds no others */
};

/* ---- Compositions ---- */

struct ast_instance {
    struct ast_name name;
    struct ast_name type;            /* text NULL: `component` holds an inline component */
    struct ast_component *component; /* looked up later */
    const char *group;               /* NULL: none */
};

struct ast_group {
    struct ast_name name;
};

struct ast_end {
    bool is_to;
    struct ast_name path;
};

struct ast_connection {
    struct ast_name name;
    struct ast_name type;            /* text NULL: inline connector */
    struct adl_connector *connector; /* looked up later */
    struct ast_end *ends;
    size_t end_count;
};

struct ast_export {
    struct ast_name source, target;
};

struct ast_composition {
    struct ast_name name;
    struct ast_instance *instances;
    size_t instance_count;
    struct ast_group *groups;
    size_t group_count;
    struct ast_connection *connections;
    size_t connection_count;
    struct ast_export *exports;
    size_t export_count;
};

/* ---- Configurations ---- */

struct ast_setting {
    struct ast_name owner, attribute;
    const struct adl_value *value;        /* NULL: `<-` */
    struct ast_name reference;            /* for `<-` */
    const struct adl_value *const *index; /* keys behind the reference */
    size_t index_count;
};

struct ast_configuration {
    struct ast_name name;
    struct ast_setting *settings;
    size_t setting_count;
};

/* ---- Files ---- */

struct ast_assembly {
    struct ast_name name;
    struct ast_composition *composition;
    struct ast_configuration *configuration; /* NULL: none */
};

enum ast_kind {
    AST_IMPORT,
    AST_PROCEDURE,
    AST_CONNECTOR,
    AST_COMPONENT,
    AST_STRUCT,
    AST_ASSEMBLY,
};

/* How far the names in a declaration have been looked up. */
enum ast_state { AST_UNRESOLVED, AST_RESOLVING, AST_RESOLVED };

struct ast_import {
    const char *path;
    bool angle;
    struct adl_location where;
};

struct ast_item {
    enum ast_kind kind;
    struct ast_name name;
    bool used; /* something refers to it by name */
    enum ast_state state;
    union {
        struct ast_import import;
        struct adl_procedure *procedure;
        struct adl_connector *connector;
        struct ast_component *component;
        struct adl_struct *structure;
        struct ast_assembly *assembly;
    };
};

struct ast_file {
    struct ast_item *items;
    size_t item_count;
};

#endif
