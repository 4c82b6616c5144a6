/* SPDX-License-Identifier: BSD-2-Clause */
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ANSWER_MS 20000

static void fail(const char *path)
{
    perror(path);
    exit(EXIT_FAILURE);
}

static int file_open(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);

    if (fd < 0)
        fail(path);
    return fd;
}

/* The size of a memory as the system tells it; 0: there is none. */
static size_t memory_size(const char *name, unsigned number)
{
    char path[128], text[32] = "0";

    snprintf(path, sizeof(path), "/sys/class/uio/%s/maps/map%u/size", name, number);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    if (!fgets(text, sizeof(text), file))
        fail(path);
    fclose(file);
    return strtoull(text, NULL, 0);
}

static void *memory_map(const struct device *device, unsigned number, size_t size)
{
    void *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, device->fd, number * sysconf(_SC_PAGESIZE));

    if (memory == MAP_FAILED)
        fail(device->path);
    return memory;
}

void device_open(struct device *device, const char *path)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    char config[128];

    snprintf(config, sizeof(config), "/sys/class/uio/%s/device/config", name);
    device->path = path;
    device->fd = file_open(path, O_RDWR);
    device->config = file_open(config, O_RDWR);
    device->page_size = memory_size(name, 0);
    device->page = memory_map(device, 0, device->page_size);
    device->dataport_size = memory_size(name, 1);
    device->dataport = device->dataport_size ? memory_map(device, 1, device->dataport_size) : NULL;
}

static bool answer_wait(const struct device *device)
{
    struct pollfd file = {.fd = device->fd, .events = POLLIN};
    int32_t count;

    return poll(&file, 1, ANSWER_MS) == 1 && (file.revents & POLLIN) &&
           read(device->fd, &count, sizeof(count)) == sizeof(count);
}

unsigned device_rounds(struct device *device, unsigned rounds)
{
    volatile uint32_t *last = device->dataport + device->dataport_size / sizeof(*last) - 1;
    unsigned done;

    for (done = 0; done < rounds; done++) {
        if (device->dataport) {
            device->dataport[0] = done;
            device->dataport[1] = 0;
            *last = ~done;
        }
        device->page[0] = 1;
        if (!answer_wait(device))
            break;
        if (device->dataport && (device->dataport[1] != done + 1 || device->dataport[2] != ~done))
            break;
    }
    return done;
}

void device_drain(struct device *device)
{
    struct pollfd file = {.fd = device->fd, .events = POLLIN};
    int32_t count;

    while (poll(&file, 1, 200) == 1 && read(device->fd, &count, sizeof(count)) == sizeof(count)) {
    }
}

uint32_t config_read(const struct device *device, unsigned offset)
{
    uint32_t value = 0;

    if (pread(device->config, &value, sizeof(value), offset) != sizeof(value))
        fail("PCI configuration space");
    return value;
}

void config_write(const struct device *device, unsigned offset, unsigned size, uint32_t value)
{
    if (pwrite(device->config, &value, size, offset) != (ssize_t)size)
        fail("PCI configuration space");
}
