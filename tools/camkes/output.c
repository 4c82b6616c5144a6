/* SPDX-License-Identifier: BSD-2-Clause */
#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diag.h"

static bool fail(const char *path)
{
    diag_error((struct adl_location){0}, "cannot write %s: %m", path);
    return false;
}

static bool holds_already(const char *path, const unsigned char *bytes, size_t length)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        return false;
    unsigned char part[16384];
    size_t at = 0, count;
    bool same = true;
    while (same && (count = fread(part, 1, sizeof(part), file)) > 0) {
        same = count <= length - at && !memcmp(part, bytes + at, count);
        at += count;
    }
    same = same && !ferror(file) && at == length;
    fclose(file);
    return same;
}

static bool write_all(int descriptor, const unsigned char *bytes, size_t length)
{
    while (length) {
        ssize_t count = write(descriptor, bytes, length);
        if (count < 0)
            return false;
        bytes += count;
        length -= (size_t)count;
    }
    return true;
}

bool output_write(const char *path, const void *bytes, size_t length)
{
    if (holds_already(path, bytes, length))
        return true;
    char *temporary;
    if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
        return fail(path);
    int descriptor = mkstemp(temporary);
    bool good = descriptor >= 0;
    if (good) {
        mode_t mask = umask(0);
        umask(mask);
        good = write_all(descriptor, bytes, length) && !fchmod(descriptor, 0666 & ~mask);
        good = !close(descriptor) && good;
        good = good && !rename(temporary, path);
        if (!good) {
            fail(path);
            unlink(temporary);
        }
    } else {
        fail(path);
    }
    free(temporary);
    return good;
}
