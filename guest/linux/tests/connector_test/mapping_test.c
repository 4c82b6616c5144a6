/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "dataport.h"
#include "dataport_allocate.h"

static long map(int fd, size_t size, int rights, int flags, off_t offset)
{
    return (long)mmap(NULL, size, rights, flags, fd, offset);
}

static void bounds_test(int fd, size_t size)
{
    const int both = PROT_READ | PROT_WRITE;

    check_fails(map(fd, size + 1, both, MAP_SHARED, 0), EINVAL, "map one byte more");
    check_fails(map(fd, size + 4096, both, MAP_SHARED, 0), EINVAL, "map one page more");
    check_fails(map(fd, 1ul << 30, both, MAP_SHARED, 0), EINVAL, "map a gigabyte");
    check_fails(map(fd, 4096, both, MAP_SHARED, (off_t)size), EINVAL, "map behind the end");
    check_fails(map(fd, size, both, MAP_SHARED, 4096), EINVAL, "map across the end");
    check_fails(map(fd, 4096, both, MAP_SHARED, (off_t)1 << 31), EINVAL, "map far behind the end");
    check_fails(map(fd, 4096, both, MAP_SHARED, -4096), sizeof(long) == 8 ? EOVERFLOW : EINVAL,
                "map before the start");
    check_fails(map(fd, 4096, both, MAP_SHARED, 100), EINVAL, "map from within a page");
    check_fails(map(fd, size, both, MAP_PRIVATE, 0), EINVAL, "map privately");
}

static void rights_test(int fd, unsigned id, size_t size)
{
    check_fails(map(fd, size, PROT_READ | PROT_EXEC, MAP_SHARED, 0), EACCES, "map for execution");

    void *data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (!check(data != MAP_FAILED, "map"))
        return;
    check_fails(mprotect(data, size, PROT_READ | PROT_EXEC), EACCES, "make a mapping executable");
    check_fails((long)mremap(data, size, size + 4096, MREMAP_MAYMOVE), EFAULT, "make a mapping longer");
    munmap(data, size);

    int reader = open(node_path("dataport", id), O_RDONLY);
    check_fails(map(reader, size, PROT_READ | PROT_WRITE, MAP_SHARED, 0), EACCES,
                "map a read-only file for writing");
    data = mmap(NULL, size, PROT_READ, MAP_SHARED, reader, 0);
    check(data != MAP_FAILED, "map a read-only file for reading");
    check_fails(mprotect(data, size, PROT_READ | PROT_WRITE), EACCES, "make that mapping writable");
    munmap(data, size);
    close(reader);
}

static int child_write(void *data)
{
    strcpy(data, "child");
    return munmap(data, 4096) ? 1 : 0;
}

/* A mapping outlives its file and its process's parent or child. */
static void lifetime_test(unsigned id, size_t size)
{
    int fd = open(node_path("dataport", id), O_RDWR);
    char *data = dataport_mmap(fd), *other;

    if (!check((void *)data != MAP_FAILED, "map by the library"))
        return;
    other = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, (off_t)(size - 4096));
    check((void *)other != MAP_FAILED, "map the last page");
    data[size - 1] = 42;
    check(other[4095] == 42, "both mappings show the same");
    close(fd);

    strcpy(data, "parent");
    check(child_run(child_write, data) == 0, "a child uses and drops the mapping");
    check(strcmp(data, "child") == 0, "the parent sees what the child wrote");
    check(syscall(SYS_delete_module, "dataport", O_NONBLOCK) == -1,
          "the module stays while there is a mapping");
    munmap(other, 4096);
    memset(data, 0, size);
    munmap(data, size);
}

static void read_only_test(const struct plan *plan)
{
    int fd = node_open("dataport", plan->read_only, O_RDWR);
    size_t size = plan->read_only_size;

    if (dataport_get_size(fd) < 0)
        check(dataport_allocate(fd, size) == 0, "allocate the read-only dataport");
    check_fails((long)dataport_mmap(fd), EACCES, "map the read-only dataport for writing");
    check_fails(map(fd, size, PROT_WRITE, MAP_SHARED, 0), EACCES,
                "map the read-only dataport for writing alone");
    const volatile char *data = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (check(data != MAP_FAILED, "map the read-only dataport for reading")) {
        (void)data[size - 1];
        check_fails(mprotect((char *)data, size, PROT_READ | PROT_WRITE), EACCES,
                    "make that mapping writable");
        munmap((char *)data, size);
    }
    close(fd);
}

void mapping_test(const struct plan *plan)
{
    if (plan->dataport) {
        int fd = node_open("dataport", plan->dataport, O_RDWR);

        bounds_test(fd, plan->size);
        rights_test(fd, plan->dataport, plan->size);
        close(fd);
        lifetime_test(plan->dataport, plan->size);
    }
    if (plan->read_only)
        read_only_test(plan);
    else
        check_skip("read-only dataports");
}
