/* SPDX-License-Identifier: BSD-2-Clause */
/* Sends a known row of bytes, in pieces that do not fit the pipe. */
#include <camkes.h>
#include <stdio.h>

#define TOTAL 100000
#define PIECE 3333

int run(void)
{
    static char bytes[TOTAL];
    for (size_t i = 0; i < TOTAL; i++)
        bytes[i] = (char)(i % 251);
    for (size_t i = 0; i < TOTAL; i += PIECE) {
        size_t count = TOTAL - i < PIECE ? TOTAL - i : PIECE;
        if (outlet_write(bytes + i, count) != 0) {
            printf("the reader has broken the pipe\n");
            break;
        }
    }
    return 0;
}
