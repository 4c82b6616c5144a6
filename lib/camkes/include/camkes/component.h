/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the generated camkes.c tells the runtime about its instance. Component sources include the
 * generated <camkes.h> instead.
 */
#ifndef CAMKES_COMPONENT_H
#define CAMKES_COMPONENT_H

#include <stddef.h>
#include <stdint.h>

#include "camkes/dataport.h"
#include "camkes/error.h"
#include "camkes/msgqueue.h"
#include "camkes/semaphore.h"
#include "camkes/virtqueue.h"

/* An interface thread. Any function may be NULL. */
struct camkes_thread {
    void (*init)(void);            /* X__init */
    void (*serve)(void *argument); /* the glue's part of X__run */
    void *argument;
    int (*run)(void); /* X__run of the component, where the glue has no part */
};

/* The implicit connection to the serial server. */
struct camkes_output {
    struct camkes_semaphore lock; /* one thread at a time uses the buffer */
    char *buffer;
    size_t size;              /* bytes */
    int (*write)(int length); /* prints from the buffer; returns the number taken, or less than 1 */
};

/* How the control thread and the interface threads wait for each other. */
struct camkes_startup {
    struct camkes_semaphore start; /* gate, closed until pre_init is done */
    struct camkes_semaphore ready; /* counts the threads whose X__init is done */
    struct camkes_semaphore serve; /* gate, closed until post_init is done */
};

/* The error handler of that connection: what cannot be printed is lost, without a word. A message
   about it would have to go the same way. */
camkes_error_action_t camkes_output_error(camkes_error_t *error);

struct camkes_component {
    const char *name;
    int (*run)(void);                    /* NULL: not a control component */
    const struct camkes_thread *threads; /* by number; entry 0 is not used */
    uint32_t thread_count;               /* with the control thread */
    struct camkes_startup *startup;      /* NULL: there are no interface threads */
    const struct camkes_dataport *const *dataports;
    size_t dataport_count;
    const struct camkes_msgqueue_end *queues;
    size_t queue_count;
    const struct camkes_virtqueue_end *virtqueues;
    size_t virtqueue_count;
    struct camkes_output *output; /* NULL: the kernel's console */
};

extern const struct camkes_component camkes_component;

/* The functions of the instance's struct causeway_instance. What cannot be printed is lost: there is nobody to tell. */
void camkes_control(void);
void camkes_serve(uint32_t number);
void camkes_print(const char *bytes, size_t length);

/* The functions that every component has. */
const char *get_instance_name(void);
int get_instance_affinity(void); /* always 0: there is one processor */

/* From now on every character of stdout and stderr goes to `putchar_fn`; NULL: as before. */
void set_putchar(void (*putchar_fn)(int character));

#endif
