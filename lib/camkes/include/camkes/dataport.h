/* SPDX-License-Identifier: BSD-2-Clause */
/* Dataports: the type of a `Buf`, and pointers into dataports that mean the same to both ends. */
#ifndef CAMKES_DATAPORT_H
#define CAMKES_DATAPORT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct {
    char content[4096];
} Buf;

/* id: the connection; the same number in every component. offset in bytes from its start. */
typedef struct {
    int32_t id; /* -1: points into no dataport */
    off_t offset;
} dataport_ptr_t;

struct camkes_dataport {
    int32_t id;
    void *address;
    size_t size; /* bytes */
};

/* A pointer into any dataport of the component; id -1 if it points elsewhere. */
dataport_ptr_t dataport_wrap_ptr(void *pointer);

/* NULL: the component has no such dataport, or the offset lies outside. */
void *dataport_unwrap_ptr(dataport_ptr_t pointer);

/* The same for one dataport. wrap returns 0, or -1 if the pointer lies outside. */
int camkes_dataport_wrap(const struct camkes_dataport *dataport, dataport_ptr_t *result, void *pointer);
void *camkes_dataport_unwrap(const struct camkes_dataport *dataport, const dataport_ptr_t *pointer);

#endif
