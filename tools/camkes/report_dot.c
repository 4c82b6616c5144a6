/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The assembly as a picture: boxes are instances (dashed: hardware), a frame around several is a group,
 * arrows are connections. Calls are solid with a full head, events dashed with an open one, shared memory
 * is a bold line without direction. A connection with several ends on both sides meets in a dot. Output
 * that the compiler connected by itself is left out, as it comes from every box.
 */
#include "report.h"

#include <string.h>

#include "map.h"

/* A string of the graph language. */
static void put_quoted(FILE *out, const char *text)
{
    putc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            putc('\\', out);
        putc(*text, out);
    }
    putc('"', out);
}

/* Text inside an HTML-like label. */
static void put_html(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '<')
            fputs("&lt;", out);
        else if (*text == '>')
            fputs("&gt;", out);
        else if (*text == '&')
            fputs("&amp;", out);
        else
            putc(*text, out);
    }
}

static void put_instance(FILE *out, const struct adl_instance *instance)
{
    fputs("    ", out);
    put_quoted(out, instance->name);
    fputs(" [label=<<b>", out);
    put_html(out, instance->name);
    fputs("</b>", out);
    if (instance->component[0]) {
        fputs("<br/><font point-size=\"10\" color=\"#555555\">", out);
        put_html(out, instance->component);
        fputs("</font>", out);
    }
    fprintf(out, ">%s];\n", instance->hardware ? ", style=\"dashed,rounded\", color=\"#888888\"" : "");
}

/* The instances of one domain: a group's stand in a frame with its name. */
static void put_group(FILE *out, const struct adl_system *system, const char *address_space)
{
    fputs("    subgraph ", out);
    put_quoted(out, arena_printf(system->arena, "cluster %s", address_space));
    fputs(" {\n    style=rounded; color=\"#888888\"; label=<group <b>", out);
    put_html(out, address_space);
    fputs("</b>>;\n", out);
    for (size_t i = 0; i < system->instance_count; i++)
        if (strcmp(system->instances[i].address_space, address_space) == 0)
            put_instance(out, &system->instances[i]);
    fputs("    }\n", out);
}

static void put_instances(FILE *out, const struct adl_system *system)
{
    struct map *groups = map_create(system->arena);
    for (size_t i = 0; i < system->instance_count; i++) {
        const struct adl_instance *instance = &system->instances[i];
        if (!instance->group)
            put_instance(out, instance);
        else if (!map_put(groups, instance->address_space, (void *)instance))
            put_group(out, system, instance->address_space);
    }
}

static const char *edge_style(enum adl_end_kind kind)
{
    switch (kind) {
    case ADL_END_PROCEDURE:
        return "color=\"#1f4e8c\", arrowhead=normal";
    case ADL_END_EVENT:
        return "color=\"#b3541e\", style=dashed, arrowhead=vee";
    default:
        return "color=\"#2e7d32\", penwidth=2, dir=none";
    }
}

/* "do_print", or "data / buffer" if the two sides call it differently. */
static void put_label(FILE *out, const char *from, const char *to)
{
    fputs("label=<", out);
    put_html(out, from);
    if (strcmp(from, to)) {
        fputs(" / ", out);
        put_html(out, to);
    }
    putc('>', out);
}

static void put_edge(FILE *out, const struct adl_end *from, const struct adl_end *to)
{
    fputs("    ", out);
    put_quoted(out, from->instance->name);
    fputs(" -> ", out);
    put_quoted(out, to->instance->name);
    fprintf(out, " [%s, ", edge_style(from->connection->connector->from.kind));
    put_label(out, from->interface->name, to->interface->name);
    fputs("];\n", out);
}

/* Edges between one end and each of the others keep the number of lines linear. */
static void put_star(FILE *out, const struct adl_connection *connection)
{
    const char *style = edge_style(connection->connector->from.kind);
    char name[32];
    snprintf(name, sizeof(name), "connection %zu", connection->index);
    fprintf(out, "    \"%s\" [shape=point, xlabel=<", name);
    put_html(out, connection->name);
    fputs(">];\n", out);
    for (size_t i = 0; i < connection->from_count; i++) {
        fputs("    ", out);
        put_quoted(out, connection->from[i].instance->name);
        fprintf(out, " -> \"%s\" [%s, arrowhead=none, label=<", name, style);
        put_html(out, connection->from[i].interface->name);
        fputs(">];\n", out);
    }
    for (size_t i = 0; i < connection->to_count; i++) {
        fprintf(out, "    \"%s\" -> ", name);
        put_quoted(out, connection->to[i].instance->name);
        fprintf(out, " [%s, label=<", style);
        put_html(out, connection->to[i].interface->name);
        fputs(">];\n", out);
    }
}

static void put_connection(FILE *out, const struct adl_connection *connection)
{
    if (connection->from_count > 1 && connection->to_count > 1) {
        put_star(out, connection);
        return;
    }
    for (size_t i = 0; i < connection->from_count; i++)
        for (size_t j = 0; j < connection->to_count; j++)
            if (!connection->from[i].interface->implicit)
                put_edge(out, &connection->from[i], &connection->to[j]);
}

void report_dot(const struct adl_system *system, FILE *out)
{
    fputs("digraph assembly {\n"
          "    graph [rankdir=LR, nodesep=0.4, ranksep=1.2, fontname=\"Helvetica\", bgcolor=\"#ffffff\", "
          "pad=0.2];\n"
          "    node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", fontname=\"Helvetica\"];\n"
          "    edge [fontname=\"Helvetica\", fontsize=10];\n",
          out);
    put_instances(out, system);
    for (size_t i = 0; i < system->connection_count; i++)
        put_connection(out, &system->connections[i]);
    fputs("}\n", out);
}
