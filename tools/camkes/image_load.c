/* SPDX-License-Identifier: BSD-2-Clause */
/* What comes out of files: the segments of ELF files, and payloads. */
#include "image_build.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "layout_object.h"
#include "map.h"

static const uint64_t largest_elf = 0x40000000;

static bool refuse(const char *what, const char *reason)
{
    fprintf(stderr, "camkes: error: %s %s\n", what, reason);
    return false;
}

uint8_t *image_read_file(struct arena *arena, const char *path, uint64_t most, size_t *size)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    uint8_t *bytes = NULL;
    if (!file || fstat(fileno(file), &status) != 0) {
        fprintf(stderr, "camkes: error: %s: %s\n", path, strerror(errno));
    } else if (!S_ISREG(status.st_mode) || status.st_size == 0 || (uint64_t)status.st_size > most) {
        refuse(path, "is empty, too large, or not a file");
    } else {
        *size = (size_t)status.st_size;
        bytes = arena_alloc(arena, *size, 1);
        if (fread(bytes, 1, *size, file) != *size) {
            refuse(path, "cannot be read");
            bytes = NULL;
        }
    }
    if (file)
        fclose(file);
    return bytes;
}

static void add_mapping(struct image *image, struct image_domain *domain, struct image_region region,
                        uint32_t rights, uint64_t address)
{
    struct plan_mapping mapping = {.region = (uint32_t)image->region_count,
                                   .rights = rights,
                                   .address = address,
                                   .size = region.plan.size};
    ARENA_APPEND(image->arena, image->regions, image->region_count, region);
    ARENA_APPEND(image->arena, domain->mappings, domain->mapping_count, mapping);
}

static const char *segment_name(uint32_t rights)
{
    if (rights & TABLE_RIGHT_EXECUTE)
        return "text";
    return rights & TABLE_RIGHT_WRITE ? "data" : "rodata";
}

static void add_segments(struct image *image, struct image_domain *domain)
{
    for (size_t i = 0; i < domain->elf.segment_count; i++) {
        const struct elf_segment *segment = &domain->elf.segments[i];
        struct image_region region = {.content = segment->content, .content_size = segment->content_size};
        region.plan.name =
            layout_name(image->arena, "%s.%s", domain->plan->name, segment_name(segment->rights));
        region.plan.kind = segment->content_size > 0 ? TABLE_REGION_COPY : TABLE_REGION_ZERO;
        region.plan.size = segment->size;
        add_mapping(image, domain, region, segment->rights, segment->address);
    }
}

static bool load_elf(struct image *image, struct image_domain *domain)
{
    size_t size;
    const uint8_t *bytes = image_read_file(image->arena, domain->path, largest_elf, &size);
    if (!bytes)
        return false;
    const char *error = elf_read(image->arena, bytes, size, LAYOUT_ELF_START, LAYOUT_ELF_END, &domain->elf);
    if (error)
        return refuse(domain->path, error);
    domain->foreign_entry = elf_symbol(&domain->elf, "causeway_foreign_syscall_entry");
    add_segments(image, domain);
    return true;
}

/* Tells the component how long the file is. A component that never asks has no such symbol. */
static void set_payload_size(struct arena *arena, struct image_domain *domain, const struct adl_end *from,
                             uint64_t size)
{
    uint64_t address = elf_symbol(
        &domain->elf, arena_printf(arena, "%s.%s.payload_size", from->instance->name, from->interface->name));
    uint8_t *content = elf_content(&domain->elf, address, sizeof(size));
    if (content)
        memcpy(content, &size, sizeof(size));
}

/* One region for the file, mapped by every component that is connected to it. */
static bool load_payload(struct image *image, const struct adl_connection *connection, const char *path)
{
    size_t size;
    const uint8_t *bytes = image_read_file(image->arena, path, LAYOUT_PAYLOAD_SIZE - TABLE_PAGE, &size);
    if (!bytes)
        return false;
    const struct adl_end *to = &connection->to[0];
    struct image_region region = {.content = bytes, .content_size = size};
    region.plan.name = layout_name(image->arena, "%s.%s", to->instance->name, to->interface->name);
    region.plan.kind = TABLE_REGION_IMAGE;
    region.plan.size = layout_round_up(size, TABLE_PAGE);
    for (size_t i = 0; i < connection->from_count; i++) {
        const struct adl_end *from = &connection->from[i];
        struct image_domain *domain =
            &image->domains[plan_domain(image->plan, from->instance) - image->plan->domains];
        const struct plan_end *end = plan_end(image->plan, from);
        if (i == 0) {
            add_mapping(image, domain, region, end->rights, end->address);
        } else {
            struct plan_mapping mapping = {.region = (uint32_t)image->region_count - 1,
                                           .rights = end->rights,
                                           .address = end->address,
                                           .size = region.plan.size};
            ARENA_APPEND(image->arena, domain->mappings, domain->mapping_count, mapping);
        }
        set_payload_size(image->arena, domain, from, size);
    }
    return true;
}

/* ---- The command line's `name=path` arguments ---- */

/* Paths by name; of those with the same name the first counts. */
static struct map *files_by_name(struct arena *arena, const struct image_file *files, size_t count)
{
    struct map *paths = map_create(arena);
    for (size_t i = 0; i < count; i++)
        map_put(paths, files[i].name, (void *)files[i].path);
    return paths;
}

static bool load_elves(struct image *image)
{
    const struct image_options *options = image->options;
    const struct map *paths = files_by_name(image->arena, options->elves, options->elf_count);
    bool good = true;
    for (size_t i = 0; i < image->plan->domain_count; i++) {
        struct image_domain *domain = &image->domains[i];
        const struct plan_domain *plan = domain->plan;
        domain->path = map_get(paths, plan->name);
        if (!domain->path)
            domain->path = map_get(paths, plan->c_name);
        if (!domain->path)
            good = refuse(plan->name, plan->group ? "is a group without a program: --elf GROUP=FILE"
                                                  : "is an instance without a program: --elf INSTANCE=FILE");
        else
            good = load_elf(image, domain) && good;
    }
    return good;
}

static const char *payload_name(const struct image *image, const struct adl_connection *connection)
{
    const struct adl_end *to = &connection->to[0];
    return arena_printf(image->arena, "%s.%s", to->instance->name, to->interface->name);
}

static bool load_payloads(struct image *image)
{
    const struct adl_system *system = image->plan->system;
    const struct image_options *options = image->options;
    const struct map *paths = files_by_name(image->arena, options->payloads, options->payload_count);
    bool good = true;
    for (size_t i = 0; i < system->connection_count; i++) {
        const struct adl_connection *connection = &system->connections[i];
        if (!connection_is(connection, "CausewayPayload"))
            continue;
        const char *name = payload_name(image, connection);
        const char *path = map_get(paths, name);
        if (!path)
            good = refuse(name, "is a payload without a file: --payload INSTANCE.INTERFACE=FILE");
        else
            good = load_payload(image, connection, path) && good;
    }
    return good;
}

static struct map *program_names(const struct image *image)
{
    struct map *names = map_create(image->arena);
    for (size_t i = 0; i < image->plan->domain_count; i++) {
        const struct plan_domain *domain = &image->plan->domains[i];
        map_put(names, domain->name, (void *)domain);
        map_put(names, domain->c_name, (void *)domain);
    }
    return names;
}

static struct map *payload_names(const struct image *image)
{
    const struct adl_system *system = image->plan->system;
    struct map *names = map_create(image->arena);
    for (size_t i = 0; i < system->connection_count; i++) {
        const struct adl_connection *connection = &system->connections[i];
        if (connection_is(connection, "CausewayPayload"))
            map_put(names, payload_name(image, connection), (void *)connection);
    }
    return names;
}

/* A misspelt name should not go unnoticed. */
static bool names_are_known(const struct image *image)
{
    const struct image_options *options = image->options;
    const struct map *programs = program_names(image), *payloads = payload_names(image);
    bool good = true;
    for (size_t i = 0; i < options->elf_count; i++) {
        if (!map_get(programs, options->elves[i].name))
            good =
                refuse(options->elves[i].name, "of --elf is neither an instance with a program nor a group");
    }
    for (size_t i = 0; i < options->payload_count; i++) {
        if (!map_get(payloads, options->payloads[i].name))
            good = refuse(options->payloads[i].name,
                          "of --payload is not the hardware end of a CausewayPayload connection");
    }
    return good;
}

static int by_address(const void *left, const void *right)
{
    const struct plan_mapping *a = left, *b = right;
    return a->address < b->address ? -1 : a->address > b->address;
}

bool image_load(struct image *image)
{
    bool good = names_are_known(image);
    good = load_elves(image) && good;
    if (!good || !load_payloads(image))
        return false;
    for (size_t i = 0; i < image->plan->domain_count; i++)
        qsort(image->domains[i].mappings, image->domains[i].mapping_count, sizeof(struct plan_mapping),
              by_address);
    return true;
}
