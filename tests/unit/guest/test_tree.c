/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "guest/linux/rootfs/mkcpio/tree.h"

static void assert_normal(const char *from, const char *to)
{
    char path[64];

    strcpy(path, from);
    assert_int_equal(tree_path_normalise(path), 0);
    assert_string_equal(path, to);
}

static void assert_refused(const char *from)
{
    char path[64];

    strcpy(path, from);
    assert_int_equal(tree_path_normalise(path), -EINVAL);
}

static void test_paths(void **state)
{
    (void)state;
    assert_normal("", "");
    assert_normal("/", "");
    assert_normal("././/.", "");
    assert_normal("a", "a");
    assert_normal("/a//b/./c/", "a/b/c");
    assert_normal("..a/b..", "..a/b..");
    assert_normal("...", "...");
    assert_refused("..");
    assert_refused("a/../b");
    assert_refused("/a/..");
}

static int add(struct tree *tree, char *path, mode_t mode, char *source)
{
    return tree_add(tree, &(struct tree_entry){.path = path, .mode = mode, .source = source});
}

static void test_later_file_wins(void **state)
{
    struct tree tree = {0};
    const char *culprit;

    (void)state;
    assert_int_equal(add(&tree, "etc/issue", S_IFREG | 0644, "first"), 0);
    assert_int_equal(add(&tree, "/etc//issue", S_IFREG | 0600, "second"), 0);
    assert_int_equal(tree_finish(&tree, &culprit), 0);
    assert_int_equal(tree.count, 2);
    assert_string_equal(tree.entries[1].path, "etc/issue");
    assert_string_equal(tree.entries[1].source, "second");
    assert_int_equal(tree.entries[1].mode, S_IFREG | 0600);
    tree_release(&tree);
}

static void test_folder_keeps_mode(void **state)
{
    struct tree tree = {0};
    const char *culprit;

    (void)state;
    assert_int_equal(add(&tree, "tmp", S_IFDIR | 01777, NULL), 0);
    assert_int_equal(add(&tree, "tmp", S_IFDIR | 0755, NULL), 0);
    assert_int_equal(add(&tree, "tmp/file", S_IFREG | 0644, "x"), 0);
    assert_int_equal(tree_finish(&tree, &culprit), 0);
    assert_int_equal(tree.count, 2);
    assert_int_equal(tree.entries[0].mode, S_IFDIR | 01777);
    tree_release(&tree);
}

static void test_kinds_clash(void **state)
{
    struct tree tree = {0};

    (void)state;
    assert_int_equal(add(&tree, "a", S_IFDIR | 0755, NULL), 0);
    assert_int_equal(add(&tree, "a", S_IFREG | 0644, "x"), -EEXIST);
    assert_int_equal(add(&tree, "b", S_IFREG | 0644, "x"), 0);
    assert_int_equal(add(&tree, "b", S_IFDIR | 0755, NULL), -EEXIST);
    assert_int_equal(add(&tree, "b", S_IFLNK | 0777, "target"), 0);
    assert_int_equal(add(&tree, "", S_IFREG | 0644, "x"), -EINVAL);
    assert_int_equal(add(&tree, "../b", S_IFREG | 0644, "x"), -EINVAL);
    assert_int_equal(add(&tree, "./TRAILER!!!", S_IFREG | 0644, "x"), -EINVAL);
    assert_int_equal(tree.count, 2);
    tree_release(&tree);
}

static void test_parents_come_first(void **state)
{
    static const char *const wanted[] = {"a", "a-b", "a/b", "a/b/c", "z"};
    struct tree tree = {0};
    const char *culprit;

    (void)state;
    assert_int_equal(add(&tree, "z", S_IFREG | 0644, "x"), 0);
    assert_int_equal(add(&tree, "a/b/c", S_IFREG | 0644, "x"), 0);
    assert_int_equal(add(&tree, "a-b", S_IFREG | 0644, "x"), 0);
    assert_int_equal(tree_finish(&tree, &culprit), 0);
    assert_int_equal(tree.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(tree.entries[i].path, wanted[i]);
    assert_int_equal(tree.entries[0].mode, S_IFDIR | 0755);
    tree_release(&tree);
}

static void test_parent_is_no_folder(void **state)
{
    struct tree tree = {0};
    const char *culprit = NULL;

    (void)state;
    assert_int_equal(add(&tree, "bin", S_IFLNK | 0777, "usr/bin"), 0);
    assert_int_equal(add(&tree, "bin/tool", S_IFREG | 0755, "x"), 0);
    assert_int_equal(tree_finish(&tree, &culprit), -ENOTDIR);
    assert_string_equal(culprit, "bin/tool");
    tree_release(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_later_file_wins),
        cmocka_unit_test(test_folder_keeps_mode),
        cmocka_unit_test(test_kinds_clash),
        cmocka_unit_test(test_parents_come_first),
        cmocka_unit_test(test_parent_is_no_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
