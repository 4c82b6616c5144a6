/* SPDX-License-Identifier: BSD-2-Clause */
#include "image.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "image_build.h"
#include "kernel/table.h"

static void image_begin(struct image *image, const struct plan *plan, const struct image_options *options)
{
    struct arena *arena = plan->system->arena;
    *image = (struct image){.arena = arena, .plan = plan, .options = options};
    image->domains = ARENA_ARRAY(arena, struct image_domain, plan->domain_count);
    for (size_t i = 0; i < plan->region_count; i++) {
        struct image_region region = {.plan = plan->regions[i]};
        ARENA_APPEND(arena, image->regions, image->region_count, region);
    }
    for (size_t i = 0; i < plan->domain_count; i++) {
        image->domains[i].plan = &plan->domains[i];
        for (size_t j = 0; j < plan->domains[i].mapping_count; j++)
            ARENA_APPEND(arena, image->domains[i].mappings, image->domains[i].mapping_count,
                         plan->domains[i].mappings[j]);
    }
}

/* The kernel's own check, so that a system that it would refuse is never written. */
static bool image_check(const struct image *image, const struct image_bytes *bytes)
{
    struct table_error error;
    size_t scratch_size = table_check_scratch(bytes->bytes, bytes->size);
    void *scratch = arena_alloc(image->arena, scratch_size > 0 ? scratch_size : 1, 1);
    if (table_check(bytes->bytes, bytes->size, scratch, scratch_size, &error))
        return true;
    fprintf(stderr, "camkes: error: this system cannot be: %s[%u].%s %s\n", error.array, error.index,
            error.field, error.reason);
    return false;
}

static bool write_output(const char *path, const struct image_bytes *bytes)
{
    FILE *file = fopen(path, "wb");
    bool written = file && fwrite(bytes->bytes, 1, bytes->size, file) == bytes->size;
    if (file)
        written = fclose(file) == 0 && written;
    if (written)
        return true;
    fprintf(stderr, "camkes: error: %s: %s\n", path, strerror(errno));
    remove(path);
    return false;
}

bool image_write(const struct plan *plan, const struct image_options *options)
{
    struct image image;
    image_begin(&image, plan, options);
    if (!image_load(&image))
        return false;
    struct image_bytes bytes = image_assemble(&image);
    return image_check(&image, &bytes) && write_output(options->output, &bytes);
}
