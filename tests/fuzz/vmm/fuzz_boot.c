/* SPDX-License-Identifier: BSD-2-Clause */
/* Kernel images of any contents: refused with a message, or loaded inside of guest RAM. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "boot/linux_boot.h"

#define RAM (20u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    const uint8_t *data;
    size_t size;
};

static bool read_input(void *context, uint64_t offset, void *to, size_t bytes)
{
    const struct input *input = context;

    if (offset > input->size || bytes > input->size - offset) {
        abort(); /* the loader reads what it has checked */
    }
    memcpy(to, input->data + offset, bytes);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t *ram;
    static struct vcpu_block block;
    struct input input = {data, size};
    struct guest_memory memory;
    struct image_file file = {"kernel", size, read_input, &input};
    struct linux_boot boot = {file, file, "console=ttyS0"};
    char message[IMAGE_MESSAGE] = "";

    if (!ram) {
        ram = malloc(RAM); /* exactly: the sanitizer sees every byte beyond */
    }
    guest_memory_init(&memory, ram, RAM);
    memset(ram, 0, IMAGE_LOWEST);
    if (!linux_boot(&boot, &memory, &block, message)) {
        if (message[0] == 0) {
            abort();
        }
        return 0;
    }
    if (block.rip < IMAGE_LOWEST || block.rip >= RAM) {
        abort();
    }
    return 0;
}
