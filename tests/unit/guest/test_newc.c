/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "guest/linux/rootfs/mkcpio/newc.h"

struct archive {
    char *bytes;
    size_t size;
};

static struct archive archive_write(const struct tree *tree)
{
    struct archive archive;
    const char *culprit;
    FILE *out = open_memstream(&archive.bytes, &archive.size);

    assert_non_null(out);
    assert_int_equal(newc_write(out, tree, &culprit), 0);
    fclose(out);
    return archive;
}

/* A folder, a file, a link, a node and an empty file of different owners. */
static struct tree tree_make(void)
{
    struct tree tree = {0};
    const char *culprit;
    const struct tree_entry entries[] = {
        {.path = "", .mode = S_IFDIR | 0755},
        {.path = "a", .mode = S_IFDIR | 01777, .uid = 3, .gid = 4},
        {.path = "a/file", .mode = S_IFREG | 04755, .content = "12345", .size = 5, .uid = 1, .gid = 2},
        {.path = "a/link", .mode = S_IFLNK | 0777, .source = "file"},
        {.path = "console", .mode = S_IFCHR | 0600, .major = 5, .minor = 1},
        {.path = "empty", .mode = S_IFREG | 0644, .content = "", .size = 0},
    };

    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
        assert_int_equal(tree_add(&tree, &entries[i]), 0);
    assert_int_equal(tree_finish(&tree, &culprit), 0);
    return tree;
}

static void test_round_trip(void **state)
{
    struct tree tree = tree_make(), copy = {0};
    struct archive first = archive_write(&tree), second;
    const char *text;

    (void)state;
    assert_int_equal(newc_read(&copy, first.bytes, first.size, &text), 0);
    assert_null(text);
    assert_int_equal(copy.count, tree.count);
    for (size_t i = 0; i < tree.count; i++) {
        assert_string_equal(copy.entries[i].path, tree.entries[i].path);
        assert_int_equal(copy.entries[i].mode, tree.entries[i].mode);
        assert_int_equal(copy.entries[i].uid, tree.entries[i].uid);
        assert_int_equal(copy.entries[i].gid, tree.entries[i].gid);
        assert_int_equal(copy.entries[i].major, tree.entries[i].major);
        assert_int_equal(copy.entries[i].minor, tree.entries[i].minor);
    }
    assert_int_equal(copy.entries[2].size, 5);
    assert_memory_equal(copy.entries[2].content, "12345", 5);
    assert_string_equal(copy.entries[3].source, "file");
    second = archive_write(&copy);
    assert_int_equal(second.size, first.size);
    assert_memory_equal(second.bytes, first.bytes, first.size);
    free(first.bytes);
    free(second.bytes);
    tree_release(&tree);
    tree_release(&copy);
}

/* The format's own words: what a header must look like is written out here, not computed by the code under test. */
static void test_header(void **state)
{
    static const char wanted[] = "070701"
                                 "00000001"
                                 "000081ED"
                                 "00000007"
                                 "00000008"
                                 "00000001"
                                 "00000000"
                                 "00000003"
                                 "00000000"
                                 "00000000"
                                 "00000000"
                                 "00000000"
                                 "00000003"
                                 "00000000"
                                 "ab\0\0\0\0"
                                 "xyz\0"
                                 "070701";
    struct tree tree = {0};

    (void)state;
    assert_int_equal(
        tree_add(&tree,
                 &(struct tree_entry){
                     .path = "ab", .mode = S_IFREG | 0755, .uid = 7, .gid = 8, .content = "xyz", .size = 3}),
        0);
    struct archive archive = archive_write(&tree);
    /* 110 bytes of header, 3 of name, 3 of padding; then the content with its padding. */
    assert_memory_equal(archive.bytes, wanted, 110 + 3);
    assert_memory_equal(archive.bytes + 116 - 3, "\0\0\0", 3);
    assert_memory_equal(archive.bytes + 116,
                        "xyz\0"
                        "070701",
                        10);
    assert_int_equal(archive.size % 4, 0);
    free(archive.bytes);
    tree_release(&tree);
}

static int read_bytes(const void *bytes, size_t size, const char **reason)
{
    struct tree tree = {0};
    /* Exactly as long as it says, so that the sanitizer sees every byte too many. */
    char *copy = malloc(size ? size : 1);

    assert_non_null(copy);
    memcpy(copy, bytes, size);
    int result = newc_read(&tree, copy, size, reason);
    free(copy);
    tree_release(&tree);
    return result;
}

static void test_cut_anywhere(void **state)
{
    struct tree tree = tree_make();
    struct archive archive = archive_write(&tree);
    const char *reason;

    (void)state;
    /* The padding behind the end mark may be missing. */
    size_t needed = archive.size - 3;
    while (archive.bytes[needed - 1] == '\0')
        needed--;
    for (size_t size = 0; size <= needed; size++) {
        assert_int_equal(read_bytes(archive.bytes, size, &reason), -EINVAL);
        assert_non_null(reason);
    }
    assert_int_equal(read_bytes(archive.bytes, archive.size, &reason), 0);
    free(archive.bytes);
    tree_release(&tree);
}

static void damage(struct archive *archive, size_t at, const char *text, const char *wanted)
{
    char *copy = malloc(archive->size);
    const char *reason = NULL;

    assert_non_null(copy);
    memcpy(copy, archive->bytes, archive->size);
    for (size_t i = 0; text[i]; i++)
        copy[at + i] = text[i];
    assert_int_equal(read_bytes(copy, archive->size, &reason), -EINVAL);
    assert_string_equal(reason, wanted);
    free(copy);
}

static void test_damage(void **state)
{
    struct tree tree = tree_make();
    struct archive archive = archive_write(&tree);

    (void)state;
    damage(&archive, 0, "070702x", "an entry's header is damaged");
    damage(&archive, 0, "070703", "an entry's header is damaged");
    damage(&archive, 6 + 8, "g", "an entry's header is damaged");
    damage(&archive, 6 + 8 * 1, "0000F000", "an entry is of no known kind");
    damage(&archive, 6 + 8 * 6, "FFFFFFFF", "the archive ends within a file");
    damage(&archive, 6 + 8 * 11, "FFFFFFFF", "the archive ends within an entry");
    damage(&archive, 6 + 8 * 11, "00000000", "an entry's name is damaged");
    damage(&archive, 6 + 8 * 11, "00000001", "an entry's name is damaged");
    damage(&archive, 6 + 8 * 1, "0000A1FF", "a link's target is damaged");
    free(archive.bytes);
    tree_release(&tree);
}

/* Two archives in a row, with zeros between, are one tree; the later wins. */
static void test_archives_in_a_row(void **state)
{
    struct tree tree = tree_make(), other = {0}, both = {0};
    const char *reason;

    (void)state;
    assert_int_equal(tree_add(&other, &(struct tree_entry){.path = "empty",
                                                           .mode = S_IFREG | 0644,
                                                           .content = "not any more",
                                                           .size = 12}),
                     0);
    struct archive first = archive_write(&tree), second = archive_write(&other);
    size_t size = first.size + 512 + second.size;
    char *joined = calloc(1, size);
    assert_non_null(joined);
    memcpy(joined, first.bytes, first.size);
    memcpy(joined + first.size + 512, second.bytes, second.size);
    assert_int_equal(newc_read(&both, joined, size, &reason), 0);
    assert_int_equal(both.count, tree.count);
    assert_int_equal(both.entries[both.count - 1].size, 12);
    free(joined);
    free(first.bytes);
    free(second.bytes);
    tree_release(&tree);
    tree_release(&other);
    tree_release(&both);
}

/* Appends an entry as another tool may write it. */
static void entry_append(FILE *out, const char *name, unsigned mode, unsigned inode, unsigned links,
                         const char *content)
{
    size_t size = strlen(content);

    fprintf(out, "070701%08X%08X%08X%08X%08X%08X%08zX%08X%08X%08X%08X%08zX%08X%s%c", inode, mode, 0, 0, links,
            99, size, 8, 1, 0, 0, strlen(name) + 1, 0, name, 0);
    while (ftell(out) % 4)
        fputc(0, out);
    fputs(content, out);
    while (ftell(out) % 4)
        fputc(0, out);
}

/* Names of one file: only the last has content. A file that merely has two names as well is not meant. */
static void test_hard_links(void **state)
{
    struct archive archive;
    struct tree tree = {0};
    const char *reason;
    FILE *out = open_memstream(&archive.bytes, &archive.size);

    (void)state;
    entry_append(out, "a", 0100644, 9, 3, "");
    entry_append(out, "other", 0100644, 8, 2, "");
    entry_append(out, "b", 0100644, 9, 3, "");
    entry_append(out, "c", 0100644, 9, 3, "data");
    entry_append(out, "TRAILER!!!", 0, 0, 1, "");
    fclose(out);
    assert_int_equal(newc_read(&tree, archive.bytes, archive.size, &reason), 0);
    assert_int_equal(tree.count, 4);
    assert_int_equal(tree.entries[0].size, 4);
    assert_memory_equal(tree.entries[0].content, "data", 4);
    assert_int_equal(tree.entries[1].size, 0);
    assert_int_equal(tree.entries[2].size, 4);
    assert_int_equal(tree.entries[3].size, 4);
    tree_release(&tree);
    free(archive.bytes);
}

static int link_read(size_t length)
{
    struct archive archive;
    char target[5000];
    const char *reason;
    FILE *out = open_memstream(&archive.bytes, &archive.size);

    memset(target, 'x', length);
    target[length] = '\0';
    entry_append(out, "link", 0120777, 1, 1, target);
    entry_append(out, "TRAILER!!!", 0, 0, 1, "");
    fclose(out);
    int result = read_bytes(archive.bytes, archive.size, &reason);
    free(archive.bytes);
    return result;
}

static void test_link_lengths(void **state)
{
    (void)state;
    assert_int_equal(link_read(0), -EINVAL);
    assert_int_equal(link_read(1), 0);
    assert_int_equal(link_read(4095), 0);
    assert_int_equal(link_read(4096), -EINVAL);
    assert_int_equal(link_read(4999), -EINVAL);
}

static void test_missing_source(void **state)
{
    struct tree tree = {0};
    const char *culprit;
    char *bytes;
    size_t size;
    FILE *out = open_memstream(&bytes, &size);

    (void)state;
    assert_int_equal(
        tree_add(&tree, &(struct tree_entry){.path = "x", .mode = S_IFREG | 0644, .source = "/nowhere/x"}),
        0);
    assert_int_equal(newc_write(out, &tree, &culprit), -ENOENT);
    assert_string_equal(culprit, "/nowhere/x");
    fclose(out);
    free(bytes);
    tree_release(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),        cmocka_unit_test(test_header),
        cmocka_unit_test(test_cut_anywhere),      cmocka_unit_test(test_damage),
        cmocka_unit_test(test_archives_in_a_row), cmocka_unit_test(test_hard_links),
        cmocka_unit_test(test_missing_source),    cmocka_unit_test(test_link_lengths),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
