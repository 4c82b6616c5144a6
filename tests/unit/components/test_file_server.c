/* SPDX-License-Identifier: BSD-2-Clause */
/* The file server's calls: what a client may ask for, and what it gets into its buffer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "camkes.h"

#define FILE_SIZE 10000
#define BUFFER    4096

static size_t size;
static char *buffer; /* of exactly BUFFER bytes, so that the sanitizer sees what goes beyond */
static char contents[FILE_SIZE];
const void *archive;

size_t archive_get_size(void)
{
    return size;
}

const char *get_instance_name(void)
{
    return "fserv";
}

seL4_Word fs_get_sender_id(void)
{
    return 5;
}

void *fs_buf(seL4_Word client)
{
    assert_int_equal(client, 5);
    return buffer;
}

size_t fs_buf_size(seL4_Word client)
{
    assert_int_equal(client, 5);
    return BUFFER;
}

static char *append(char *at, const char *name, size_t bytes)
{
    at += sprintf(at, "070701%08X%08X%032X%08zX%032X%08zX%08X", 1, 0100444, 0, bytes, 0, strlen(name) + 1, 0);
    at += sprintf(at, "%s", name) + 1;
    at += -(at - (char *)archive) & 3;
    memcpy(at, contents, bytes);
    at += bytes;
    return at + (-(at - (char *)archive) & 3);
}

static int start(void **state)
{
    (void)state;
    char *bytes = calloc(1, 2 * FILE_SIZE);
    archive = bytes;
    buffer = malloc(BUFFER);
    for (size_t i = 0; i < FILE_SIZE; i++)
        contents[i] = (char)(i * 7 + i / 256);
    char *end = append(bytes, "kernel", FILE_SIZE);
    end = append(end, "small", 3);
    size = (size_t)(append(end, "TRAILER!!!", 0) - bytes);
    pre_init();
    return 0;
}

static void files_are_read_in_parts(void **state)
{
    (void)state;
    int kernel = fs_file_open("kernel");
    assert_int_equal(fs_file_size(kernel), FILE_SIZE);
    for (uint64_t offset = 0; offset < FILE_SIZE;) {
        int part = fs_file_read(kernel, offset, BUFFER);
        assert_true(part > 0);
        assert_memory_equal(buffer, contents + offset, part);
        offset += (uint64_t)part;
    }
    assert_int_equal(fs_file_read(kernel, FILE_SIZE - 5, BUFFER), 5);
    assert_int_equal(fs_file_read(kernel, 3, 2), 2);
    assert_memory_equal(buffer, contents + 3, 2);
}

static void files_have_an_end(void **state)
{
    (void)state;
    int kernel = fs_file_open("kernel");
    assert_int_equal(fs_file_read(kernel, FILE_SIZE, 1), 0);
    assert_int_equal(fs_file_read(kernel, UINT64_MAX, UINT64_MAX), 0);
    assert_int_equal(fs_file_read(kernel, 1, UINT64_MAX), BUFFER);
    assert_int_equal(fs_file_read(kernel, 0, 0), 0);
    assert_int_equal(fs_file_read(fs_file_open("small"), 0, BUFFER), 3);
}

static void wrong_handles_are_refused(void **state)
{
    (void)state;
    assert_int_equal(fs_file_open("missing"), -ENOENT);
    assert_int_equal(fs_file_read(-ENOENT, 0, 1), -EBADF);
    assert_int_equal(fs_file_read(2, 0, 1), -EBADF);
    assert_int_equal(fs_file_read(INT32_MIN, 0, 1), -EBADF);
    assert_int_equal(fs_file_size(2), 0);
    assert_int_equal(fs_file_size(-1), 0);
    assert_int_equal(fs_file_size(1), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_read_in_parts),
        cmocka_unit_test(files_have_an_end),
        cmocka_unit_test(wrong_handles_are_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
