/* SPDX-License-Identifier: BSD-2-Clause */
#include "guest/linux/rootfs/mkcpio/source.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BLANKS " \t"

/* Cuts the next word off *line, or returns NULL at the end. */
static char *word_take(char **line)
{
    char *word = *line + strspn(*line, BLANKS);

    if (!*word)
        return NULL;
    *line = word + strcspn(word, BLANKS);
    if (**line)
        *(*line)++ = '\0';
    return word;
}

/* The rest of the line without the blanks in front of it, or NULL if there is none. */
static char *rest_take(char **line)
{
    char *rest = *line + strspn(*line, BLANKS);

    return *rest ? rest : NULL;
}

static bool number_take(char **line, int base, unsigned long limit, unsigned long *number)
{
    char *word = word_take(line), *end;

    if (!word || word[0] == '-')
        return false;
    *number = strtoul(word, &end, base);
    return end != word && !*end && *number <= limit;
}

static const char *mode_take(char **line, mode_t type, struct tree_entry *entry)
{
    unsigned long mode;

    if (!number_take(line, 8, 07777, &mode))
        return "the mode must be an octal number up to 7777";
    entry->mode = type | (mode_t)mode;
    return NULL;
}

static const char *node_take(char **line, struct tree_entry *entry)
{
    const char *kind = word_take(line);
    unsigned long major, minor;

    if (!kind || (strcmp(kind, "c") != 0 && strcmp(kind, "b") != 0))
        return "a node is either c or b";
    if (!number_take(line, 0, 0xfff, &major) || !number_take(line, 0, 0xfffff, &minor))
        return "a node needs a major number up to 4095 and a minor number up to 1048575";
    entry->major = (uint32_t)major;
    entry->minor = (uint32_t)minor;
    return mode_take(line, kind[0] == 'c' ? S_IFCHR : S_IFBLK, entry);
}

/* Takes the entry out of a line; its strings point into the line. Returns what is wrong, or NULL. */
static const char *entry_take(char *line, struct tree_entry *entry)
{
    const char *verb = word_take(&line);
    const char *wrong = NULL;
    bool has_source = false;

    if (strcmp(verb, "dir") == 0) {
        wrong = mode_take(&line, S_IFDIR, entry);
    } else if (strcmp(verb, "file") == 0) {
        wrong = mode_take(&line, S_IFREG, entry);
        has_source = true;
    } else if (strcmp(verb, "link") == 0) {
        entry->mode = S_IFLNK | 0777;
        has_source = true;
    } else if (strcmp(verb, "node") == 0) {
        wrong = node_take(&line, entry);
    } else {
        return "a line starts with dir, file, link or node";
    }
    if (wrong)
        return wrong;

    entry->path = has_source ? word_take(&line) : rest_take(&line);
    if (!entry->path)
        return "the path is missing";
    if (has_source && !(entry->source = rest_take(&line)))
        return "what the path stands for is missing";
    return NULL;
}

static const char *error_text(int error)
{
    switch (error) {
    case -EEXIST:
        return "a folder and something else have this path";
    case -EINVAL:
        return "the path may neither be empty nor hold '..'";
    default:
        return strerror(-error);
    }
}

int manifest_read(struct tree *tree, FILE *in, const char *name)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    int result = 0;

    for (unsigned number = 1; (length = getline(&line, &capacity, in)) >= 0; number++) {
        struct tree_entry entry = {0};
        const char *wrong;
        int error;

        line[strcspn(line, "\n")] = '\0';
        char *start = line + strspn(line, BLANKS);
        if (!*start || *start == '#')
            continue;
        wrong = entry_take(start, &entry);
        if (!wrong && (error = tree_add(tree, &entry)))
            wrong = error_text(error);
        if (wrong) {
            fprintf(stderr, "%s:%u: error: %s\n", name, number, wrong);
            result = -EINVAL;
        }
    }
    if (ferror(in)) {
        fprintf(stderr, "%s: error: cannot be read\n", name);
        result = -EIO;
    }
    free(line);
    return result;
}
