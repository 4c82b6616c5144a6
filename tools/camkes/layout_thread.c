/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout_thread.h"

#include <stdlib.h>

#include "layout_object.h"

static const uint64_t highest_priority = 255;

static uint64_t or_else(uint64_t given, uint64_t otherwise)
{
    return given ? given : otherwise;
}

/* Reads an integer setting of the instance, or leaves the default. */
static uint64_t instance_integer(struct plan *plan, const struct adl_instance *instance, const char *name,
                                 uint64_t lowest, uint64_t highest, uint64_t otherwise)
{
    adl_integer number = otherwise;
    setting_integer(system_setting(plan->system, instance->name, name), (int64_t)lowest, highest, &number);
    return (uint64_t)number;
}

static uint64_t thread_setting(struct plan *plan, const struct adl_instance *instance,
                               const struct adl_end *end, const char *suffix, uint64_t lowest,
                               uint64_t highest, uint64_t otherwise)
{
    const char *prefix = end ? end->interface->name : "";
    const char *name = arena_printf(plan->system->arena, "%s_%s", prefix, suffix);
    return instance_integer(plan, instance, name, lowest, highest, otherwise);
}

static const char *thread_name(struct plan *plan, const struct plan_member *member, const struct adl_end *end)
{
    const char *name = end ? end->interface->name : "control";
    return member->domain->group ? arena_printf(plan->system->arena, "%s.%s", member->instance->name, name)
                                 : name;
}

static void add_thread(struct plan *plan, struct plan_member *member, const struct adl_end *end,
                       uint64_t default_priority)
{
    const struct adl_instance *instance = member->instance;
    struct plan_domain *domain = member->domain;
    struct plan_thread thread = {.name = thread_name(plan, member, end), .member = member, .end = end};
    thread.priority =
        (uint32_t)thread_setting(plan, instance, end, "priority", 0, highest_priority, default_priority);
    thread.stack_size =
        layout_round_up(thread_setting(plan, instance, end, "stack_size", TABLE_PAGE, LAYOUT_LARGEST_STACK,
                                       or_else(plan->system->defaults.stack_size, LAYOUT_DEFAULT_STACK)),
                        TABLE_PAGE);
    /* One unmapped page under each stack, and one above the last. */
    thread.stack_base = LAYOUT_STACK_START + TABLE_PAGE;
    if (domain->thread_count > 0) {
        const struct plan_thread *last = &domain->threads[domain->thread_count - 1];
        thread.stack_base = last->stack_base + last->stack_size + TABLE_PAGE;
    }
    thread.message = LAYOUT_MESSAGE_START + domain->thread_count * TABLE_PAGE;
    thread.lock_slot = layout_private_notification(
        plan, domain, layout_name(plan->system->arena, "%s.%s.lock", instance->name, thread.name));
    uint32_t stack =
        layout_region(plan, layout_name(plan->system->arena, "%s.%s.stack", instance->name, thread.name),
                      TABLE_REGION_ZERO, thread.stack_size, 0);
    layout_map_at(plan, domain, stack, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE, thread.stack_base);
    ARENA_APPEND(plan->system->arena, domain->threads, domain->thread_count, thread);
    member->thread_count++;
    if (thread.stack_base + thread.stack_size >= LAYOUT_MESSAGE_START)
        diag_error(instance->where, "'%s' has no room for all its stacks", instance->name);
}

static void add_end_threads(struct plan *plan, struct plan_member *member, const struct adl_end *end,
                            uint64_t default_priority)
{
    const struct adl_connector *connector = end->connection->connector;
    uint32_t threads = end->is_to ? connector->to.threads : connector->from.threads;
    for (uint32_t i = 0; i < threads; i++)
        add_thread(plan, member, end, default_priority);
}

/* In the order of the connections, `from` before `to`. */
static int compare_ends(const void *left, const void *right)
{
    const struct adl_end *a = *(const struct adl_end *const *)left,
                         *b = *(const struct adl_end *const *)right;
    size_t connection_a = a->connection->index, connection_b = b->connection->index;
    if (connection_a != connection_b)
        return connection_a < connection_b ? -1 : 1;
    if (a->is_to != b->is_to)
        return a->is_to ? 1 : -1;
    return (a->index > b->index) - (a->index < b->index);
}

static void add_interface_threads(struct plan *plan, struct plan_member *member, uint64_t default_priority)
{
    const struct adl_instance *instance = member->instance;
    const struct adl_end **ends =
        ARENA_ARRAY(plan->system->arena, const struct adl_end *, instance->interface_count);
    size_t count = 0;
    for (size_t i = 0; i < instance->interface_count; i++) {
        if (instance->interfaces[i].end)
            ends[count++] = instance->interfaces[i].end;
    }
    qsort(ends, count, sizeof(*ends), compare_ends);
    for (size_t i = 0; i < count; i++)
        add_end_threads(plan, member, ends[i], default_priority);
}

/* The heaps of a group's members lie one behind the other: their C library has them as one. */
static void add_heap(struct plan *plan, struct plan_member *member)
{
    const struct adl_instance *instance = member->instance;
    struct plan_domain *domain = member->domain;
    uint64_t size =
        layout_round_up(instance_integer(plan, instance, "heap_size", TABLE_PAGE, LAYOUT_LARGEST_HEAP,
                                         or_else(plan->system->defaults.heap_size, LAYOUT_DEFAULT_HEAP)),
                        TABLE_PAGE);
    uint32_t heap = layout_region(plan, layout_name(plan->system->arena, "%s.heap", instance->name),
                                  TABLE_REGION_ZERO, size, 0);
    layout_map_at(plan, domain, heap, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE,
                  domain->heap_start + domain->heap_size);
    domain->heap_size += size;
    if (domain->heap_start + domain->heap_size >= LAYOUT_STACK_START)
        diag_error(instance->where, "the group '%s' has no room for the heap of '%s'", domain->name,
                   instance->name);
}

static void add_messages(struct plan *plan, struct plan_member *member)
{
    struct plan_domain *domain = member->domain;
    uint32_t messages =
        layout_region(plan, layout_name(plan->system->arena, "%s.messages", member->instance->name),
                      TABLE_REGION_ZERO, member->thread_count * TABLE_PAGE, 0);
    layout_map_at(plan, domain, messages, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE,
                  domain->threads[member->first_thread].message);
}

static uint32_t startup_slot(struct plan *plan, struct plan_member *member, const char *name)
{
    return layout_private_notification(
        plan, member->domain, layout_name(plan->system->arena, "%s.%s", member->instance->name, name));
}

void layout_threads(struct plan *plan, struct plan_member *member)
{
    const struct adl_instance *instance = member->instance;
    uint64_t priority = instance_integer(plan, instance, "priority", 0, highest_priority,
                                         or_else(plan->system->defaults.priority, LAYOUT_DEFAULT_PRIORITY));
    member->first_thread = (uint32_t)member->domain->thread_count;
    add_thread(plan, member, NULL, priority);
    add_interface_threads(plan, member, priority);
    add_messages(plan, member);
    add_heap(plan, member);
    if (member->thread_count == 1)
        return;
    member->start_slot = startup_slot(plan, member, "start");
    member->ready_slot = startup_slot(plan, member, "ready");
    member->serve_slot = startup_slot(plan, member, "serve");
}
