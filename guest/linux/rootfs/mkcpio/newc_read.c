/* SPDX-License-Identifier: BSD-2-Clause */
#include "guest/linux/rootfs/mkcpio/newc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define HEADER_BYTES 110
#define FIELD_BYTES  8
#define MAX_LINK     4096

/* The numbers of a header, in the order of the format. */
enum field {
    INODE,
    MODE,
    UID,
    GID,
    LINKS,
    TIME,
    SIZE,
    DEVICE_MAJOR,
    DEVICE_MINOR,
    MAJOR,
    MINOR,
    NAME_SIZE,
    CHECK,
    FIELDS
};

struct reader {
    const char *at;
    size_t left;
    const char *reason;
};

struct header {
    uint32_t fields[FIELDS];
    const char *name;    /* ends with a zero inside the archive */
    const char *content; /* fields[SIZE] bytes */
};

bool newc_is(const void *bytes, size_t size)
{
    return size >= 6 && (memcmp(bytes, "070701", 6) == 0 || memcmp(bytes, "070702", 6) == 0);
}

/* Takes `size` bytes and the padding after them, which the last entry may lack. Returns NULL if there are fewer. */
static const char *bytes_take(struct reader *in, size_t size, size_t before)
{
    const char *bytes = in->at;
    size_t padding = -(before + size) & 3;

    if (size > in->left)
        return NULL;
    in->at += size;
    in->left -= size;
    if (padding > in->left)
        padding = in->left;
    in->at += padding;
    in->left -= padding;
    return bytes;
}

static bool field_parse(const char *text, uint32_t *value)
{
    *value = 0;
    for (int i = 0; i < FIELD_BYTES; i++) {
        static const char digits[] = "0123456789abcdef0123456789ABCDEF";
        const char *digit = text[i] ? strchr(digits, text[i]) : NULL;

        if (!digit)
            return false;
        *value = *value << 4 | (uint32_t)((digit - digits) & 15);
    }
    return true;
}

static int header_take(struct reader *in, struct header *header)
{
    const char *text = in->at;

    in->reason = "an entry's header is damaged";
    if (in->left < HEADER_BYTES || !newc_is(text, in->left))
        return -EINVAL;
    for (int i = 0; i < FIELDS; i++)
        if (!field_parse(text + 6 + i * FIELD_BYTES, &header->fields[i]))
            return -EINVAL;
    in->at += HEADER_BYTES;
    in->left -= HEADER_BYTES;

    in->reason = "the archive ends within an entry";
    header->name = bytes_take(in, header->fields[NAME_SIZE], HEADER_BYTES);
    if (!header->name)
        return -EINVAL;
    in->reason = "an entry's name is damaged";
    if (!header->fields[NAME_SIZE] ||
        strnlen(header->name, header->fields[NAME_SIZE]) + 1 != header->fields[NAME_SIZE])
        return -EINVAL;
    in->reason = "the archive ends within a file";
    header->content = bytes_take(in, header->fields[SIZE], 0);
    return header->content ? 0 : -EINVAL;
}

static int link_add(struct tree *tree, struct tree_entry *entry, const struct header *header,
                    struct reader *in)
{
    char target[MAX_LINK];
    uint32_t size = header->fields[SIZE];

    in->reason = "a link's target is damaged";
    if (size == 0 || size >= sizeof(target) || memchr(header->content, '\0', size))
        return -EINVAL;
    memcpy(target, header->content, size);
    target[size] = '\0';
    entry->source = target;
    return tree_add(tree, entry);
}

static int entry_add(struct tree *tree, const struct header *header, struct reader *in)
{
    const uint32_t *fields = header->fields;
    struct tree_entry entry = {
        .path = (char *)header->name,
        .mode = fields[MODE] & (S_IFMT | 07777),
        .uid = fields[UID],
        .gid = fields[GID],
        .major = fields[MAJOR],
        .minor = fields[MINOR],
    };

    switch (entry.mode & S_IFMT) {
    case S_IFREG:
        entry.content = (char *)header->content;
        entry.size = fields[SIZE];
        return tree_add(tree, &entry);
    case S_IFLNK:
        return link_add(tree, &entry, header, in);
    case S_IFDIR:
    case S_IFCHR:
    case S_IFBLK:
    case S_IFIFO:
    case S_IFSOCK:
        in->reason = "two entries of different kinds have the same path, or a path holds '..'";
        return tree_add(tree, &entry);
    default:
        in->reason = "an entry is of no known kind";
        return -EINVAL;
    }
}

/* Several names of one file: all but the last have no content, so it is copied back to those before. */
static int links_resolve(struct tree *tree, const struct header *headers, size_t count, struct reader *in)
{
    int error = 0;

    for (size_t i = 0; !error && i < count; i++) {
        struct header header = headers[i];

        if (S_ISREG(header.fields[MODE]) && header.fields[LINKS] > 1 && header.fields[SIZE] == 0) {
            for (size_t j = i + 1; j < count; j++) {
                const uint32_t *other = headers[j].fields;

                if (S_ISREG(other[MODE]) && other[LINKS] > 1 && other[INODE] == header.fields[INODE] &&
                    other[DEVICE_MAJOR] == header.fields[DEVICE_MAJOR] &&
                    other[DEVICE_MINOR] == header.fields[DEVICE_MINOR] && other[SIZE]) {
                    header.content = headers[j].content;
                    header.fields[SIZE] = other[SIZE];
                    break;
                }
            }
        }
        error = entry_add(tree, &header, in);
    }
    return error;
}

/* Reads one archive up to its end mark. */
static int archive_take(struct tree *tree, struct reader *in)
{
    struct header *headers = NULL, header;
    size_t count = 0;
    int error;

    while (!(error = header_take(in, &header)) && strcmp(header.name, "TRAILER!!!") != 0) {
        struct header *grown = reallocarray(headers, count + 1, sizeof(*headers));

        if (!grown) {
            error = -ENOMEM;
            break;
        }
        headers = grown;
        headers[count++] = header;
    }
    if (!error)
        error = links_resolve(tree, headers, count, in);
    free(headers);
    return error;
}

int newc_read(struct tree *tree, const void *archive, size_t size, const char **reason)
{
    struct reader in = {.at = archive, .left = size};
    int error;

    do {
        error = archive_take(tree, &in);
        while (!error && in.left && !*in.at) {
            in.at++;
            in.left--;
        }
    } while (!error && in.left);
    *reason = error ? in.reason : NULL;
    return error;
}
