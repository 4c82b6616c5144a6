/* SPDX-License-Identifier: BSD-2-Clause */
#include "sample.h"

#include <stdlib.h>
#include <string.h>

#define R  TABLE_RIGHT_READ
#define RW (TABLE_RIGHT_READ | TABLE_RIGHT_WRITE)
#define RX (TABLE_RIGHT_READ | TABLE_RIGHT_EXECUTE)

#define STACK   0x2000000000u
#define MESSAGE 0x2100000000u
#define RAM     (64u << 20)

/* By a table that is computed, unlike the kernel's, which is written down. */
static uint32_t crc32_of(const unsigned char *bytes, size_t size)
{
    static uint32_t step[256];
    for (uint32_t i = 0; step[255] == 0 && i < 256; i++) {
        step[i] = i;
        for (int bit = 0; bit < 8; bit++)
            step[i] = (step[i] & 1) != 0 ? step[i] >> 1 ^ 0xedb88320u : step[i] >> 1;
    }
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < size; i++)
        crc = crc >> 8 ^ step[(crc ^ bytes[i]) & 255];
    return ~crc;
}

void sample_seal(void *image, size_t size)
{
    struct table_header *header = image;
    if (size < sizeof *header)
        return;
    header->checksum = 0;
    header->checksum = crc32_of(image, header->table_size < size ? header->table_size : size);
}

#define PLACE(array)                                                                                         \
    sample->header.array = (struct table_array)                                                              \
    {                                                                                                        \
        offsetof(struct sample, array), sizeof sample->array / sizeof sample->array[0]                       \
    }

static void place_arrays(struct sample *sample)
{
    sample->header.magic = TABLE_MAGIC;
    sample->header.version = TABLE_VERSION;
    sample->header.table_size = offsetof(struct sample, payload);
    sample->header.image_size = sizeof *sample;
    PLACE(domains);
    PLACE(threads);
    PLACE(slots);
    PLACE(mappings);
    PLACE(regions);
    PLACE(notifications);
    PLACE(endpoints);
    PLACE(irqs);
    PLACE(port_ranges);
    PLACE(timers);
    PLACE(vms);
    PLACE(vm_mappings);
    PLACE(vcpus);
    PLACE(strings);
}

static void fill_names(struct sample *sample)
{
    strcpy(sample->strings, "sample");
    memset(sample->strings + SAMPLE_NAME_LONGEST, 'x', TABLE_NAME_MAX);
    memset(sample->strings + SAMPLE_NAME_TOO_LONG, 'y', TABLE_NAME_MAX + 1);
    strcpy(sample->strings + SAMPLE_NAME_UNPRINTABLE, "bell\a");
}

static void fill_domains(struct sample *sample)
{
    const struct table_domain domains[] = {
        {0, 0, 2, SAMPLE_SLOTS_0, 12, SAMPLE_MAPPINGS_0, 10, 0, 0x400100},
        {0, SAMPLE_THREADS_1, 1, SAMPLE_SLOTS_1, 7, SAMPLE_MAPPINGS_1, 4, 0, 0},
        {0, SAMPLE_THREADS_2, 1, SAMPLE_SLOTS_2, 2, SAMPLE_MAPPINGS_2, 4, 0, TABLE_USER_START},
    };
    const struct table_thread threads[] = {
        {0, 254, 0, 0, 0x400000, STACK + 0x2000, MESSAGE, 0},
        {0, 200, TABLE_NONE, 0, 0x401fff, STACK + 0x6000, MESSAGE + 0x1000, 1},
        {0, 254, 1, 0, 0x400000, STACK + 0x2000, MESSAGE, 0},
        {0, 0, TABLE_NONE, 0, 0x400800, STACK + 0x2000, MESSAGE, 0},
    };
    memcpy(sample->domains, domains, sizeof domains);
    memcpy(sample->threads, threads, sizeof threads);
}

static void fill_slots(struct sample *sample)
{
    const struct table_slot slots[] = {
        {TABLE_SLOT_SELF, 0, 0, 0, 0},
        {TABLE_SLOT_EMPTY, 0, 0, 0, 0},
        {TABLE_SLOT_NOTIFICATION, 0, TABLE_RIGHT_WAIT, 0, 0},
        {TABLE_SLOT_NOTIFICATION, 2, TABLE_RIGHT_SIGNAL, 0, 1},
        {TABLE_SLOT_ENDPOINT, 0, TABLE_RIGHT_RECEIVE, 0, 0},
        {TABLE_SLOT_ENDPOINT, 1, TABLE_RIGHT_CALL, 0, 7},
        {TABLE_SLOT_TIMER, 0, 0, 0, 0},
        {TABLE_SLOT_REGION, 7, RW, 0, 0},
        {TABLE_SLOT_VM, 0, 0, 0, 0},
        {TABLE_SLOT_VCPU, 0, 0, 0, 0},
        {TABLE_SLOT_VCPU, 1, 0, 0, 0},
        {TABLE_SLOT_POWER, 0, 0, 0, 0},

        {TABLE_SLOT_SELF, 0, 0, 0, 0},
        {TABLE_SLOT_ENDPOINT, 1, TABLE_RIGHT_RECEIVE, 0, 0},
        {TABLE_SLOT_NOTIFICATION, 1, TABLE_RIGHT_SIGNAL | TABLE_RIGHT_WAIT, 0, UINT64_MAX},
        {TABLE_SLOT_IRQ, 0, 0, 0, 0},
        {TABLE_SLOT_PORTS, 0, 0, 0, 0},
        {TABLE_SLOT_PORTS, 1, 0, 0, 0},
        {TABLE_SLOT_CONSOLE, 0, 0, 0, 0},

        {TABLE_SLOT_SELF, 0, 0, 0, 0},
        {TABLE_SLOT_NOTIFICATION, 2, TABLE_RIGHT_WAIT, 0, 0},
    };
    _Static_assert(sizeof slots == sizeof sample->slots, "one initialiser per slot");
    memcpy(sample->slots, slots, sizeof slots);
}

static void fill_mappings(struct sample *sample)
{
    const struct table_mapping mappings[] = {
        {0, RX, 0x400000, 0, 0x2000},     {1, RW, 0x600000, 0, 0x4000},
        {1, RW, STACK, 0x4000, 0x2000},   {1, RW, STACK + 0x4000, 0x6000, 0x2000},
        {1, RW, MESSAGE, 0x8000, 0x2000}, {7, RW, 0x3000000000, 0, 0x1000},
        {2, RW, 0x5000000000, 0, 0x1000}, {10, RW, 0x5000001000, 0, 0x1000},
        {3, RW, 0x6000000000, 0, RAM},    {4, R, TABLE_USER_END - 0x1000, 0, 0x1000},

        {5, RX, 0x400000, 0, 0x1000},     {6, RW, STACK, 0, 0x2000},
        {6, RW, MESSAGE, 0x2000, 0x1000}, {8, RW, 0x4000000000, 0, 0x1000},

        {5, RX, 0x400000, 0, 0x1000},     {9, RW, STACK, 0, 0x2000},
        {9, RW, MESSAGE, 0x2000, 0x1000}, {7, R, 0x3000000000, 0, 0x1000},
    };
    _Static_assert(sizeof mappings == sizeof sample->mappings, "one initialiser per mapping");
    memcpy(sample->mappings, mappings, sizeof mappings);
}

static void fill_regions(struct sample *sample)
{
    const uint64_t payload = offsetof(struct sample, payload);
    const struct table_region regions[] = {
        {0, TABLE_REGION_COPY, 0x2000, 0, payload, 0x1800},
        {0, TABLE_REGION_ZERO, 0x10000, 0, 0, 0},
        {0, TABLE_REGION_ZERO, 0x1000, 0, 0, 0},
        {0, TABLE_REGION_ZERO, RAM, 0, 0, 0},
        {0, TABLE_REGION_IMAGE, 0x1000, 0, payload + 0x2000, 0x1000},
        {0, TABLE_REGION_COPY, 0x1000, 0, payload + 0x3000, 0x1000},
        {0, TABLE_REGION_ZERO, 0x8000, 0, 0, 0},
        {0, TABLE_REGION_ZERO, 0x1000, 0, 0, 0},
        {0, TABLE_REGION_DEVICE, 0x1000, 0xfed00000, 0, 0},
        {SAMPLE_NAME_LONGEST, TABLE_REGION_ZERO, 0x8000, 0, 0, 0},
        {0, TABLE_REGION_ZERO, 0x1000, 0, 0, 0},
    };
    _Static_assert(sizeof regions == sizeof sample->regions, "one initialiser per region");
    memcpy(sample->regions, regions, sizeof regions);
}

static void fill_devices(struct sample *sample)
{
    sample->irqs[0] = (struct table_irq){0, 4, 1, 0, 1};
    sample->irqs[1] = (struct table_irq){0, 15, 1, TABLE_IRQ_LEVEL, 2};
    sample->port_ranges[0] = (struct table_port_range){0, 0x3f8, 0x3ff};
    sample->port_ranges[1] = (struct table_port_range){0, 0x70, 0x70};
    sample->timers[0] = (struct table_timer){0, 0, 1};
    sample->timers[1] = (struct table_timer){0, 2, 1ull << 63};
    sample->vms[0] = (struct table_vm){0, 0, 2, 64};
    sample->vms[1] = (struct table_vm){0, 2, 1, 0};
    const uint32_t all = TABLE_RIGHT_READ | TABLE_RIGHT_WRITE | TABLE_RIGHT_EXECUTE;
    sample->vm_mappings[0] = (struct table_vm_mapping){3, all, 0, 0, RAM};
    sample->vm_mappings[1] = (struct table_vm_mapping){4, R, 0xf0000000, 0, 0x1000};
    sample->vm_mappings[2] = (struct table_vm_mapping){3, RX, (1ull << 40) - 0x1000, 0x2000, 0x1000};
    sample->vcpus[0] = (struct table_vcpu){0, 0, 100, 0, 2, 0, 5};
    sample->vcpus[1] = (struct table_vcpu){0, 1, 253, 0, 10, 0, 0};
}

void sample_init(struct sample *sample)
{
    memset(sample, 0, sizeof *sample);
    place_arrays(sample);
    fill_names(sample);
    fill_domains(sample);
    fill_slots(sample);
    fill_mappings(sample);
    fill_regions(sample);
    fill_devices(sample);
    sample_seal(sample, sizeof *sample);
}

/* Records of sample_large() per instance. */
enum {
    THREADS = 2,
    SLOTS = 4,
    MAPPINGS = 5,
    REGIONS = 2,
};

struct large {
    struct table_header *header;
    struct table_domain *domains;
    struct table_thread *threads;
    struct table_slot *slots;
    struct table_mapping *mappings;
    struct table_region *regions;
    struct table_notification *notifications;
    struct table_port_range *port_ranges;
};

static void fill_instance(const struct large *large, uint32_t i, uint32_t port_domains, uint64_t payload)
{
    struct table_thread *threads = &large->threads[i * THREADS];
    struct table_slot *slots = &large->slots[i * SLOTS];
    struct table_mapping *mappings = &large->mappings[i * MAPPINGS];
    struct table_region *regions = &large->regions[i * REGIONS];
    large->domains[i] =
        (struct table_domain){0, i * THREADS, THREADS, i * SLOTS, SLOTS, i * MAPPINGS, MAPPINGS, 0, 0};
    regions[0] = (struct table_region){0, TABLE_REGION_COPY, 0x4000, 0, payload, 0x1000};
    regions[1] = (struct table_region){0, TABLE_REGION_ZERO, 0x10000, 0, 0, 0};
    mappings[0] = (struct table_mapping){i * REGIONS, RX, 0x400000, 0, 0x4000};
    mappings[1] = (struct table_mapping){i * REGIONS + 1, RW, 0x600000, 0, 0x4000};
    mappings[2] = (struct table_mapping){i * REGIONS + 1, RW, STACK, 0x4000, 0x2000};
    mappings[3] = (struct table_mapping){i * REGIONS + 1, RW, STACK + 0x4000, 0x6000, 0x2000};
    mappings[4] = (struct table_mapping){i * REGIONS + 1, RW, MESSAGE, 0x8000, 0x2000};
    threads[0] = (struct table_thread){0, 254, i, 0, 0x400000, STACK + 0x2000, MESSAGE, 0};
    threads[1] = (struct table_thread){0, 254, TABLE_NONE, 0, 0x400000, STACK + 0x6000, MESSAGE + 0x1000, 0};
    slots[0] = (struct table_slot){.type = TABLE_SLOT_SELF};
    slots[1] = (struct table_slot){TABLE_SLOT_NOTIFICATION, i, TABLE_RIGHT_WAIT, 0, 0};
    slots[2] = (struct table_slot){TABLE_SLOT_NOTIFICATION, i / 2, TABLE_RIGHT_SIGNAL, 0, 1};
    slots[3] = (struct table_slot){.type = i < port_domains ? TABLE_SLOT_PORTS : TABLE_SLOT_EMPTY};
}

static void *array_place(unsigned char *image, uint64_t *end, struct table_array *array, uint32_t count,
                         size_t record_size)
{
    *array = (struct table_array){(uint32_t)*end, count};
    *end += count * record_size;
    return image + array->offset;
}

void *sample_large(uint32_t instances, uint32_t port_domains, size_t *size)
{
    const size_t per_instance = sizeof(struct table_domain) + THREADS * sizeof(struct table_thread) +
                                SLOTS * sizeof(struct table_slot) + MAPPINGS * sizeof(struct table_mapping) +
                                REGIONS * sizeof(struct table_region) + sizeof(struct table_notification);
    const size_t fixed = sizeof(struct table_header) + sizeof(struct table_port_range) + 8;
    const size_t table_size = (fixed + per_instance * instances + TABLE_PAGE - 1) / TABLE_PAGE * TABLE_PAGE;
    *size = table_size + TABLE_PAGE;
    unsigned char *image = calloc(1, *size);
    if (image == NULL)
        abort();

    uint64_t end = sizeof(struct table_header);
    struct table_header *header = (struct table_header *)image;
    const struct large large = {
        .header = header,
        .domains = array_place(image, &end, &header->domains, instances, sizeof(struct table_domain)),
        .threads =
            array_place(image, &end, &header->threads, instances * THREADS, sizeof(struct table_thread)),
        .slots = array_place(image, &end, &header->slots, instances * SLOTS, sizeof(struct table_slot)),
        .mappings =
            array_place(image, &end, &header->mappings, instances * MAPPINGS, sizeof(struct table_mapping)),
        .regions =
            array_place(image, &end, &header->regions, instances * REGIONS, sizeof(struct table_region)),
        .notifications =
            array_place(image, &end, &header->notifications, instances, sizeof(struct table_notification)),
        .port_ranges = array_place(image, &end, &header->port_ranges, 1, sizeof(struct table_port_range)),
    };
    memcpy(array_place(image, &end, &header->strings, 6, 1), "large", 6);
    header->magic = TABLE_MAGIC;
    header->version = TABLE_VERSION;
    header->table_size = table_size;
    header->image_size = *size;
    large.port_ranges[0] = (struct table_port_range){0, 0x3f8, 0x3ff};
    for (uint32_t i = 0; i < instances; i++)
        fill_instance(&large, i, port_domains, table_size);
    sample_seal(image, *size);
    return image;
}
