/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Preprocessed text, and the way back from it to the files that the user wrote.
 *
 * The preprocessor leaves markers `# line "file"`, which give the file and line of what follows. It
 * does not keep columns: it squeezes blanks and replaces macros. Columns are therefore found by
 * laying the preprocessed line beside the original one.
 */
#ifndef CAMKES_SOURCE_H
#define CAMKES_SOURCE_H

#include <stdbool.h>

#include "diag.h"
#include "map.h"

struct source_mark {
    uint32_t from; /* line of the preprocessed text from which on this holds */
    uint32_t line; /* what that line is in the file */
    const char *file;
};

struct source {
    const char *path;
    const char *text; /* preprocessed; NUL at text[length] */
    size_t length;
    const char **lines; /* start of each line; lines[line_count] is the end */
    uint32_t line_count;
    struct source_mark *marks; /* ascending; at least one */
    size_t mark_count;
};

/* Takes `text` as it is, which must outlive the arena or be in it, with a NUL behind it. */
struct source *source_create(struct arena *arena, const char *path, const char *text, size_t length);

/* Puts each file that went into the source into the map (value: the source). */
void source_files(const struct source *source, struct map *files);

/* The file that the text at `where` came from; its source must not be NULL. */
const char *source_file(struct adl_location where);

struct source_place {
    const char *file;
    uint32_t line, column; /* from 1 */
    uint32_t width;        /* characters to mark, at least 1 */
    char *text;            /* the original line without newline, or NULL; the caller frees it */
    bool in_macro;         /* the text came out of a macro; the place is the macro's name */
};

/* Where the user wrote what stands at `where`; its source must not be NULL. */
struct source_place source_place(struct adl_location where);

#endif
