/* SPDX-License-Identifier: BSD-2-Clause */
#include "peer.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "consumes_event.h"
#include "dataport.h"
#include "emits_event.h"

static void fail(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static int node_open(const char *path)
{
    int fd = open(path, O_RDWR);

    if (fd < 0)
        fail(path);
    return fd;
}

struct peer peer_open(void)
{
    static const char text[] = "/dev/camkes_text";
    struct peer peer = {.ring = node_open("/dev/camkes_ring"), .rung = node_open("/dev/camkes_rung")};
    int fd = node_open(text);
    ssize_t size = dataport_get_size(fd);

    peer.text = dataport_mmap(fd);
    if (size <= 0 || peer.text == MAP_FAILED)
        fail(text);
    peer.size = (size_t)size;
    return peer;
}

void peer_ring(const struct peer *peer)
{
    if (emits_event_emit(peer->ring) < 0)
        fail("ring");
}

void peer_wait(const struct peer *peer)
{
    if (consumes_event_wait(peer->rung) < 0)
        fail("wait");
}
