/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * string_reverse: has a component reverse the lines of standard input. A line goes out in one dataport and comes back
 * in another, with an event each way.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumes_event.h"
#include "dataport.h"
#include "emits_event.h"

#define SOURCE      "/dev/camkes_reverse_src"
#define DESTINATION "/dev/camkes_reverse_dest"
#define READY       "/dev/camkes_reverse_ready"
#define DONE        "/dev/camkes_reverse_done"

struct port {
    char *data;
    size_t size;
};

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

static struct port port_open(const char *path)
{
    int fd = node_open(path);
    ssize_t size = dataport_get_size(fd);
    struct port port = {.data = dataport_mmap(fd), .size = (size_t)size};

    if (size <= 0 || port.data == MAP_FAILED)
        fail(path);
    return port;
}

int main(void)
{
    struct port source = port_open(SOURCE), destination = port_open(DESTINATION);
    int ready = node_open(READY), done = node_open(DONE);
    char *line = NULL, *answer = malloc(destination.size);
    size_t capacity = 0;

    if (!answer)
        fail("string_reverse");
    while (getline(&line, &capacity, stdin) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        if (strlen(line) >= source.size) {
            fprintf(stderr, "string_reverse: the line does not fit into %zu bytes\n", source.size);
            return EXIT_FAILURE;
        }
        strcpy(source.data, line);
        if (emits_event_emit(ready) < 0)
            fail(READY);
        if (consumes_event_wait(done) < 0)
            fail(DONE);
        memcpy(answer, destination.data, destination.size);
        printf("%.*s\n", (int)strnlen(answer, destination.size), answer);
    }
    return EXIT_SUCCESS;
}
