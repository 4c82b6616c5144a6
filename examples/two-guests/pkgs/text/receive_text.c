/* SPDX-License-Identifier: BSD-2-Clause */
/* receive_text [COUNT]: prints COUNT texts that the other guest sends, or all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

int main(int argc, char *argv[])
{
    struct peer peer = peer_open();
    char *copy = malloc(peer.size);
    unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 0) : 0;

    if (!copy)
        return EXIT_FAILURE;
    for (unsigned long taken = 0; count == 0 || taken < count; taken++) {
        peer_wait(&peer);
        /* The other guest can change the text at any time: it is copied once, and the copy is used. */
        memcpy(copy, peer.text, peer.size);
        printf("%.*s\n", (int)strnlen(copy, peer.size), copy);
        fflush(stdout);
        peer_ring(&peer);
    }
    return EXIT_SUCCESS;
}
