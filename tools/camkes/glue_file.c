/* SPDX-License-Identifier: BSD-2-Clause */
#include "glue_emit.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static bool complain(const char *path)
{
    fprintf(stderr, "camkes: %s: %s\n", path, strerror(errno));
    return false;
}

static bool holds(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "rb");
    bool same = file != NULL;
    for (size_t i = 0; same && i < length; i++)
        same = fgetc(file) == (unsigned char)text[i];
    same = same && fgetc(file) == EOF;
    if (file)
        fclose(file);
    return same;
}

/* Makes the folders above the file. */
static bool make_folders(char *path)
{
    for (char *c = path + 1; *c != '\0'; c++) {
        if (*c != '/')
            continue;
        *c = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            return complain(path);
        *c = '/';
    }
    return true;
}

bool glue_write_file(struct arena *arena, const char *path, const char *text, size_t length)
{
    if (holds(path, text, length))
        return true;
    if (!make_folders(arena_printf(arena, "%s", path)))
        return false;
    FILE *file = fopen(path, "wb");
    if (!file)
        return complain(path);
    bool written = fwrite(text, 1, length, file) == length;
    written = fclose(file) == 0 && written;
    return written || complain(path);
}
