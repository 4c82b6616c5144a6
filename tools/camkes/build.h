/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the grammar's actions do: put a parsed piece in its place. Only what can be seen without
 * looking anything up is checked here.
 */
#ifndef CAMKES_BUILD_H
#define CAMKES_BUILD_H

#include "parser.h"

/* The const arrays of the flat system are filled here, while they grow. */
#define BUILD_APPEND(parse, items, count, item)                                                              \
    do {                                                                                                     \
        __typeof__(item) *grown_ = arena_grow((parse)->arena, (void *)(items), count, sizeof(item));         \
        grown_[(count)++] = (item);                                                                          \
        (items) = grown_;                                                                                    \
    } while (0)

/* What the grammar has and a system here cannot: an error that says why. */
void build_by_name(struct adl_location where, const char *what);
void build_schedule(struct adl_location where);

/* A composition or configuration outside an assembly: legal, and of no use. */
void build_unused_part(struct adl_location where, const char *what);

/* A '}' between declarations: left over by a declaration that was not understood, or an error. */
void build_stray_brace(struct adl_location where);

struct ast_name build_path(struct parse *parse, struct ast_name path, struct ast_name word,
                           struct adl_location where);

/* Values */
struct adl_value *build_string(struct parse *parse, struct adl_location where, const char *text);
struct adl_value *build_list(struct parse *parse, struct adl_location where, struct value_list values);
struct adl_value *build_dict(struct parse *parse, struct adl_location where, struct dict_list entries);
struct dict_list build_entry(struct parse *parse, struct dict_list entries, const struct adl_value *key,
                             const struct adl_value *value);

/* Types */
struct adl_type build_type(enum adl_type_kind kind, const char *c_name, struct adl_location where);
struct adl_type build_struct_type(struct parse *parse, struct ast_name name, struct adl_location where);
struct adl_type build_named_type(struct ast_name path);
struct adl_type build_inline_struct(const struct adl_struct *structure, struct adl_location where);
struct adl_struct *build_member(struct parse *parse, struct adl_struct *structure,
                                struct adl_attribute member);                          /* NULL: the first */
struct adl_struct *build_empty_struct(struct parse *parse, struct adl_location where); /* an error */
struct adl_attribute build_attribute(struct adl_type type, struct ast_name name, bool array,
                                     const struct adl_value *initial);

/* Components */
void build_interface(struct parse *parse, struct ast_component *component, enum adl_interface_kind kind,
                     struct ast_name type, struct ast_name name, bool maybe, uint64_t buffer_size);
void build_lock(struct parse *parse, struct ast_component *component, enum adl_lock_kind kind,
                struct ast_name name);
struct dataport_type build_dataport_type(struct ast_name name);
struct dataport_type build_buffer_type(struct parse *parse, const struct adl_value *size,
                                       struct adl_location where);

/* Compositions and configurations */
void build_part(struct ast_composition **place, struct ast_composition *part, struct adl_location where);
void build_settings_part(struct ast_configuration **place, struct ast_configuration *part,
                         struct adl_location where);
void build_instance(struct parse *parse, struct ast_composition *composition, struct ast_name type,
                    struct ast_name name);
void build_inline_instance(struct parse *parse, struct ast_composition *composition,
                           struct ast_component *component, struct ast_name name);
void build_group(struct parse *parse, struct ast_composition *composition, struct ast_name name,
                 const struct ast_composition *members, struct adl_location where);
void build_connection(struct parse *parse, struct ast_composition *composition, struct ast_connection type,
                      struct ast_name name, struct end_list ends);
void build_export(struct parse *parse, struct ast_composition *composition, struct ast_name source,
                  struct ast_name target);
void build_setting(struct parse *parse, struct ast_configuration *configuration, struct ast_name owner,
                   struct ast_name attribute, const struct adl_value *value);
void build_reference(struct parse *parse, struct ast_configuration *configuration, struct ast_name owner,
                     struct ast_name attribute, struct ast_name reference, struct value_list index);
struct adl_value *build_query(struct parse *parse, struct ast_name name);

/* Connectors */

/* What older specifications have on a side: a warning. */
void build_template(struct adl_location where);
struct adl_side build_side(bool hardware, enum adl_end_kind kind, bool many, const struct adl_value *threads);
void build_connector_attribute(struct parse *parse, struct adl_connector *connector,
                               struct adl_attribute attribute);

/* Procedures */
void build_procedure_include(struct parse *parse, struct adl_procedure *procedure,
                             struct adl_include include);
void build_procedure_attribute(struct parse *parse, struct adl_procedure *procedure,
                               struct adl_attribute attribute);
void build_method(struct parse *parse, struct adl_procedure *procedure, struct adl_type result,
                  struct ast_name name, const struct adl_parameter *parameters, size_t count);
struct adl_parameter build_parameter(enum adl_direction direction, struct adl_type type, struct ast_name name,
                                     bool array);

/* Declarations of a file */
void build_import(struct parse *parse, const char *path, bool angle, struct adl_location where);
void build_assembly(struct parse *parse, struct ast_name name, struct ast_assembly *assembly,
                    struct adl_location where);
void build_component(struct parse *parse, struct ast_name name, struct ast_component *component,
                     struct adl_location where);
void build_procedure(struct parse *parse, struct ast_name name, struct adl_procedure *procedure,
                     struct adl_location where);
void build_connector(struct parse *parse, struct ast_name name, struct adl_connector *connector,
                     struct adl_location where);
void build_struct(struct parse *parse, struct ast_name name, struct adl_struct *structure);

#endif
