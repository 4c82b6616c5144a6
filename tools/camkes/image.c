/* SPDX-License-Identifier: BSD-2-Clause */
#include "image.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "image_build.h"

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
    return image_check(image.arena, &bytes) && write_output(options->output, &bytes);
}
