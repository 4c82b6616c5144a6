/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The access matrix: for every domain, and for every virtual machine, the objects that it shares
 * with others or with a device, its rights, and who else holds which. Read from the resource plan,
 * so that it is what the kernel will enforce.
 */
#include "report.h"

#include <string.h>

/* One subject's rights to one object. */
struct grant {
    size_t subject;
    uint32_t rights;
};

struct object {
    const char *kind, *name;
    uint64_t size; /* memory: bytes; else 0 */
    bool outside;  /* leads out of the system of components: a device, the console, the power */
    struct grant *grants;
    size_t grant_count;
};

struct matrix {
    struct arena *arena;
    const char **subjects; /* domains, then virtual machines */
    const char **members;  /* of a domain that is a group: " (group: ...)" */
    size_t subject_count;
    struct object *objects[TABLE_SLOT_TYPES]; /* by slot type and index */
    size_t object_count[TABLE_SLOT_TYPES];
};

static const char *const kind_names[TABLE_SLOT_TYPES] = {
    [TABLE_SLOT_NOTIFICATION] = "notification",
    [TABLE_SLOT_ENDPOINT] = "endpoint",
    [TABLE_SLOT_IRQ] = "interrupt",
    [TABLE_SLOT_TIMER] = "timer",
    [TABLE_SLOT_PORTS] = "ports",
    [TABLE_SLOT_REGION] = "memory",
    [TABLE_SLOT_VM] = "machine",
    [TABLE_SLOT_VCPU] = "processor",
    [TABLE_SLOT_CONSOLE] = "console",
    [TABLE_SLOT_POWER] = "power",
};

static struct object *make_objects(struct matrix *matrix, enum table_slot_type type, size_t count,
                                   bool outside)
{
    struct object *objects = ARENA_ARRAY(matrix->arena, struct object, count);
    for (size_t i = 0; i < count; i++) {
        objects[i].kind = kind_names[type];
        objects[i].outside = outside;
        objects[i].name = "";
    }
    matrix->objects[type] = objects;
    matrix->object_count[type] = count;
    return objects;
}

static void collect_objects(struct matrix *matrix, const struct plan *plan)
{
    struct object *objects = make_objects(matrix, TABLE_SLOT_NOTIFICATION, plan->notification_count, false);
    for (size_t i = 0; i < plan->notification_count; i++)
        objects[i].name = plan->notifications[i].name;
    objects = make_objects(matrix, TABLE_SLOT_ENDPOINT, plan->endpoint_count, false);
    for (size_t i = 0; i < plan->endpoint_count; i++)
        objects[i].name = plan->endpoints[i].name;
    objects = make_objects(matrix, TABLE_SLOT_IRQ, plan->irq_count, true);
    for (size_t i = 0; i < plan->irq_count; i++)
        objects[i].name = arena_printf(matrix->arena, "%s (line %u)", plan->irqs[i].name, plan->irqs[i].line);
    objects = make_objects(matrix, TABLE_SLOT_TIMER, plan->timer_count, true);
    for (size_t i = 0; i < plan->timer_count; i++)
        objects[i].name = plan->timers[i].name;
    objects = make_objects(matrix, TABLE_SLOT_PORTS, plan->port_count, true);
    for (size_t i = 0; i < plan->port_count; i++)
        objects[i].name = arena_printf(matrix->arena, "%s (0x%x to 0x%x)", plan->ports[i].name,
                                       plan->ports[i].first, plan->ports[i].last);
    objects = make_objects(matrix, TABLE_SLOT_REGION, plan->region_count, false);
    for (size_t i = 0; i < plan->region_count; i++) {
        objects[i].name = plan->regions[i].name;
        objects[i].size = plan->regions[i].size;
        objects[i].outside = plan->regions[i].kind == TABLE_REGION_DEVICE;
    }
    objects = make_objects(matrix, TABLE_SLOT_VM, plan->machine_count, true);
    for (size_t i = 0; i < plan->machine_count; i++)
        objects[i].name = plan->machines[i].name;
    objects = make_objects(matrix, TABLE_SLOT_VCPU, plan->vcpu_count, true);
    for (size_t i = 0; i < plan->vcpu_count; i++)
        objects[i].name = plan->vcpus[i].name;
    make_objects(matrix, TABLE_SLOT_CONSOLE, 1, true);
    make_objects(matrix, TABLE_SLOT_POWER, 1, true);
}

static void grant(struct matrix *matrix, enum table_slot_type type, uint32_t index, size_t subject,
                  uint32_t rights)
{
    if (index >= matrix->object_count[type])
        return;
    struct object *object = &matrix->objects[type][index];
    /* Grants come subject by subject, so an earlier one of this subject is the last. */
    if (object->grant_count && object->grants[object->grant_count - 1].subject == subject) {
        object->grants[object->grant_count - 1].rights |= rights;
        return;
    }
    struct grant added = {subject, rights};
    ARENA_APPEND(matrix->arena, object->grants, object->grant_count, added);
}

static void collect_grants(struct matrix *matrix, const struct plan *plan)
{
    for (size_t i = 0; i < plan->domain_count; i++) {
        const struct plan_domain *domain = &plan->domains[i];
        for (size_t j = 0; j < domain->slot_count; j++)
            grant(matrix, domain->slots[j].type, domain->slots[j].object, i, domain->slots[j].rights);
        for (size_t j = 0; j < domain->mapping_count; j++)
            grant(matrix, TABLE_SLOT_REGION, domain->mappings[j].region, i, domain->mappings[j].rights);
    }
    for (size_t i = 0; i < plan->machine_count; i++)
        grant(matrix, TABLE_SLOT_REGION, plan->machines[i].ram, plan->domain_count + i,
              TABLE_RIGHT_READ | TABLE_RIGHT_WRITE | TABLE_RIGHT_EXECUTE);
}

static const char *rights_text(struct arena *arena, uint32_t rights)
{
    static const struct {
        uint32_t bit;
        const char *word;
    } words[] = {
        {TABLE_RIGHT_SIGNAL, "signal"}, {TABLE_RIGHT_WAIT, "wait"}, {TABLE_RIGHT_CALL, "call"},
        {TABLE_RIGHT_RECEIVE, "serve"}, {TABLE_RIGHT_READ, "read"}, {TABLE_RIGHT_WRITE, "write"},
        {TABLE_RIGHT_EXECUTE, "run"},
    };
    const char *text = "";
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (rights & words[i].bit)
            text = arena_printf(arena, "%s%s%s", text, text[0] ? "+" : "", words[i].word);
    return text[0] ? text : "use";
}

static bool is_shared(const struct object *object)
{
    return object->outside || object->grant_count > 1;
}

/* Two that both only call, or only signal, do not reach each other. */
static bool is_same_role(const struct object *object, const struct grant *own, const struct grant *other)
{
    bool single = !(own->rights & (own->rights - 1));
    return !object->size && single && own->rights == other->rights;
}

static void print_object(const struct matrix *matrix, const struct object *object, const struct grant *own,
                         FILE *out)
{
    const char *name = object->name;
    if (object->size)
        name = arena_printf(matrix->arena, "%s (%llu KiB)", name, (unsigned long long)object->size / 1024);
    const char *rights = rights_text(matrix->arena, own->rights);
    fprintf(out, "  %-12s  %-44s  %s", object->kind, name, rights);
    const char *separator = arena_printf(matrix->arena, "%*s", 16 - (int)strlen(rights), "");
    for (size_t i = 0; i < object->grant_count; i++) {
        const struct grant *other = &object->grants[i];
        if (other->subject == own->subject || is_same_role(object, own, other))
            continue;
        fprintf(out, "%s%s: %s", separator, matrix->subjects[other->subject],
                rights_text(matrix->arena, other->rights));
        separator = ", ";
    }
    putc('\n', out);
}

/* What a subject holds, by subject. */
struct holding {
    const struct object *object;
    const struct grant *grant;
};

static void print_subject(const struct matrix *matrix, size_t subject, const struct holding *holdings,
                          size_t count, FILE *out)
{
    uint64_t private_memory = 0, private_objects = 0;
    fprintf(out, "%s%s%s\n", subject ? "\n" : "", matrix->subjects[subject], matrix->members[subject]);
    for (size_t i = 0; i < count; i++) {
        if (is_shared(holdings[i].object))
            print_object(matrix, holdings[i].object, holdings[i].grant, out);
        else if (holdings[i].object->size)
            private_memory += holdings[i].object->size;
        else
            private_objects++;
    }
    if (private_memory || private_objects)
        fprintf(out, "  %-12s  %llu KiB of memory beside its program, %llu notifications and endpoints\n",
                "its own", (unsigned long long)private_memory / 1024, (unsigned long long)private_objects);
}

/* Who is behind the name of a group. */
static const char *members_text(struct arena *arena, const struct plan_domain *domain)
{
    if (!domain->group)
        return "";
    const char *text = "";
    for (size_t i = 0; i < domain->member_count; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : ", ", domain->members[i]->instance->name);
    return arena_printf(arena, " (group: %s)", text);
}

static void name_subjects(struct matrix *matrix, const struct plan *plan)
{
    matrix->subject_count = plan->domain_count + plan->machine_count;
    matrix->subjects = ARENA_ARRAY(matrix->arena, const char *, matrix->subject_count);
    matrix->members = ARENA_ARRAY(matrix->arena, const char *, matrix->subject_count);
    for (size_t i = 0; i < plan->domain_count; i++) {
        matrix->subjects[i] = plan->domains[i].name;
        matrix->members[i] = members_text(matrix->arena, &plan->domains[i]);
    }
    for (size_t i = 0; i < plan->machine_count; i++) {
        matrix->subjects[plan->domain_count + i] =
            arena_printf(matrix->arena, "%s (guest)", plan->machines[i].name);
        matrix->members[plan->domain_count + i] = "";
    }
}

void report_matrix(const struct plan *plan, FILE *out)
{
    struct matrix matrix = {.arena = plan->system->arena};
    name_subjects(&matrix, plan);
    collect_objects(&matrix, plan);
    collect_grants(&matrix, plan);

    struct holding **holdings = ARENA_ARRAY(matrix.arena, struct holding *, matrix.subject_count);
    size_t *counts = ARENA_ARRAY(matrix.arena, size_t, matrix.subject_count);
    for (size_t type = 0; type < TABLE_SLOT_TYPES; type++)
        for (size_t i = 0; i < matrix.object_count[type]; i++) {
            const struct object *object = &matrix.objects[type][i];
            for (size_t j = 0; j < object->grant_count; j++) {
                size_t subject = object->grants[j].subject;
                struct holding holding = {object, &object->grants[j]};
                ARENA_APPEND(matrix.arena, holdings[subject], counts[subject], holding);
            }
        }
    for (size_t i = 0; i < matrix.subject_count; i++)
        print_subject(&matrix, i, holdings[i], counts[i], out);
}
