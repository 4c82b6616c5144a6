/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's libraries over a made-up kernel: the linker puts these functions in the place of the C library's.
 */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "consumes_event.h"
#include "dataport.h"
#include "dataport/ioctl_commands.h"
#include "dataport_allocate.h"
#include "device.h"
#include "emits_event.h"
#include "emits_event/ioctl_commands.h"

static struct {
    int fd, error;
    unsigned long command;
    char text[DATAPORT_TEXT_SIZE];
    int poll_result, timeout;
    short events, revents;
    size_t mapped;
    int rights, flags;
    const char *devices;
} fake;

int __wrap_ioctl(int fd, unsigned long command, ...);
int __wrap_poll(struct pollfd *files, nfds_t count, int timeout);
void *__wrap_mmap(void *address, size_t size, int rights, int flags, int fd, off_t offset);
FILE *__wrap_fopen(const char *path, const char *mode);
FILE *__real_fopen(const char *path, const char *mode);
void *__real_mmap(void *address, size_t size, int rights, int flags, int fd, off_t offset);

int __wrap_ioctl(int fd, unsigned long command, ...)
{
    va_list arguments;

    fake.fd = fd;
    fake.command = command;
    if (fake.error) {
        errno = fake.error;
        return -1;
    }
    va_start(arguments, command);
    if (command == DATAPORT_ALLOCATE)
        strcpy(fake.text, va_arg(arguments, const char *));
    else if (command != EMITS_EVENT_EMIT)
        memcpy(va_arg(arguments, char *), fake.text, sizeof(fake.text));
    va_end(arguments);
    return 0;
}

int __wrap_poll(struct pollfd *files, nfds_t count, int timeout)
{
    assert_int_equal(count, 1);
    fake.fd = files->fd;
    fake.events = files->events;
    fake.timeout = timeout;
    files->revents = fake.revents;
    if (fake.poll_result < 0)
        errno = fake.error;
    return fake.poll_result;
}

void *__wrap_mmap(void *address, size_t size, int rights, int flags, int fd, off_t offset)
{
    /* The sanitizer maps, too. */
    if (fd != 7)
        return __real_mmap(address, size, rights, flags, fd, offset);
    assert_int_equal(offset, 0);
    fake.mapped = size;
    fake.rights = rights;
    fake.flags = flags;
    return &fake;
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
    if (strcmp(path, "/proc/devices") != 0)
        return __real_fopen(path, mode);
    if (!fake.devices) {
        errno = fake.error;
        return NULL;
    }
    return fmemopen((void *)fake.devices, strlen(fake.devices), mode);
}

static int reset(void **state)
{
    (void)state;
    memset(&fake, 0, sizeof(fake));
    return 0;
}

static void test_encodings(void **state)
{
    (void)state;
    assert_int_equal(DATAPORT_ALLOCATE, sizeof(size_t) == 8 ? 0x40084400 : 0x40044400);
    assert_int_equal(DATAPORT_GET_PADDR, 0x80084401);
    assert_int_equal(DATAPORT_GET_SIZE, sizeof(size_t) == 8 ? 0x80084402 : 0x80044402);
    assert_int_equal(EMITS_EVENT_EMIT, 0x40044500);
}

static void test_size(void **state)
{
    (void)state;
    strcpy(fake.text, "8192");
    assert_int_equal(dataport_get_size(7), 8192);
    assert_int_equal(fake.command, DATAPORT_GET_SIZE);
    assert_int_equal(fake.fd, 7);

    strcpy(fake.text, "9223372036854775808");
    assert_int_equal(dataport_get_size(7), -1);
    assert_int_equal(errno, EOVERFLOW);
    strcpy(fake.text, "99999999999999999999");
    assert_int_equal(dataport_get_size(7), -1);
    assert_int_equal(errno, ERANGE);
    strcpy(fake.text, "12x");
    assert_int_equal(dataport_get_size(7), -1);
    assert_int_equal(errno, EPROTO);
    strcpy(fake.text, "");
    assert_int_equal(dataport_get_size(7), -1);
    assert_int_equal(errno, EPROTO);
    memset(fake.text, '1', sizeof(fake.text));
    assert_int_equal(dataport_get_size(7), -1);

    fake.error = ENXIO;
    assert_int_equal(dataport_get_size(7), -1);
    assert_int_equal(errno, ENXIO);
}

static void test_address(void **state)
{
    (void)state;
    strcpy(fake.text, "1099511627776");
    assert_true(dataport_get_paddr(7) == 1ull << 40);
    assert_int_equal(fake.command, DATAPORT_GET_PADDR);
    fake.error = ENXIO;
    assert_true(dataport_get_paddr(7) == -1ull);
}

static void test_map(void **state)
{
    (void)state;
    strcpy(fake.text, "4096");
    assert_ptr_equal(dataport_mmap(7), &fake);
    assert_int_equal(fake.mapped, 4096);
    assert_int_equal(fake.rights, PROT_READ | PROT_WRITE);
    assert_int_equal(fake.flags, MAP_SHARED);
    fake.error = ENXIO;
    assert_ptr_equal(dataport_mmap(7), MAP_FAILED);
    assert_int_equal(errno, ENXIO);
}

static void test_allocate(void **state)
{
    (void)state;
    assert_int_equal(dataport_allocate(7, 12288), 0);
    assert_int_equal(fake.command, DATAPORT_ALLOCATE);
    assert_string_equal(fake.text, "12288");
    assert_int_equal(dataport_allocate(7, SIZE_MAX), 0);
    assert_string_equal(fake.text, "18446744073709551615");
    fake.error = EBUSY;
    assert_int_equal(dataport_allocate(7, 4096), -1);
    assert_int_equal(errno, EBUSY);
}

static void test_emit(void **state)
{
    (void)state;
    assert_int_equal(emits_event_emit(7), 0);
    assert_int_equal(fake.command, EMITS_EVENT_EMIT);
    fake.error = ENOENT;
    assert_int_equal(emits_event_emit(7), -1);
    assert_int_equal(errno, ENOENT);
}

static void test_consume(void **state)
{
    (void)state;
    fake.poll_result = 1;
    fake.revents = POLLIN;
    assert_int_equal(consumes_event_wait(7), 1);
    assert_int_equal(fake.timeout, -1);
    assert_int_equal(fake.events, POLLIN);
    assert_int_equal(consumes_event_poll(7), 1);
    assert_int_equal(fake.timeout, 0);

    fake.poll_result = 0;
    assert_int_equal(consumes_event_poll(7), 0);

    fake.poll_result = 1;
    fake.revents = POLLERR;
    assert_int_equal(consumes_event_wait(7), -1);
    assert_int_equal(errno, ENOENT);
    fake.revents = POLLNVAL;
    assert_int_equal(consumes_event_poll(7), -1);
    assert_int_equal(errno, EBADF);

    fake.poll_result = -1;
    fake.error = EINTR;
    assert_int_equal(consumes_event_wait(7), -1);
    assert_int_equal(errno, EINTR);
}

static void test_major(void **state)
{
    (void)state;
    fake.devices = "Character devices:\n"
                   "  1 mem\n"
                   "245 dataport2\n"
                   "246 dataport\n"
                   "247 a dataport\n"
                   "5000 strange\n"
                   "\n"
                   "Block devices:\n"
                   "248 disk\n";
    assert_int_equal(device_get_major("mem"), 1);
    assert_int_equal(device_get_major("dataport"), 246);
    assert_int_equal(device_get_major("data"), NO_MAJOR);
    assert_int_equal(errno, 0);
    assert_int_equal(device_get_major("strange"), NO_MAJOR);
    /* Numbers of block devices mean something else. */
    assert_int_equal(device_get_major("disk"), NO_MAJOR);
    assert_int_equal(device_get_major(""), NO_MAJOR);

    fake.devices = NULL;
    fake.error = EACCES;
    assert_int_equal(device_get_major("mem"), NO_MAJOR);
    assert_int_equal(errno, EACCES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_encodings, reset), cmocka_unit_test_setup(test_size, reset),
        cmocka_unit_test_setup(test_address, reset),   cmocka_unit_test_setup(test_map, reset),
        cmocka_unit_test_setup(test_allocate, reset),  cmocka_unit_test_setup(test_emit, reset),
        cmocka_unit_test_setup(test_consume, reset),   cmocka_unit_test_setup(test_major, reset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
