/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "abi/error.h"
#include "catalogue.h"

static char archive[4096];
static size_t archive_size;

static void append_padding(void)
{
    while (archive_size % 4 != 0)
        archive[archive_size++] = '\0';
}

static void append(const char *name, const char *data, unsigned mode)
{
    archive_size +=
        (size_t)sprintf(archive + archive_size, "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08zX%08X",
                        1, mode, 0, 0, 1, 0, (unsigned)strlen(data), 0, 0, 0, 0, strlen(name) + 1, 0);
    archive_size += (size_t)sprintf(archive + archive_size, "%s", name) + 1;
    append_padding();
    archive_size += (size_t)sprintf(archive + archive_size, "%s", data);
    append_padding();
}

static int start(void **state)
{
    (void)state;
    memset(archive, 0, sizeof(archive));
    archive_size = 0;
    append("bzimage", "kernel", 0100644);
    append("dir", "", 040755);
    append("./dir/rootfs.cpio", "root", 0100644);
    append("empty", "", 0100444);
    append("TRAILER!!!", "", 0);
    return 0;
}

/* A copy of exactly the archive's size, so that the sanitizer sees every read beyond it. */
static struct cpio open_archive(size_t size)
{
    char *bytes = malloc(size ? size : 1);
    memcpy(bytes, archive, size);
    return (struct cpio){.bytes = bytes, .size = size};
}

static void files_are_found(void **state)
{
    (void)state;
    struct catalogue catalogue = {0};
    struct cpio cpio = open_archive(archive_size);
    assert_int_equal(catalogue_read(&catalogue, &cpio), CPIO_END);
    assert_int_equal(catalogue.count, 3);
    assert_int_equal(catalogue_find(&catalogue, "bzimage"), 0);
    assert_int_equal(catalogue_find(&catalogue, "/bzimage"), 0);
    assert_int_equal(catalogue_find(&catalogue, "dir/rootfs.cpio"), 1);
    assert_int_equal(catalogue_find(&catalogue, "./empty"), 2);
    assert_int_equal(catalogue_file(&catalogue, 0)->size, 6);
    assert_memory_equal(catalogue_file(&catalogue, 0)->data, "kernel", 6);
    assert_int_equal(catalogue_file(&catalogue, 1)->size, 4);
    assert_int_equal(catalogue_file(&catalogue, 2)->size, 0);
    assert_int_equal(catalogue_find(&catalogue, "dir"), -CW_ENOENT);
    assert_int_equal(catalogue_find(&catalogue, "bzimage2"), -CW_ENOENT);
    assert_int_equal(catalogue_find(&catalogue, ""), -CW_ENOENT);
    assert_null(catalogue_file(&catalogue, 3));
    assert_null(catalogue_file(&catalogue, -1));
    free(catalogue.files);
    free((char *)cpio.bytes);
}

static void many_files(void **state)
{
    (void)state;
    struct catalogue catalogue = {0};
    memset(archive, 0, sizeof(archive));
    archive_size = 0;
    for (char name[] = "a"; *name <= 't'; ++*name)
        append(name, name, 0100644);
    append("TRAILER!!!", "", 0);
    struct cpio cpio = open_archive(archive_size);
    assert_int_equal(catalogue_read(&catalogue, &cpio), CPIO_END);
    assert_int_equal(catalogue.count, 20);
    assert_int_equal(catalogue_find(&catalogue, "t"), 19);
    free(catalogue.files);
    free((char *)cpio.bytes);
}

/* Wherever an archive is cut, the files before the cut are found and the cut is noticed. */
static void cut_is_noticed(void **state)
{
    (void)state;
    for (size_t size = 0; size + 4 < archive_size; size++) {
        struct catalogue catalogue = {0};
        struct cpio cpio = open_archive(size);
        int result = catalogue_read(&catalogue, &cpio);
        if (result != CPIO_CUT_OFF)
            fail_msg("%zu of %zu bytes: result %d", size, archive_size, result);
        for (int i = 0; i < (int)catalogue.count; i++) {
            const struct cpio_entry *file = catalogue_file(&catalogue, i);
            assert_true(file->data + file->size <= cpio.bytes + size);
        }
        free(catalogue.files);
        free((char *)cpio.bytes);
    }
}

static enum cpio_result read_all(size_t *at)
{
    struct catalogue catalogue = {0};
    struct cpio cpio = open_archive(archive_size);
    int result = catalogue_read(&catalogue, &cpio);
    *at = cpio.at;
    free(catalogue.files);
    free((char *)cpio.bytes);
    return (enum cpio_result)result;
}

static void damage_is_named(void **state)
{
    size_t at;
    archive[0] = '1';
    assert_int_equal(read_all(&at), CPIO_NOT_AN_ARCHIVE);
    assert_int_equal(at, 0);
    start(state);
    archive[6 + 8 * 6] = 'g';
    assert_int_equal(read_all(&at), CPIO_BAD_NUMBER);
    start(state);
    memcpy(archive + 6 + 8 * 6, "FFFFFFFF", 8); /* size of the data */
    assert_int_equal(read_all(&at), CPIO_CUT_OFF);
    start(state);
    memcpy(archive + 6 + 8 * 11, "FFFFFFFF", 8); /* size of the name */
    assert_int_equal(read_all(&at), CPIO_CUT_OFF);
    start(state);
    memcpy(archive + 6 + 8 * 11, "00000000", 8);
    assert_int_equal(read_all(&at), CPIO_BAD_NAME);
    start(state);
    memcpy(archive + 6 + 8 * 11, "00000007", 8);
    assert_int_equal(read_all(&at), CPIO_BAD_NAME);
    start(state);
    memcpy(archive + 6 + 8 * 11, "00000001", 8);
    archive[110] = '\0';
    assert_int_equal(read_all(&at), CPIO_BAD_NAME);
    assert_string_equal(cpio_error(CPIO_BAD_NAME), "the name is empty or not ended");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(files_are_found, start),
        cmocka_unit_test_setup(many_files, start),
        cmocka_unit_test_setup(cut_is_noticed, start),
        cmocka_unit_test_setup(damage_is_named, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
