/* SPDX-License-Identifier: BSD-2-Clause */
#include "invariants.h"

#include <string.h>

#include "abi/system_table.h"
#include "kernel/table.h"

#define TEXT_(line) #line
#define TEXT(line)  TEXT_(line)

/* Ends the calling function with the text of the invariant if it does not hold. */
#define HOLDS(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            return __FILE__ ":" TEXT(__LINE__) ": " #condition;                                              \
    } while (0)

#define TRY(call)                                                                                            \
    do {                                                                                                     \
        const char *broken = call;                                                                           \
        if (broken != NULL)                                                                                  \
            return broken;                                                                                   \
    } while (0)

#define EACH(i, array) for (uint32_t i = 0; i < v->header->array.count; i++)

static const char *place(const struct table_array *array, size_t record, size_t size, unsigned char *used)
{
    HOLDS(array->offset + array->count * (unsigned __int128)record <= size);
    for (size_t i = 0; i < array->count * record; i++)
        HOLDS(!used[array->offset + i]++);
    return NULL;
}

/* Every byte of the table is used by one array at most. */
static const char *places(const struct table_header *h, size_t size)
{
    static unsigned char used[1u << 16];
    HOLDS(size >= sizeof *h && h->table_size <= h->image_size && h->image_size <= size);
    HOLDS(h->table_size <= sizeof used);
    memset(used, 0, sizeof used);
    memset(used, 1, sizeof *h);
    TRY(place(&h->domains, sizeof(struct table_domain), h->table_size, used));
    TRY(place(&h->threads, sizeof(struct table_thread), h->table_size, used));
    TRY(place(&h->slots, sizeof(struct table_slot), h->table_size, used));
    TRY(place(&h->mappings, sizeof(struct table_mapping), h->table_size, used));
    TRY(place(&h->regions, sizeof(struct table_region), h->table_size, used));
    TRY(place(&h->notifications, sizeof(struct table_notification), h->table_size, used));
    TRY(place(&h->endpoints, sizeof(struct table_endpoint), h->table_size, used));
    TRY(place(&h->irqs, sizeof(struct table_irq), h->table_size, used));
    TRY(place(&h->port_ranges, sizeof(struct table_port_range), h->table_size, used));
    TRY(place(&h->timers, sizeof(struct table_timer), h->table_size, used));
    TRY(place(&h->vms, sizeof(struct table_vm), h->table_size, used));
    TRY(place(&h->vm_mappings, sizeof(struct table_vm_mapping), h->table_size, used));
    TRY(place(&h->vcpus, sizeof(struct table_vcpu), h->table_size, used));
    return place(&h->strings, 1, h->table_size, used);
}

static const char *regions(const struct table_view *v)
{
    EACH(i, regions)
    {
        const struct table_region *r = &v->regions[i];
        unsigned __int128 payload_end = (unsigned __int128)r->image_offset + r->image_size;
        HOLDS(r->kind <= TABLE_REGION_DEVICE);
        HOLDS(r->size > 0 && r->size % 4096 == 0 && r->image_size <= r->size);
        HOLDS(r->image_offset % 4096 == 0 && payload_end <= v->header->image_size);
        HOLDS(r->image_size == 0 || r->image_offset >= v->header->table_size);
        HOLDS(r->kind != TABLE_REGION_IMAGE || r->image_size == r->size);
        HOLDS(r->kind == TABLE_REGION_DEVICE || r->address == 0);
        HOLDS(r->address % 4096 == 0);
        HOLDS(r->kind != TABLE_REGION_DEVICE || (unsigned __int128)r->address + r->size <= 1ull << 52);
        HOLDS(strlen(v->strings + r->name) <= 63);
    }
    return NULL;
}

static const char *mapping(const struct table_view *v, uint32_t region, uint32_t rights, uint64_t offset,
                           uint64_t size)
{
    HOLDS(region < v->header->regions.count);
    const struct table_region *r = &v->regions[region];
    HOLDS((unsigned __int128)offset + size <= r->size && size > 0 && (offset | size) % 4096 == 0);
    HOLDS((rights & 0x10) != 0 && (rights & ~0x70u) == 0);
    HOLDS(r->kind != TABLE_REGION_IMAGE || rights == 0x10);
    HOLDS(r->kind != TABLE_REGION_DEVICE || (rights & 0x40) == 0);
    return NULL;
}

static const char *mappings(const struct table_view *v)
{
    EACH(i, mappings)
    {
        const struct table_mapping *m = &v->mappings[i];
        TRY(mapping(v, m->region, m->rights, m->offset, m->size));
        HOLDS(m->address >= TABLE_USER_START && m->address < TABLE_USER_END && m->address % 4096 == 0);
        HOLDS(m->size <= TABLE_USER_END - m->address);
        EACH(j, mappings)
        HOLDS(m->region != v->mappings[j].region || ((m->rights | v->mappings[j].rights) & 0x60) != 0x60);
        EACH(j, slots)
        HOLDS(v->slots[j].type != TABLE_SLOT_REGION || v->slots[j].object != m->region ||
              ((m->rights & 0x40) | (v->slots[j].rights & 0x20)) != 0x60);
    }
    EACH(i, vm_mappings)
    {
        const struct table_vm_mapping *m = &v->vm_mappings[i];
        TRY(mapping(v, m->region, m->rights, m->offset, m->size));
        HOLDS(m->address % 4096 == 0 && m->address < 1ull << 40 && m->size <= (1ull << 40) - m->address);
        EACH(j, mappings)
        HOLDS(m->region != v->mappings[j].region ||
              ((m->rights & 0x20) | (v->mappings[j].rights & 0x40)) != 0x60);
    }
    return NULL;
}

static const struct table_mapping *find(const struct table_view *v, const struct table_domain *d,
                                        uint64_t address)
{
    for (uint32_t i = d->first_mapping; i < d->first_mapping + d->mappings; i++)
        if (address >= v->mappings[i].address && address < v->mappings[i].address + v->mappings[i].size)
            return &v->mappings[i];
    return NULL;
}

static const char *threads(const struct table_view *v, const struct table_domain *d)
{
    for (uint32_t i = d->first_thread; i < d->first_thread + d->threads; i++) {
        const struct table_thread *t = &v->threads[i];
        const struct table_mapping *code = find(v, d, t->entry), *stack = find(v, d, t->stack_top - 1);
        const struct table_mapping *message = find(v, d, t->message);
        HOLDS(t->priority <= 255 && code != NULL && (code->rights & 0x40) != 0);
        HOLDS(stack != NULL && (stack->rights & 0x20) != 0 && stack->address + stack->size == t->stack_top);
        HOLDS(message != NULL && (message->rights & 0x30) == 0x30 && t->message % 4096 == 0);
        HOLDS(v->regions[message->region].kind <= TABLE_REGION_COPY);
        uint32_t bound = t->bound_notification;
        HOLDS(bound == TABLE_NONE || bound < v->header->notifications.count);
        EACH(j, threads)
        HOLDS(j == i || bound == TABLE_NONE || v->threads[j].bound_notification != bound);
    }
    return NULL;
}

static const char *messages(const struct table_view *v)
{
    EACH(a, domains)
    EACH(b, domains)
    {
        const struct table_domain *da = &v->domains[a], *db = &v->domains[b];
        for (uint32_t i = da->first_thread; i < da->first_thread + da->threads; i++)
            for (uint32_t j = db->first_thread; j < db->first_thread + db->threads; j++) {
                uint64_t at = v->threads[i].message, other = v->threads[j].message;
                const struct table_mapping *m = find(v, da, at), *n = find(v, db, other);
                HOLDS(i == j || m->region != n->region ||
                      at - m->address + m->offset != other - n->address + n->offset);
            }
    }
    return NULL;
}

static const char *slot(const struct table_view *v, uint32_t index)
{
    const struct table_slot *s = &v->slots[index];
    const struct table_header *h = v->header;
    const uint32_t objects[TABLE_SLOT_TYPES] = {
        1,
        1,
        h->notifications.count,
        h->endpoints.count,
        h->irqs.count,
        h->timers.count,
        h->port_ranges.count,
        h->regions.count,
        h->vms.count,
        h->vcpus.count,
        1,
        1,
    };
    static const uint32_t rights[TABLE_SLOT_TYPES] = {0, 0, 0x03, 0x0c, 0, 0, 0, 0x30, 0, 0, 0, 0};
    HOLDS(s->type < TABLE_SLOT_TYPES && s->object < objects[s->type] && (s->rights & ~rights[s->type]) == 0);
    bool alone = s->type == TABLE_SLOT_IRQ || s->type == TABLE_SLOT_TIMER || s->type == TABLE_SLOT_VCPU;
    EACH(j, slots)
    HOLDS(!alone || j == index || v->slots[j].type != s->type || v->slots[j].object != s->object);
    HOLDS(s->type != TABLE_SLOT_REGION || v->regions[s->object].kind != TABLE_REGION_IMAGE ||
          s->rights == 0x10);
    return NULL;
}

static const char *domains(const struct table_view *v)
{
    uint32_t thread = 0, slots = 0, maps = 0;
    EACH(i, domains)
    {
        const struct table_domain *d = &v->domains[i];
        HOLDS(d->first_thread == thread && d->first_slot == slots && d->first_mapping == maps);
        HOLDS(d->threads > 0 && d->slots > 0 && d->mappings > 0);
        thread += d->threads, slots += d->slots, maps += d->mappings;
        HOLDS(thread <= v->header->threads.count && slots <= v->header->slots.count &&
              maps <= v->header->mappings.count);
        HOLDS(v->slots[d->first_slot].type == TABLE_SLOT_SELF);
        for (uint32_t j = d->first_mapping + 1; j < d->first_mapping + d->mappings; j++)
            HOLDS(v->mappings[j].address >= v->mappings[j - 1].address + v->mappings[j - 1].size);
        TRY(threads(v, d));
    }
    HOLDS(thread == v->header->threads.count && slots == v->header->slots.count &&
          maps == v->header->mappings.count);
    return NULL;
}

/* A vCPU's block is mapped in the domain that holds the vCPU, and nowhere else. */
static const char *block(const struct table_view *v, uint32_t vcpu)
{
    uint32_t region = v->vcpus[vcpu].block;
    HOLDS(region < v->header->regions.count && v->regions[region].size == 4096);
    HOLDS(v->regions[region].kind == TABLE_REGION_ZERO);
    EACH(i, vcpus)
    HOLDS(i == vcpu || v->vcpus[i].block != region);
    EACH(i, vm_mappings)
    HOLDS(v->vm_mappings[i].region != region);
    EACH(d, domains)
    {
        const struct table_domain *domain = &v->domains[d];
        bool holds = false, maps = false;
        for (uint32_t i = domain->first_slot; i < domain->first_slot + domain->slots; i++) {
            holds |= v->slots[i].type == TABLE_SLOT_VCPU && v->slots[i].object == vcpu;
            HOLDS(v->slots[i].type != TABLE_SLOT_REGION || v->slots[i].object != region);
        }
        for (uint32_t i = domain->first_mapping; i < domain->first_mapping + domain->mappings; i++)
            maps |= v->mappings[i].region == region;
        HOLDS(holds || !maps);
    }
    return NULL;
}

static const char *machines(const struct table_view *v)
{
    uint32_t maps = 0;
    EACH(i, vms)
    {
        const struct table_vm *vm = &v->vms[i];
        HOLDS(vm->first_mapping == maps && vm->mappings > 0);
        maps += vm->mappings;
        for (uint32_t j = vm->first_mapping + 1; j < maps; j++)
            HOLDS(v->vm_mappings[j].address >= v->vm_mappings[j - 1].address + v->vm_mappings[j - 1].size);
    }
    HOLDS(maps == v->header->vm_mappings.count);
    EACH(i, vcpus)
    {
        const struct table_vcpu *vcpu = &v->vcpus[i];
        HOLDS(vcpu->vm < v->header->vms.count && vcpu->endpoint < v->header->endpoints.count);
        HOLDS(vcpu->priority <= 255);
        TRY(block(v, i));
    }
    return NULL;
}

static const char *devices(const struct table_view *v)
{
    EACH(i, irqs)
    {
        HOLDS(v->irqs[i].line >= 3 && v->irqs[i].line <= 15 && v->irqs[i].badge != 0);
        HOLDS(v->irqs[i].notification < v->header->notifications.count);
        EACH(j, irqs)
        HOLDS(j == i || v->irqs[j].line != v->irqs[i].line);
    }
    EACH(i, port_ranges)
    for (uint32_t port = v->port_ranges[i].first; port <= v->port_ranges[i].last; port++)
        HOLDS((port & 0xff7e) != 0x20 && port != 0x40 && port != 0x43);
    EACH(i, timers)
    HOLDS(v->timers[i].notification < v->header->notifications.count && v->timers[i].badge != 0);
    return NULL;
}

const char *invariant_broken(const void *image, size_t size)
{
    struct table_view view;
    TRY(places(image, size));
    table_view_init(&view, image);
    TRY(regions(&view));
    TRY(mappings(&view));
    TRY(domains(&view));
    TRY(messages(&view));
    for (uint32_t i = 0; i < view.header->slots.count; i++)
        TRY(slot(&view, i));
    TRY(machines(&view));
    return devices(&view);
}
