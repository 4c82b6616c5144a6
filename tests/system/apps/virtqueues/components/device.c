/* SPDX-License-Identifier: BSD-2-Clause */
/* Turns the letters of each chain into capitals, in place. */
#include <camkes.h>
#include <ctype.h>
#include <stdio.h>

static unsigned char bytes[65536];

int run(void)
{
    virtqueue_device_t device;
    virtqueue_chain_t chain;
    if (camkes_virtqueue_device_init(&device, 0) != 0) {
        printf("not ok the device has a virtqueue\n");
        return 1;
    }
    while (camkes_virtqueue_device_wait(&device) == 0) {
        if (camkes_virtqueue_device_get(&device, &chain) != 0)
            continue;
        size_t size = camkes_virtqueue_device_chain_size(&device, &chain);
        if (size > sizeof(bytes) ||
            camkes_virtqueue_device_gather_copy_buffer(&device, &chain, bytes, size) != 0)
            size = 0;
        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)toupper(bytes[i]);
        if (camkes_virtqueue_device_scatter_copy_buffer(&device, &chain, bytes, size) != 0)
            size = 0;
        camkes_virtqueue_device_done(&device, &chain, size);
    }
    printf("not ok the driver keeps to the rules\n");
    return 1;
}
