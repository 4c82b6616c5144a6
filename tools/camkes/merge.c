/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections that have an end in common are one connection with all their ends. */
#include <stdlib.h>
#include <string.h>

#include "flat.h"

static struct link *leader(struct link *link)
{
    while (link->into) {
        if (link->into->into)
            link->into = link->into->into; /* keeps chains short */
        link = link->into;
    }
    return link;
}

static void join(struct link *first, struct link *second, const struct link_end *shared)
{
    if (first->connector != second->connector) {
        diag_error(shared->where, "'%s.%s' is an end of connections of two connectors, '%s' and '%s'",
                   shared->interface->owner->name, shared->interface->name, first->connector->name,
                   second->connector->name);
        diag_note(first->where, "the other connection is here");
        second->clashing = true;
        return;
    }
    second->into = first;
}

/* Whoever came first at an interface, in a direction, is joined by the others. */
static void find_shared(struct flat *flat)
{
    struct link **first[2];
    for (int i = 0; i < 2; i++)
        first[i] = ARENA_ARRAY(flat->arena, struct link *, flat->interface_count);
    for (size_t i = 0; i < flat->link_count; i++) {
        struct link *link = flat->links[i];
        for (size_t j = 0; j < link->end_count; j++) {
            struct link_end *end = &link->ends[j];
            struct link **slot = &first[end->is_to][end->interface - flat->interfaces];
            if (*slot && leader(*slot) != leader(link))
                join(leader(*slot), leader(link), end);
            else if (!*slot)
                *slot = link;
        }
    }
}

static void move_ends(struct flat *flat, struct link *from, struct link *to, bool *seen[2])
{
    size_t count = from->end_count;
    const struct link_end *ends = from->ends;
    for (size_t i = 0; i < count; i++) {
        bool *known = &seen[ends[i].is_to][ends[i].interface - flat->interfaces];
        if (!*known)
            ARENA_APPEND(flat->arena, to->ends, to->end_count, ends[i]);
        *known = true;
    }
}

static int compare_names(const void *a, const void *b)
{
    const struct link *const *first = a, *const *second = b;
    return strcmp((*first)->name, (*second)->name);
}

/* Sorted and joined with dots; what the compiler added does not change what the user wrote. */
static void name_merged(struct flat *flat, struct link *link)
{
    struct link **parts = ARENA_ARRAY(flat->arena, struct link *, link->part_count);
    size_t count = 0, length = 0;
    for (size_t i = 0; i < link->part_count; i++)
        if (!link->parts[i]->implicit)
            parts[count++] = link->parts[i];
    if (!count) {
        link->name = "camkes_stdio";
        return;
    }
    qsort(parts, count, sizeof(struct link *), compare_names);
    for (size_t i = 0; i < count; i++)
        length += strlen(parts[i]->name) + 1;
    char *name = ARENA_ARRAY(flat->arena, char, length), *at = name;
    for (size_t i = 0; i < count; i++) {
        at = stpcpy(at, parts[i]->name);
        *at++ = i + 1 < count ? '.' : 0;
    }
    link->name = name;
    link->implicit = false;
}

void flat_merge(struct flat *flat)
{
    find_shared(flat);
    bool *seen[2];
    for (int i = 0; i < 2; i++)
        seen[i] = ARENA_ARRAY(flat->arena, bool, flat->interface_count);
    for (size_t i = 0; i < flat->link_count; i++) {
        struct link *link = flat->links[i], *whole = leader(link);
        if (whole == link)
            continue;
        if (!whole->part_count) {
            struct link *copy = ARENA_NEW(flat->arena, struct link);
            *copy = *whole;
            copy->into = whole;
            ARENA_APPEND(flat->arena, whole->parts, whole->part_count, copy);
            whole->ends = NULL;
            whole->end_count = 0;
            move_ends(flat, copy, whole, seen);
        }
        ARENA_APPEND(flat->arena, whole->parts, whole->part_count, link);
        move_ends(flat, link, whole, seen);
    }
    for (size_t i = 0; i < flat->link_count; i++)
        if (flat->links[i]->part_count)
            name_merged(flat, flat->links[i]);
}
