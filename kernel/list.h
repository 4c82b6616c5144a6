/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Doubly linked lists whose links stand inside the objects. A list never owns its members, and a member can
 * leave in constant time without knowing which list it is in.
 */
#ifndef KERNEL_LIST_H
#define KERNEL_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* Both the head of a list and a member's link. A link that is in no list points to itself. */
struct list {
    struct list *next, *previous;
};

/* The object of type `type` whose field `field` is the link `link`. */
#define list_entry(link, type, field) ((type *)((char *)(link)-offsetof(type, field)))

static inline void list_init(struct list *list)
{
    list->next = list;
    list->previous = list;
}

static inline bool list_empty(const struct list *list)
{
    return list->next == list;
}

/* Puts `link`, which is in no list, before `position`: at the end, if that is the head of a list. */
static inline void list_insert(struct list *position, struct list *link)
{
    link->next = position;
    link->previous = position->previous;
    position->previous->next = link;
    position->previous = link;
}

/* Takes `link` out of the list that it is in, if any. */
static inline void list_remove(struct list *link)
{
    link->previous->next = link->next;
    link->next->previous = link->previous;
    list_init(link);
}

#endif
