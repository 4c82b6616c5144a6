/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as an archive: every file that is found lies inside it, and the reader makes way. */
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(int condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct catalogue catalogue = {0};
    struct cpio cpio = {.bytes = (const char *)bytes, .size = size};
    int result = catalogue_read(&catalogue, &cpio);
    require(result > CPIO_ENTRY && cpio_error((enum cpio_result)result) && cpio.at <= size + 3);
    for (size_t i = 0; i < catalogue.count; i++) {
        const struct cpio_entry *file = catalogue_file(&catalogue, (int)i);
        uint64_t data = (uint64_t)(file->data - cpio.bytes);
        require(data <= size && file->size <= size - data);
        require(strlen(file->name) < size);
        require(catalogue_find(&catalogue, file->name) >= 0);
    }
    free(catalogue.files);
    return 0;
}
