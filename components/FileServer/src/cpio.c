/* SPDX-License-Identifier: BSD-2-Clause */
#include "cpio.h"

#include <stdbool.h>
#include <string.h>

#define HEADER_SIZE     110u
#define MAGIC_SIZE      6u
#define FIELD_SIZE      8u
#define FIELD_MODE      1u
#define FIELD_DATA_SIZE 6u
#define FIELD_NAME      11u
#define TRAILER         "TRAILER!!!"

static bool digit_value(char digit, uint32_t *value)
{
    if (digit >= '0' && digit <= '9')
        *value = (uint32_t)(digit - '0');
    else if (digit >= 'a' && digit <= 'f')
        *value = (uint32_t)(digit - 'a') + 10;
    else if (digit >= 'A' && digit <= 'F')
        *value = (uint32_t)(digit - 'A') + 10;
    else
        return false;
    return true;
}

static bool header_field(const char *header, size_t field, uint32_t *value)
{
    const char *digits = header + MAGIC_SIZE + field * FIELD_SIZE;
    uint32_t digit;
    *value = 0;
    for (size_t i = 0; i < FIELD_SIZE; i++) {
        if (!digit_value(digits[i], &digit))
            return false;
        *value = *value << 4 | digit;
    }
    return true;
}

static uint64_t align4(uint64_t offset)
{
    return (offset + 3) & ~UINT64_C(3);
}

enum cpio_result cpio_next(struct cpio *cpio, struct cpio_entry *entry)
{
    if (cpio->at > cpio->size || cpio->size - cpio->at < HEADER_SIZE)
        return CPIO_CUT_OFF;
    const char *header = cpio->bytes + cpio->at;
    if (memcmp(header, "070701", MAGIC_SIZE) != 0 && memcmp(header, "070702", MAGIC_SIZE) != 0)
        return CPIO_NOT_AN_ARCHIVE;
    uint32_t mode, size, name_size;
    if (!header_field(header, FIELD_MODE, &mode) || !header_field(header, FIELD_DATA_SIZE, &size) ||
        !header_field(header, FIELD_NAME, &name_size))
        return CPIO_BAD_NUMBER;

    /* All terms are below 2^33 beyond an offset inside the archive: no sum wraps. */
    uint64_t name = cpio->at + HEADER_SIZE;
    uint64_t data = align4(name + name_size);
    if (name + name_size > cpio->size)
        return CPIO_CUT_OFF;
    if (name_size < 2 || cpio->bytes[name + name_size - 1] != '\0')
        return CPIO_BAD_NAME;
    if (strcmp(cpio->bytes + name, TRAILER) == 0)
        return CPIO_END;
    if (data > cpio->size || size > cpio->size - data)
        return CPIO_CUT_OFF;
    *entry = (struct cpio_entry){
        .name = cpio->bytes + name, .data = cpio->bytes + data, .size = size, .mode = mode};
    cpio->at = align4(data + size);
    return CPIO_ENTRY;
}

const char *cpio_error(enum cpio_result result)
{
    static const char *const texts[] = {
        [CPIO_ENTRY] = "no error",
        [CPIO_END] = "no error",
        [CPIO_NOT_AN_ARCHIVE] = "no entry of a cpio archive (newc) is here",
        [CPIO_BAD_NUMBER] = "a number in the header is not hexadecimal",
        [CPIO_BAD_NAME] = "the name is empty or not ended",
        [CPIO_CUT_OFF] = "the archive ends inside this entry",
    };
    return texts[result];
}
