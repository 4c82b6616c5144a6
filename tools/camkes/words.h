/* SPDX-License-Identifier: BSD-2-Clause */
/* Reserved words of the language, and words of C that cannot be names in generated code. */
#ifndef CAMKES_WORDS_H
#define CAMKES_WORDS_H

#include <stdbool.h>

/* The grammar's token for a word: TOKEN_IDENTIFIER if it is not reserved. */
int word_token(const char *word);

/* Keywords of C, with those that GNU C and clang add. */
bool word_is_c_keyword(const char *word);

#endif
