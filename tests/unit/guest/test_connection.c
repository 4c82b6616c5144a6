/* SPDX-License-Identifier: BSD-2-Clause */
/* What the guest's tools know of a connection's file and of sizes, over a made-up /sys: the linker puts these functions
   in the place of the C library's. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <cmocka.h>

#include "connection.h"
#include "number.h"

#define FD 7

static struct {
    const char *subsystem; /* what the link in /sys says; NULL: there is none */
    const char *size;      /* of the memory; NULL: there is none */
    mode_t mode;
    char path[128];
    off_t offset;
    int32_t events;
    ssize_t got;
    uint8_t page[4096];
} fake;

int __wrap_fstat(int fd, struct stat *status);
ssize_t __wrap_readlink(const char *path, char *target, size_t size);
FILE *__wrap_fopen(const char *path, const char *mode);
FILE *__real_fopen(const char *path, const char *mode);
void *__wrap_mmap(void *address, size_t size, int rights, int flags, int fd, off_t offset);
void *__real_mmap(void *address, size_t size, int rights, int flags, int fd, off_t offset);
int __wrap_munmap(void *address, size_t size);
int __real_munmap(void *address, size_t size);
ssize_t __wrap_read(int fd, void *buffer, size_t size);
ssize_t __real_read(int fd, void *buffer, size_t size);

int __wrap_fstat(int fd, struct stat *status)
{
    assert_int_equal(fd, FD);
    *status = (struct stat){.st_mode = fake.mode, .st_rdev = makedev(240, 3)};
    return 0;
}

ssize_t __wrap_readlink(const char *path, char *target, size_t size)
{
    snprintf(fake.path, sizeof(fake.path), "%s", path);
    if (!fake.subsystem) {
        errno = ENOENT;
        return -1;
    }
    assert_true(strlen(fake.subsystem) <= size);
    memcpy(target, fake.subsystem, strlen(fake.subsystem));
    return (ssize_t)strlen(fake.subsystem);
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
    if (strncmp(path, "/sys/dev/char/", 14) != 0)
        return __real_fopen(path, mode);
    snprintf(fake.path, sizeof(fake.path), "%s", path);
    return fake.size ? fmemopen((void *)(uintptr_t)fake.size, strlen(fake.size), "r") : NULL;
}

void *__wrap_mmap(void *address, size_t size, int rights, int flags, int fd, off_t offset)
{
    /* The sanitizer maps, too. */
    if (fd != FD)
        return __real_mmap(address, size, rights, flags, fd, offset);
    assert_int_equal(flags, MAP_SHARED);
    fake.offset = offset;
    if (offset != 0 && !fake.size) {
        errno = EINVAL;
        return MAP_FAILED;
    }
    return fake.page;
}

int __wrap_munmap(void *address, size_t size)
{
    return address == fake.page ? 0 : __real_munmap(address, size);
}

ssize_t __wrap_read(int fd, void *buffer, size_t size)
{
    if (fd != FD)
        return __real_read(fd, buffer, size);
    assert_int_equal(size, 4);
    memcpy(buffer, &fake.events, 4);
    return fake.got;
}

static int setup(void **state)
{
    (void)state;
    memset(&fake, 0, sizeof(fake));
    fake.subsystem = "../../../../class/uio";
    fake.size = "0x0000000000004000\n";
    fake.mode = S_IFCHR | 0600;
    return 0;
}

static void a_uio_device_is_one(void **state)
{
    (void)state;
    assert_true(connection_is(FD));
    assert_string_equal(fake.path, "/sys/dev/char/240:3/subsystem");
}

static void other_files_are_none(void **state)
{
    (void)state;
    fake.subsystem = NULL; /* a node of dataport_init has no class */
    assert_false(connection_is(FD));
    fake.subsystem = "../../../../class/tty";
    assert_false(connection_is(FD));
    fake.subsystem = "../../../../class/myuio";
    assert_false(connection_is(FD));
    fake.subsystem = "uio";
    assert_false(connection_is(FD));
    fake.subsystem = "../../../../class/uio";
    fake.mode = S_IFREG | 0600;
    assert_false(connection_is(FD));
}

static void sizes(void **state)
{
    (void)state;
    assert_int_equal(connection_size(FD, CONNECTION_DATAPORT), 0x4000);
    assert_string_equal(fake.path, "/sys/dev/char/240:3/maps/map1/size");
    fake.size = NULL;
    errno = 0;
    assert_int_equal(connection_size(FD, CONNECTION_DATAPORT), -1);
    assert_int_equal(errno, ENXIO);
    fake.mode = S_IFREG;
    assert_int_equal(connection_size(FD, CONNECTION_EVENTS), -1);
}

static void memories_are_told_apart_by_the_offset(void **state)
{
    (void)state;
    assert_ptr_equal(connection_map(FD, CONNECTION_EVENTS, 4096, PROT_READ), fake.page);
    assert_int_equal(fake.offset, 0);
    assert_ptr_equal(connection_map(FD, CONNECTION_DATAPORT, 4096, PROT_READ), fake.page);
    assert_int_equal(fake.offset, sysconf(_SC_PAGESIZE));
    fake.size = NULL;
    assert_ptr_equal(connection_map(FD, CONNECTION_DATAPORT, 4096, PROT_READ), MAP_FAILED);
}

static void a_store_emits(void **state)
{
    (void)state;
    assert_int_equal(connection_emit(FD), 0);
    assert_int_equal(fake.page[0], 1);
    assert_int_equal(fake.page[1], 0);
}

static void a_read_waits(void **state)
{
    int count = 0;

    (void)state;
    fake.events = 12;
    fake.got = 4;
    assert_int_equal(connection_wait(FD, &count), 1);
    assert_int_equal(count, 12);
    fake.got = 0;
    assert_int_equal(connection_wait(FD, &count), -1);
    assert_int_equal(errno, EIO);
    fake.got = -1;
    errno = EINTR;
    assert_int_equal(connection_wait(FD, &count), -1);
    assert_int_equal(errno, EINTR);
}

static void numbers(void **state)
{
    size_t value;

    (void)state;
    assert_true(number_parse("4096", &value));
    assert_int_equal(value, 4096);
    assert_true(number_parse("0x1000", &value));
    assert_int_equal(value, 4096);
    assert_false(number_parse("", &value));
    assert_false(number_parse("4k", &value));
    assert_false(number_parse("-1", &value));
    assert_false(number_parse("99999999999999999999", &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_uio_device_is_one, setup),
        cmocka_unit_test_setup(other_files_are_none, setup),
        cmocka_unit_test_setup(sizes, setup),
        cmocka_unit_test_setup(memories_are_told_apart_by_the_offset, setup),
        cmocka_unit_test_setup(a_store_emits, setup),
        cmocka_unit_test_setup(a_read_waits, setup),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
