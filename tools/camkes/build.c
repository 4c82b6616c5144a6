/* SPDX-License-Identifier: BSD-2-Clause */
#include "build.h"

#include <string.h>

#define MAX_THREADS 64

void build_by_name(struct adl_location where, const char *what)
{
    diag_error(where, "a %s cannot be named here: write its body in the assembly", what);
}

void build_schedule(struct adl_location where)
{
    diag_error(where, "a schedule needs scheduling domains, and this kernel has a single one");
    diag_note(where, "use priorities: INSTANCE.priority, INSTANCE.INTERFACE_priority");
}

void build_unused_part(struct adl_location where, const char *what)
{
    diag_warning(where, "this %s belongs to no assembly and has no effect", what);
}

void build_stray_brace(struct adl_location where)
{
    if (!diag_errors())
        diag_error(where, "unexpected '}'");
}

struct ast_name build_path(struct parse *parse, struct ast_name path, struct ast_name word,
                           struct adl_location where)
{
    const char *text = arena_printf(parse->arena, "%s.%s", path.text, word.text);
    return (struct ast_name){text, path.words + 1, where};
}

/* ---- Components ---- */

void build_interface(struct parse *parse, struct ast_component *component, enum adl_interface_kind kind,
                     struct ast_name type, struct ast_name name, bool maybe, uint64_t buffer_size)
{
    struct ast_interface interface = {
        .kind = kind, .name = name, .type = type, .buffer_size = buffer_size, .maybe = maybe};
    BUILD_APPEND(parse, component->interfaces, component->interface_count, interface);
}

void build_lock(struct parse *parse, struct ast_component *component, enum adl_lock_kind kind,
                struct ast_name name)
{
    struct adl_lock lock = {.kind = kind, .name = name.text, .where = name.where};
    BUILD_APPEND(parse, component->locks, component->lock_count, lock);
}

struct dataport_type build_dataport_type(struct ast_name name)
{
    return (struct dataport_type){name, strcmp(name.text, "Buf") ? 0 : 4096};
}

struct dataport_type build_buffer_type(struct parse *parse, const struct adl_value *size,
                                       struct adl_location where)
{
    uint64_t bytes = 4096;
    if (size->kind != ADL_VALUE_INTEGER || size->integer <= 0)
        diag_error(size->where, "the size of a dataport must be a positive integer");
    else
        bytes = (uint64_t)size->integer;
    const char *text = arena_printf(parse->arena, "Buf(%llu)", (unsigned long long)bytes);
    return (struct dataport_type){{text, 1, where}, bytes};
}

/* ---- Compositions and configurations ---- */

void build_part(struct ast_composition **place, struct ast_composition *part, struct adl_location where)
{
    if (*place) {
        diag_error(where, "a second composition");
        diag_note((*place)->name.where, "the first one is here");
    }
    *place = part;
}

void build_settings_part(struct ast_configuration **place, struct ast_configuration *part,
                         struct adl_location where)
{
    if (*place) {
        diag_error(where, "a second configuration");
        diag_note((*place)->name.where, "the first one is here");
    }
    *place = part;
}

void build_instance(struct parse *parse, struct ast_composition *composition, struct ast_name type,
                    struct ast_name name)
{
    struct ast_instance instance = {.name = name, .type = type};
    BUILD_APPEND(parse, composition->instances, composition->instance_count, instance);
}

void build_inline_instance(struct parse *parse, struct ast_composition *composition,
                           struct ast_component *component, struct ast_name name)
{
    component->name = (struct ast_name){"", 0, name.where};
    struct ast_instance instance = {.name = name, .component = component};
    BUILD_APPEND(parse, composition->instances, composition->instance_count, instance);
}

/* The first member's name is no other group's, whichever assembly that is in. */
static struct ast_name made_up_name(struct parse *parse, const struct ast_composition *members,
                                    struct adl_location where)
{
    return (struct ast_name){arena_printf(parse->arena, "group_of_%s", members->instances[0].name.text), 1,
                             where};
}

void build_group(struct parse *parse, struct ast_composition *composition, struct ast_name name,
                 const struct ast_composition *members, struct adl_location where)
{
    if (members->group_count)
        diag_error(members->groups[0].name.where, "a group can only hold instances");
    else if (members->connection_count)
        diag_error(members->connections[0].name.where, "a group can only hold instances");
    else if (members->export_count)
        diag_error(members->exports[0].source.where, "a group can only hold instances");
    if (members->instance_count == 0)
        return;
    struct ast_group group = {.name = name.words ? name : made_up_name(parse, members, where)};
    for (size_t i = 0; i < members->instance_count; i++) {
        struct ast_instance instance = members->instances[i];
        instance.group = group.name.text;
        BUILD_APPEND(parse, composition->instances, composition->instance_count, instance);
    }
    BUILD_APPEND(parse, composition->groups, composition->group_count, group);
}

void build_connection(struct parse *parse, struct ast_composition *composition,
                      struct ast_connection connection, struct ast_name name, struct end_list ends)
{
    connection.name = name;
    connection.ends = ends.ends;
    connection.end_count = ends.count;
    BUILD_APPEND(parse, composition->connections, composition->connection_count, connection);
}

void build_export(struct parse *parse, struct ast_composition *composition, struct ast_name source,
                  struct ast_name target)
{
    struct ast_export export = {source, target};
    if (source.words < 2)
        diag_error(source.where, "an export must name an instance and its interface");
    if (target.words != 1)
        diag_error(target.where, "an export must name an interface of the enclosing component");
    BUILD_APPEND(parse, composition->exports, composition->export_count, export);
}

void build_setting(struct parse *parse, struct ast_configuration *configuration, struct ast_name owner,
                   struct ast_name attribute, const struct adl_value *value)
{
    struct ast_setting setting = {.owner = owner, .attribute = attribute, .value = value};
    BUILD_APPEND(parse, configuration->settings, configuration->setting_count, setting);
}

void build_reference(struct parse *parse, struct ast_configuration *configuration, struct ast_name owner,
                     struct ast_name attribute, struct ast_name reference, struct value_list index)
{
    struct ast_setting setting = {.owner = owner,
                                  .attribute = attribute,
                                  .reference = reference,
                                  .index = index.items,
                                  .index_count = index.count};
    BUILD_APPEND(parse, configuration->settings, configuration->setting_count, setting);
}

struct adl_value *build_query(struct parse *parse, struct ast_name name)
{
    if (!strcmp(name.text, "dtb") || !strcmp(name.text, "gpio"))
        diag_error(name.where, "'%s' asks a device tree, and a PC has none", name.text);
    else
        diag_error(name.where, "unknown query '%s'", name.text);
    return parse_integer(parse, name.where, 0);
}

/* ---- Connectors ---- */

void build_template(struct adl_location where)
{
    diag_warning(where, "the template is not read: a C header holds the glue of own connectors");
}

struct adl_side build_side(bool hardware, enum adl_end_kind kind, bool many, const struct adl_value *threads)
{
    uint32_t count = 1;
    if (threads &&
        (threads->kind != ADL_VALUE_INTEGER || threads->integer < 0 || threads->integer > MAX_THREADS))
        diag_error(threads->where, "the number of threads must be an integer from 0 to %d", MAX_THREADS);
    else if (threads)
        count = (uint32_t)threads->integer;
    return (struct adl_side){.kind = kind, .many = many, .hardware = hardware, .threads = count};
}

void build_connector_attribute(struct parse *parse, struct adl_connector *connector,
                               struct adl_attribute attribute)
{
    BUILD_APPEND(parse, connector->attributes, connector->attribute_count, attribute);
}

/* ---- Procedures ---- */

void build_procedure_include(struct parse *parse, struct adl_procedure *procedure, struct adl_include include)
{
    BUILD_APPEND(parse, procedure->includes, procedure->include_count, include);
}

void build_procedure_attribute(struct parse *parse, struct adl_procedure *procedure,
                               struct adl_attribute attribute)
{
    BUILD_APPEND(parse, procedure->attributes, procedure->attribute_count, attribute);
}

void build_method(struct parse *parse, struct adl_procedure *procedure, struct adl_type result,
                  struct ast_name name, const struct adl_parameter *parameters, size_t count)
{
    struct adl_method method = {.name = name.text,
                                .result = result,
                                .parameters = parameters,
                                .parameter_count = count,
                                .where = name.where};
    BUILD_APPEND(parse, procedure->methods, procedure->method_count, method);
}

struct adl_parameter build_parameter(enum adl_direction direction, struct adl_type type, struct ast_name name,
                                     bool array)
{
    return (struct adl_parameter){
        .direction = direction, .name = name.text, .type = type, .array = array, .where = name.where};
}

/* ---- Declarations of a file ---- */

static void add_item(struct parse *parse, struct ast_item item)
{
    BUILD_APPEND(parse, parse->file->items, parse->file->item_count, item);
}

/* All but assemblies can only be referred to by name, so a nameless one is a slip. */
static void need_name(struct ast_name name, struct adl_location where, const char *what)
{
    if (!name.words)
        diag_error(where, "this %s needs a name", what);
}

void build_import(struct parse *parse, const char *path, bool angle, struct adl_location where)
{
    add_item(parse, (struct ast_item){.kind = AST_IMPORT, .import = {path, angle, where}});
}

void build_assembly(struct parse *parse, struct ast_name name, struct ast_assembly *assembly,
                    struct adl_location where)
{
    if (!name.words)
        name.where = where;
    assembly->name = name;
    add_item(parse, (struct ast_item){.kind = AST_ASSEMBLY, .name = name, .assembly = assembly});
}

void build_component(struct parse *parse, struct ast_name name, struct ast_component *component,
                     struct adl_location where)
{
    need_name(name, where, "component");
    component->name = name;
    add_item(parse, (struct ast_item){.kind = AST_COMPONENT, .name = name, .component = component});
}

void build_procedure(struct parse *parse, struct ast_name name, struct adl_procedure *procedure,
                     struct adl_location where)
{
    need_name(name, where, "procedure");
    procedure->name = name.text;
    procedure->where = name.where;
    add_item(parse, (struct ast_item){.kind = AST_PROCEDURE, .name = name, .procedure = procedure});
}

void build_connector(struct parse *parse, struct ast_name name, struct adl_connector *connector,
                     struct adl_location where)
{
    need_name(name, where, "connector");
    connector->name = name.text;
    connector->where = name.where;
    add_item(parse, (struct ast_item){.kind = AST_CONNECTOR, .name = name, .connector = connector});
}

void build_struct(struct parse *parse, struct ast_name name, struct adl_struct *structure)
{
    structure->name = name.text;
    structure->where = name.where;
    add_item(parse, (struct ast_item){.kind = AST_STRUCT, .name = name, .structure = structure});
}
