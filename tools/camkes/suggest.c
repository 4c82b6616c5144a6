/* SPDX-License-Identifier: BSD-2-Clause */
#include "suggest.h"

#include <string.h>

#define MAX_LENGTH 63u /* longer words are not guessed at */

struct suggestion suggestion_for(const char *wanted)
{
    size_t length = strlen(wanted);
    /* At most a third of the characters, rounded up, may be wrong; but never all of them. */
    return (struct suggestion){.wanted = wanted, .best = NULL, .distance = (length + 2) / 3 + 1};
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t low = a < b ? a : b;
    return low < c ? low : c;
}

/* Insertions, deletions, replacements and swaps of neighbours that turn a into b. */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][MAX_LENGTH + 1];
    size_t *above2 = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_length; j++)
        above[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && above2[j - 2] + 1 < row[j])
                row[j] = above2[j - 2] + 1;
        }
        size_t *spare = above2;
        above2 = above;
        above = row;
        row = spare;
    }
    return above[b_length];
}

void suggestion_offer(struct suggestion *suggestion, const char *candidate)
{
    size_t wanted = strlen(suggestion->wanted), length = strlen(candidate);
    size_t gap = wanted > length ? wanted - length : length - wanted;
    if (wanted > MAX_LENGTH || length > MAX_LENGTH || gap >= suggestion->distance)
        return;
    size_t distance = edit_distance(suggestion->wanted, wanted, candidate, length);
    if (!distance || distance >= suggestion->distance || distance >= wanted)
        return;
    suggestion->best = candidate;
    suggestion->distance = distance;
}

const char *suggest_key(const struct map *map, const char *wanted)
{
    struct suggestion suggestion = suggestion_for(wanted);
    for (size_t i = 0; i < map->count; i++)
        suggestion_offer(&suggestion, map->entries[i].key);
    return suggestion.best;
}

const char *suggest_text(struct arena *arena, const char *best)
{
    return best ? arena_printf(arena, "; did you mean '%s'?", best) : "";
}
