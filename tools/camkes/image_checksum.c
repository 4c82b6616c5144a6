/* SPDX-License-Identifier: BSD-2-Clause */
#include "image_build.h"

/* Bit by bit: a table has some tens of kilobytes. */
uint32_t image_checksum(const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    uint32_t remainder = UINT32_MAX;
    for (size_t i = 0; i < size; i++) {
        remainder ^= at[i];
        for (int bit = 0; bit < 8; bit++)
            remainder = remainder >> 1 ^ (remainder & 1 ? 0xedb88320u : 0);
    }
    return ~remainder;
}
