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
#include <unistd.h>
#include <cmocka.h>

#include "guest/linux/rootfs/mkcpio/source.h"

/* Reads a manifest; messages go into `messages`. */
static int read_text(struct tree *tree, const char *text, char *messages, size_t size)
{
    FILE *in = fmemopen((void *)text, strlen(text), "r");
    FILE *out = fmemopen(messages, size, "w"), *saved = stderr;

    assert_non_null(in);
    assert_non_null(out);
    stderr = out;
    int result = manifest_read(tree, in, "list");
    stderr = saved;
    fclose(out);
    fclose(in);
    return result;
}

static void test_every_kind(void **state)
{
    struct tree tree = {0};
    char messages[512] = "";
    static const char text[] = "# comment\n"
                               "\n"
                               "dir 1777 tmp\n"
                               "  file 0755 bin/tool /a path with blanks/tool\n"
                               "link bin/other  tool two\n"
                               "node c 5 1 0600 dev/console\n"
                               "node b 0x8 017 0660 dev/disk with blanks\n";

    (void)state;
    assert_int_equal(read_text(&tree, text, messages, sizeof(messages)), 0);
    assert_string_equal(messages, "");
    assert_int_equal(tree.count, 5);
    assert_int_equal(tree.entries[0].mode, S_IFDIR | 01777);
    assert_string_equal(tree.entries[1].path, "bin/tool");
    assert_string_equal(tree.entries[1].source, "/a path with blanks/tool");
    assert_int_equal(tree.entries[2].mode, S_IFLNK | 0777);
    assert_string_equal(tree.entries[2].source, "tool two");
    assert_int_equal(tree.entries[3].mode, S_IFCHR | 0600);
    assert_int_equal(tree.entries[3].major, 5);
    assert_int_equal(tree.entries[3].minor, 1);
    assert_int_equal(tree.entries[4].mode, S_IFBLK | 0660);
    assert_int_equal(tree.entries[4].major, 8);
    assert_int_equal(tree.entries[4].minor, 15);
    assert_string_equal(tree.entries[4].path, "dev/disk with blanks");
    tree_release(&tree);
}

static void assert_message(const char *line, const char *message)
{
    struct tree tree = {0};
    char messages[512] = "", wanted[512], text[256];

    snprintf(text, sizeof(text), "dir 0755 ok\n%s\n", line);
    snprintf(wanted, sizeof(wanted), "list:2: error: %s\n", message);
    assert_int_equal(read_text(&tree, text, messages, sizeof(messages)), -EINVAL);
    assert_string_equal(messages, wanted);
    tree_release(&tree);
}

static void test_wrong_lines(void **state)
{
    (void)state;
    assert_message("folder 0755 a", "a line starts with dir, file, link or node");
    assert_message("dir", "the mode must be an octal number up to 7777");
    assert_message("dir 888 a", "the mode must be an octal number up to 7777");
    assert_message("dir -1 a", "the mode must be an octal number up to 7777");
    assert_message("dir 10000 a", "the mode must be an octal number up to 7777");
    assert_message("dir 0755", "the path is missing");
    assert_message("file 0644 a", "what the path stands for is missing");
    assert_message("link a  ", "what the path stands for is missing");
    assert_message("node p 1 2 0600 a", "a node is either c or b");
    assert_message("node c 4096 2 0600 a",
                   "a node needs a major number up to 4095 and a minor number up to 1048575");
    assert_message("node c 1", "a node needs a major number up to 4095 and a minor number up to 1048575");
    assert_message("file 0644 ok x", "a folder and something else have this path");
    assert_message("dir 0755 a/../b", "the path may neither be empty nor hold '..'");
    assert_message("link / x", "the path may neither be empty nor hold '..'");
}

static void test_all_errors_are_reported(void **state)
{
    struct tree tree = {0};
    char messages[512] = "";

    (void)state;
    assert_int_equal(read_text(&tree, "bad\ndir 0755 a\nworse\n", messages, sizeof(messages)), -EINVAL);
    assert_non_null(strstr(messages, "list:1: error:"));
    assert_non_null(strstr(messages, "list:3: error:"));
    tree_release(&tree);
}

static void overlay_make(char *folder)
{
    char path[128];
    FILE *file;

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/etc", folder);
    assert_int_equal(mkdir(path, 0750), 0);
    snprintf(path, sizeof(path), "%s/etc/start", folder);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("text", file);
    fclose(file);
    assert_int_equal(chmod(path, 0744), 0);
    snprintf(path, sizeof(path), "%s/etc/link", folder);
    assert_int_equal(symlink("nowhere", path), 0);
}

static void overlay_remove(const char *folder)
{
    static const char *const names[] = {"/etc/pipe", "/etc/link", "/etc/start", "/etc", ""};
    char path[128];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", folder, names[i]);
        remove(path);
    }
}

static const struct tree_entry *entry_find(const struct tree *tree, const char *path)
{
    for (size_t i = 0; i < tree->count; i++)
        if (strcmp(tree->entries[i].path, path) == 0)
            return &tree->entries[i];
    return NULL;
}

static void test_overlay(void **state)
{
    char folder[] = "/tmp/test-overlay-XXXXXX", path[128];
    struct tree tree = {0};

    (void)state;
    overlay_make(folder);
    assert_int_equal(overlay_read(&tree, folder), 0);
    assert_int_equal(tree.count, 4);
    assert_int_equal(entry_find(&tree, "etc")->mode, S_IFDIR | 0750);
    assert_int_equal(entry_find(&tree, "etc/start")->mode, S_IFREG | 0744);
    assert_string_equal(entry_find(&tree, "etc/link")->source, "nowhere");
    tree_release(&tree);

    snprintf(path, sizeof(path), "%s/etc/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(overlay_read(&tree, folder), -EINVAL);
    tree_release(&tree);
    overlay_remove(folder);
    assert_int_equal(overlay_read(&tree, folder), -ENOENT);
    tree_release(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind),
        cmocka_unit_test(test_wrong_lines),
        cmocka_unit_test(test_all_errors_are_reported),
        cmocka_unit_test(test_overlay),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
