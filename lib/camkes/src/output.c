/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdatomic.h>
#include <string.h>

#include "camkes/component.h"
#include "causeway/component.h"

static _Atomic(void (*)(int)) putchar_hook;

void set_putchar(void (*putchar_fn)(int character))
{
    atomic_store(&putchar_hook, putchar_fn);
}

camkes_error_action_t camkes_output_error(camkes_error_t *error)
{
    (void)error;
    return CEA_DISCARD;
}

/* Hands over as much as fits in the buffer; the number taken, 0 if the server fails. */
static size_t print_some(struct camkes_output *output, const char *bytes, size_t length)
{
    size_t part = length < output->size ? length : output->size;
    camkes_semaphore_wait(&output->lock);
    memcpy(output->buffer, bytes, part);
    int taken = output->write((int)part);
    camkes_semaphore_post(&output->lock);
    if (taken < 1)
        return 0;
    return (size_t)taken < part ? (size_t)taken : part;
}

static size_t print_on_console(const char *bytes, size_t length)
{
    int64_t taken = causeway_console ? cw_console_write(causeway_console, bytes, length) : 0;
    return taken > 0 ? (size_t)taken : 0;
}

void camkes_print(const char *bytes, size_t length)
{
    void (*hook)(int) = atomic_load(&putchar_hook);
    while (length > 0) {
        size_t taken = 1;
        if (hook)
            hook((unsigned char)*bytes);
        else if (camkes_component.output)
            taken = print_some(camkes_component.output, bytes, length);
        else
            taken = print_on_console(bytes, length);
        if (taken == 0)
            return;
        bytes += taken;
        length -= taken;
    }
}
