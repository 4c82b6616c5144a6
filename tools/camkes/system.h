/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The flat system: what a specification says once imports, names, constants, hierarchy, merged
 * connections and implicit connections are settled and every check of the front end has passed.
 * The back ends (glue, image, matrix, picture) read it and nothing else.
 *
 * Everything lives in `arena`, is immutable, and is in the order of the specification. Strings are
 * never NULL unless said. Counts stand beside their array.
 */
#ifndef CAMKES_SYSTEM_H
#define CAMKES_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "diag.h"

/* Wide enough for every C integer type; the front end refuses constants outside -2^63 .. 2^64-1. */
typedef __int128 adl_integer;

enum adl_value_kind {
    ADL_VALUE_INTEGER,
    ADL_VALUE_REAL,
    ADL_VALUE_STRING,
    ADL_VALUE_LIST,
    ADL_VALUE_DICT,
};

struct adl_value {
    enum adl_value_kind kind;
    struct adl_location where;
    union {
        adl_integer integer;
        double real;
        const char *string;
        struct {
            const struct adl_value *const *items;
            size_t count;
        } list;
        struct {
            const struct adl_dict_entry *entries;
            size_t count;
        } dict;
    };
};

struct adl_dict_entry {
    const struct adl_value *key; /* integer or string */
    const struct adl_value *value;
};

/* `include "name";` or `include <name>;` */
struct adl_include {
    const char *name;
    bool angle;
    struct adl_location where;
};

/* ---- Types ---- */

enum adl_type_kind {
    ADL_TYPE_VOID, /* only as the result of a method */
    ADL_TYPE_INT,
    ADL_TYPE_UNSIGNED,
    ADL_TYPE_CHAR,
    ADL_TYPE_SIGNED_CHAR,
    ADL_TYPE_UNSIGNED_CHAR,
    ADL_TYPE_INT64,
    ADL_TYPE_UINT64,
    ADL_TYPE_STRING,
    ADL_TYPE_BOOL,   /* `bool`: parameters only */
    ADL_TYPE_STRUCT, /* `struct name` in a method (a C type), or an ADL struct of an attribute */
    ADL_TYPE_NAMED,  /* an opaque C type from an included header */
};

struct adl_struct;

struct adl_type {
    enum adl_type_kind kind;
    const char *c_name; /* how C spells it: "int", "unsigned int", "struct s", "char *", ... */
    const struct adl_struct *structure; /* attributes of kind STRUCT; else NULL */
    struct adl_location where;
};

struct adl_attribute {
    const char *name;
    struct adl_type type;
    bool array;
    const struct adl_value *initial; /* NULL: no default */
    struct adl_location where;       /* the name */
};

struct adl_struct {
    const char *name; /* in C: struct name; made from the attribute's for one without a name */
    struct adl_attribute *members;
    size_t member_count;
    struct adl_location where;
};

/* ---- Procedures ---- */

enum adl_direction { ADL_IN, ADL_OUT, ADL_INOUT, ADL_REFIN };

struct adl_parameter {
    enum adl_direction direction;
    const char *name;
    struct adl_type type;
    bool array;
    struct adl_location where;
};

struct adl_method {
    const char *name;
    struct adl_type result;
    const struct adl_parameter *parameters;
    size_t parameter_count;
    struct adl_location where;
};

struct adl_procedure {
    const char *name;
    const struct adl_method *methods;
    size_t method_count;
    const struct adl_include *includes;
    size_t include_count;
    const struct adl_attribute *attributes;
    size_t attribute_count;
    struct adl_location where;
};

/* ---- Components and their instances ---- */

enum adl_interface_kind { ADL_USES, ADL_PROVIDES, ADL_EMITS, ADL_CONSUMES, ADL_DATAPORT };

struct adl_instance;
struct adl_connection;
struct adl_end;
struct ast_component;

/* An interface of one instance. */
struct adl_interface {
    enum adl_interface_kind kind;
    const char *name;
    const char *type;     /* procedure or event type; dataport: "Buf", "Buf(4096)" or a C type */
    uint64_t buffer_size; /* dataport: N of Buf(N), 4096 for Buf, 0 for a C type; else 0 */
    bool maybe;           /* may stay unconnected */
    bool implicit;        /* made by the compiler (camkes_stdio) */
    const struct adl_procedure *procedure; /* uses and provides; else NULL */
    const struct adl_instance *owner;
    const struct adl_end *end; /* NULL: unconnected */
    struct adl_location where;
};

enum adl_lock_kind { ADL_MUTEX, ADL_SEMAPHORE, ADL_BINARY_SEMAPHORE };

struct adl_lock {
    enum adl_lock_kind kind;
    const char *name;
    struct adl_location where;
};

/* A declared attribute of one instance with what it is worth there. */
struct adl_attribute_value {
    const struct adl_attribute *attribute;
    const struct adl_value *value; /* setting or default, type-checked; NULL: none */
};

struct adl_instance {
    const char *name;          /* nested: "outer.inner" */
    const char *c_name;        /* every character that C does not allow in a name is '_'; unique */
    const char *component;     /* component type; "" for an anonymous one */
    const char *group;         /* the group that it was declared in, or NULL */
    const char *address_space; /* the instance's name, or its group's full name */
    size_t index;              /* in system.instances */
    bool hardware;             /* no code: stands for a device or a kernel service */
    bool control;              /* has int run(void) */
    struct adl_interface *interfaces;
    size_t interface_count;
    const struct adl_lock *locks;
    size_t lock_count;
    const struct adl_attribute_value *attributes;
    size_t attribute_count;
    const struct adl_include *includes;
    size_t include_count;
    const struct ast_component *declaration; /* for the front end */
    struct adl_location where;
};

/* ---- Connectors and connections ---- */

enum adl_end_kind { ADL_END_PROCEDURE, ADL_END_EVENT, ADL_END_DATAPORT };

struct adl_side {
    enum adl_end_kind kind;
    bool many;        /* Procedures, Events, Dataports: any number of ends */
    bool hardware;    /* ends belong to hardware instances */
    uint32_t threads; /* interface threads per end */
};

struct adl_connector {
    const char *name;
    struct adl_side from, to;
    const struct adl_attribute *attributes;
    size_t attribute_count;
    struct adl_location where;
};

struct adl_end {
    const struct adl_connection *connection;
    const struct adl_instance *instance;
    const struct adl_interface *interface;
    size_t index; /* in connection.from or connection.to */
    bool is_to;
    struct adl_location where;
};

struct adl_connection {
    const char *name; /* merged connections: the names joined with '.' */
    const struct adl_connector *connector;
    const struct adl_end *from;
    size_t from_count; /* at least one */
    const struct adl_end *to;
    size_t to_count; /* at least one */
    size_t index;    /* in system.connections */
    bool implicit;   /* every end on one side was made by the compiler */
    struct adl_location where;
};

/* A setting as it was written, with what it is worth. */
struct adl_setting {
    const char *owner; /* full name; a merged connection's is that of the whole */
    const char *attribute;
    const struct adl_value *value;
};

struct map;
struct settings;

/* What holds where the specification says nothing; 0: the compiler's own defaults. */
struct adl_defaults {
    uint64_t priority;   /* of threads */
    uint64_t stack_size; /* bytes */
    uint64_t heap_size;  /* bytes */
};

/* C files of an application's own connector, from the command line; for each side one for camkes.h and one for
   camkes.c. Absolute names; NULL: none. */
struct adl_connector_code {
    const char *connector;
    const char *header[2]; /* [is_to] */
    const char *source[2];
};

struct adl_system {
    struct arena *arena;
    struct adl_defaults defaults;
    const struct adl_connector_code *code; /* at most one for each connector */
    size_t code_count;
    const struct adl_instance *instances;
    size_t instance_count;
    const struct adl_connection *connections;
    size_t connection_count;
    const struct adl_setting *setting_list; /* in the order of the specification */
    size_t setting_count;
    const struct map *instance_map, *connection_map; /* read with system_instance(), ... */
    const struct settings *settings;                 /* read with system_setting() */
};

/* ---- Settings ---- */

/*
 * What `owner.attribute = value;` says, where owner is the name of an instance or a connection, or
 * else the owner's declared default. NULL: neither.
 */
const struct adl_value *system_setting(const struct adl_system *system, const char *owner,
                                       const char *attribute);

/* The setting `<instance>.<interface>_<suffix>`, e.g. suffix "size". NULL: none. */
const struct adl_value *interface_setting(const struct adl_system *system,
                                          const struct adl_interface *interface, const char *suffix);

/*
 * Read a setting as what it should be. False without a message: not set, *result is as before.
 * False with diag_error: of another kind, or not within lowest..highest.
 */
bool setting_integer(const struct adl_value *value, int64_t lowest, uint64_t highest, adl_integer *result);
bool setting_string(const struct adl_value *value, const char **result);
bool setting_boolean(const struct adl_value *value, bool *result);

/* ---- Finding things ---- */

const struct adl_instance *system_instance(const struct adl_system *system, const char *name); /* or NULL */
const struct adl_connection *system_connection(const struct adl_system *system,
                                               const char *name); /* or NULL */
const struct adl_interface *instance_interface(const struct adl_instance *instance,
                                               const char *name); /* or NULL */
bool connection_is(const struct adl_connection *connection, const char *connector);

/* A full name as an identifier and a file name: every character that C does not allow in a name is '_'. */
const char *adl_c_name(struct arena *arena, const char *name);

#endif
