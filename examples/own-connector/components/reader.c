/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks what the writers send. */
#include <camkes.h>
#include <stdio.h>

#define WRITERS 3
#define TOTAL   100000

static size_t received[WRITERS], wrong[WRITERS];
static int finished;

static void finish(void)
{
    if (++finished == WRITERS)
        printf("own-connector is done\n");
}

void inlet_received(unsigned writer, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        wrong[writer] += bytes[i] != (char)(received[writer]++ % 251);
    if (received[writer] != TOTAL)
        return;
    printf("writer %u has sent %zu bytes, %zu of them wrong\n", writer, received[writer], wrong[writer]);
    finish();
}

void inlet_broken(unsigned writer)
{
    printf("writer %u has broken its pipe\n", writer);
    finish();
}
