/* SPDX-License-Identifier: BSD-2-Clause */
/* Table and contents, put together. */
#include "image_build.h"

#include <string.h>

#include "layout_object.h"

/* CRC-32 of IEEE 802.3, bit by bit: a table has some tens of kilobytes. */
static uint32_t checksum(const uint8_t *bytes, size_t size)
{
    uint32_t remainder = UINT32_MAX;
    for (size_t i = 0; i < size; i++) {
        remainder ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            remainder = remainder >> 1 ^ (remainder & 1 ? 0xedb88320u : 0);
    }
    return ~remainder;
}

/* Contents follow the table in the order of the regions, each from a new page. Returns the end of
   the image. */
static uint64_t place_contents(const struct image *image, struct table_region *regions, uint64_t start)
{
    for (size_t i = 0; i < image->region_count; i++) {
        if (image->regions[i].content_size == 0)
            continue;
        regions[i].image_offset = start;
        start += layout_round_up(regions[i].image_size, TABLE_PAGE);
    }
    return start;
}

struct image_bytes image_assemble(const struct image *image)
{
    struct table_header header = {.magic = TABLE_MAGIC, .version = TABLE_VERSION};
    struct image_bytes table = image_write_table(image, &header);
    struct table_region *regions = (void *)(table.bytes + header.regions.offset);
    header.table_size = layout_round_up(table.size, TABLE_PAGE);
    header.image_size = place_contents(image, regions, header.table_size);

    struct image_bytes result = {.size = (size_t)header.image_size};
    result.bytes = arena_alloc(image->arena, result.size, 1);
    memcpy(result.bytes, table.bytes, table.size);
    for (size_t i = 0; i < image->region_count; i++) {
        const struct image_region *region = &image->regions[i];
        if (region->content_size > 0)
            memcpy(result.bytes + regions[i].image_offset, region->content, (size_t)region->content_size);
    }
    memcpy(result.bytes, &header, sizeof(header));
    header.checksum = checksum(result.bytes, (size_t)header.table_size);
    memcpy(result.bytes, &header, sizeof(header));
    return result;
}
