/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The flat system as JSON: docs/camkes-language.md describes it. Keys stand in a fixed order, lists
 * in the order of the specification, one item a line.
 */
#include "json.h"
#include "report.h"

static const char *const interface_kinds[] = {
    [ADL_USES] = "uses",         [ADL_PROVIDES] = "provides", [ADL_EMITS] = "emits",
    [ADL_CONSUMES] = "consumes", [ADL_DATAPORT] = "dataport",
};

static const char *const lock_kinds[] = {
    [ADL_MUTEX] = "mutex",
    [ADL_SEMAPHORE] = "semaphore",
    [ADL_BINARY_SEMAPHORE] = "binary_semaphore",
};

/* "key": "text"; NULL becomes null. */
static void put_string(FILE *out, const char *key, const char *text)
{
    fprintf(out, "\"%s\": ", key);
    if (text)
        json_string(out, text);
    else
        fputs("null", out);
}

static void put_flag(FILE *out, const char *key, bool flag)
{
    fprintf(out, "\"%s\": %s", key, flag ? "true" : "false");
}

static void comma(FILE *out)
{
    fputs(", ", out);
}

/* Items go on lines of their own, `indent` blanks in. */
static void start_item(FILE *out, int indent, size_t index)
{
    fprintf(out, "%s\n%*s{", index ? "," : "", indent, "");
}

static void end_list(FILE *out, int indent, size_t count)
{
    if (count)
        fprintf(out, "\n%*s", indent, "");
    putc(']', out);
}

static void report_interfaces(const struct adl_instance *instance, FILE *out)
{
    fputs(",\n      \"interfaces\": [", out);
    for (size_t i = 0; i < instance->interface_count; i++) {
        const struct adl_interface *interface = &instance->interfaces[i];
        start_item(out, 8, i);
        put_string(out, "name", interface->name);
        comma(out);
        put_string(out, "kind", interface_kinds[interface->kind]);
        comma(out);
        put_string(out, "type", interface->type);
        comma(out);
        put_flag(out, "maybe", interface->maybe);
        comma(out);
        put_flag(out, "implicit", interface->implicit);
        comma(out);
        put_string(out, "connection", interface->end ? interface->end->connection->name : NULL);
        putc('}', out);
    }
    end_list(out, 6, instance->interface_count);
}

static void report_locks(const struct adl_instance *instance, FILE *out)
{
    fputs(",\n      \"locks\": [", out);
    for (size_t i = 0; i < instance->lock_count; i++) {
        start_item(out, 8, i);
        put_string(out, "name", instance->locks[i].name);
        comma(out);
        put_string(out, "kind", lock_kinds[instance->locks[i].kind]);
        putc('}', out);
    }
    end_list(out, 6, instance->lock_count);
}

static void report_attributes(const struct adl_instance *instance, FILE *out)
{
    fputs(",\n      \"attributes\": [", out);
    for (size_t i = 0; i < instance->attribute_count; i++) {
        const struct adl_attribute *attribute = instance->attributes[i].attribute;
        start_item(out, 8, i);
        put_string(out, "name", attribute->name);
        comma(out);
        put_string(out, "type", attribute->type.kind == ADL_TYPE_STRING ? "string" : attribute->type.c_name);
        comma(out);
        put_flag(out, "array", attribute->array);
        fputs(", \"value\": ", out);
        if (instance->attributes[i].value)
            json_value(out, instance->attributes[i].value);
        else
            fputs("null", out);
        putc('}', out);
    }
    end_list(out, 6, instance->attribute_count);
}

static void report_instance(const struct adl_instance *instance, FILE *out)
{
    start_item(out, 4, instance->index);
    fputs("\n      ", out);
    put_string(out, "name", instance->name);
    comma(out);
    put_string(out, "component", instance->component[0] ? instance->component : NULL);
    comma(out);
    put_string(out, "kind", instance->hardware ? "hardware" : "software");
    comma(out);
    put_flag(out, "control", instance->control);
    comma(out);
    put_string(out, "address_space", instance->address_space);
    report_interfaces(instance, out);
    report_locks(instance, out);
    report_attributes(instance, out);
    fputs("\n    }", out);
}

static void report_ends(const char *side, const struct adl_end *ends, size_t count, FILE *out)
{
    fprintf(out, ",\n      \"%s\": [", side);
    for (size_t i = 0; i < count; i++) {
        start_item(out, 8, i);
        put_string(out, "instance", ends[i].instance->name);
        comma(out);
        put_string(out, "interface", ends[i].interface->name);
        putc('}', out);
    }
    end_list(out, 6, count);
}

static void report_connection(const struct adl_connection *connection, FILE *out)
{
    start_item(out, 4, connection->index);
    fputs("\n      ", out);
    put_string(out, "name", connection->name);
    comma(out);
    put_string(out, "connector", connection->connector->name);
    comma(out);
    put_flag(out, "implicit", connection->implicit);
    report_ends("from", connection->from, connection->from_count, out);
    report_ends("to", connection->to, connection->to_count, out);
    fputs("\n    }", out);
}

static void report_setting(const struct adl_setting *setting, size_t index, FILE *out)
{
    start_item(out, 4, index);
    put_string(out, "owner", setting->owner);
    comma(out);
    put_string(out, "attribute", setting->attribute);
    fputs(", \"value\": ", out);
    json_value(out, setting->value);
    putc('}', out);
}

void report_json(const struct adl_system *system, FILE *out)
{
    fputs("{\n  \"version\": 1,\n  \"instances\": [", out);
    for (size_t i = 0; i < system->instance_count; i++)
        report_instance(&system->instances[i], out);
    end_list(out, 2, system->instance_count);
    fputs(",\n  \"connections\": [", out);
    for (size_t i = 0; i < system->connection_count; i++)
        report_connection(&system->connections[i], out);
    end_list(out, 2, system->connection_count);
    fputs(",\n  \"settings\": [", out);
    for (size_t i = 0; i < system->setting_count; i++)
        report_setting(&system->setting_list[i], i, out);
    end_list(out, 2, system->setting_count);
    fputs("\n}\n", out);
}
