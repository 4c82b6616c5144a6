/* SPDX-License-Identifier: BSD-2-Clause */
/* Guesses what a misspelt name was meant to be. */
#ifndef CAMKES_SUGGEST_H
#define CAMKES_SUGGEST_H

#include "map.h"

struct suggestion {
    const char *wanted;
    const char *best; /* NULL: nothing is near */
    size_t distance;  /* of the best */
};

struct suggestion suggestion_for(const char *wanted);
void suggestion_offer(struct suggestion *suggestion, const char *candidate);

/* The nearest key, or NULL. */
const char *suggest_key(const struct map *map, const char *wanted);

/* "; did you mean 'best'?" in the arena, or "" for NULL: to be put behind a message. */
const char *suggest_text(struct arena *arena, const char *best);

#endif
