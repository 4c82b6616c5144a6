/* SPDX-License-Identifier: BSD-2-Clause */
/* send_text TEXT...: sends each text to the other guest, and waits until it has been taken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

int main(int argc, char *argv[])
{
    struct peer peer = peer_open();

    for (int i = 1; i < argc; i++) {
        if (strlen(argv[i]) >= peer.size) {
            fprintf(stderr, "send_text: a text may have %zu bytes\n", peer.size - 1);
            return EXIT_FAILURE;
        }
        strcpy(peer.text, argv[i]);
        peer_ring(&peer);
        peer_wait(&peer);
    }
    return EXIT_SUCCESS;
}
