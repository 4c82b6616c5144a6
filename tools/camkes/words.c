/* SPDX-License-Identifier: BSD-2-Clause */
#include "words.h"

#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "parser.h"

struct word {
    const char *text;
    int token;
};

/* In the order of strcmp. */
static const struct word reserved[] = {
    {"Buf", TOKEN_BUF},
    {"Dataport", TOKEN_DATAPORT_KIND},
    {"Dataports", TOKEN_DATAPORTS_KIND},
    {"Event", TOKEN_EVENT_KIND},
    {"Events", TOKEN_EVENTS_KIND},
    {"False", TOKEN_FALSE},
    {"Procedure", TOKEN_PROCEDURE_KIND},
    {"Procedures", TOKEN_PROCEDURES_KIND},
    {"True", TOKEN_TRUE},
    {"assembly", TOKEN_ASSEMBLY},
    {"attribute", TOKEN_ATTRIBUTE},
    {"binary_semaphore", TOKEN_BINARY_SEMAPHORE},
    {"char", TOKEN_CHAR},
    {"component", TOKEN_COMPONENT},
    {"composition", TOKEN_COMPOSITION},
    {"configuration", TOKEN_CONFIGURATION},
    {"connection", TOKEN_CONNECTION},
    {"connector", TOKEN_CONNECTOR},
    {"consumes", TOKEN_CONSUMES},
    {"control", TOKEN_CONTROL},
    {"dataport", TOKEN_DATAPORT},
    {"emits", TOKEN_EMITS},
    {"export", TOKEN_EXPORT},
    {"false", TOKEN_FALSE},
    {"from", TOKEN_FROM},
    {"group", TOKEN_GROUP},
    {"hardware", TOKEN_HARDWARE},
    {"has", TOKEN_HAS},
    {"import", TOKEN_IMPORT},
    {"in", TOKEN_IN},
    {"include", TOKEN_INCLUDE},
    {"inout", TOKEN_INOUT},
    {"int", TOKEN_INT},
    {"int64_t", TOKEN_INT64},
    {"integer", TOKEN_INT},
    {"maybe", TOKEN_MAYBE},
    {"mutex", TOKEN_MUTEX},
    {"out", TOKEN_OUT},
    {"procedure", TOKEN_PROCEDURE},
    {"provides", TOKEN_PROVIDES},
    {"refin", TOKEN_REFIN},
    {"schedule", TOKEN_SCHEDULE},
    {"semaphore", TOKEN_SEMAPHORE},
    {"signed", TOKEN_SIGNED},
    {"string", TOKEN_STRING_TYPE},
    {"struct", TOKEN_STRUCT},
    {"thread", TOKEN_THREADS},
    {"threads", TOKEN_THREADS},
    {"ticks", TOKEN_TICKS},
    {"to", TOKEN_TO},
    {"true", TOKEN_TRUE},
    {"uint64_t", TOKEN_UINT64},
    {"unsigned", TOKEN_UNSIGNED},
    {"us", TOKEN_US},
    {"uses", TOKEN_USES},
    {"void", TOKEN_VOID},
    {"with", TOKEN_WITH},
};

#define RESERVED_COUNT (sizeof(reserved) / sizeof(reserved[0]))

static int compare_word(const void *text, const void *word)
{
    return strcmp(text, ((const struct word *)word)->text);
}

int word_token(const char *text)
{
    const struct word *word = bsearch(text, reserved, RESERVED_COUNT, sizeof(reserved[0]), compare_word);
    return word ? word->token : TOKEN_IDENTIFIER;
}

/* In the order of strcmp. */
static const char *const c_keywords[] = {
    "_Alignas",
    "_Alignof",
    "_Atomic",
    "_Bool",
    "_Complex",
    "_Float128",
    "_Float32",
    "_Float32x",
    "_Float64",
    "_Float64x",
    "_Generic",
    "_Imaginary",
    "_Noreturn",
    "_Static_assert",
    "_Thread_local",
    "__alignof",
    "__alignof__",
    "__asm",
    "__asm__",
    "__attribute",
    "__attribute__",
    "__auto_type",
    "__block",
    "__builtin_offsetof",
    "__builtin_va_arg",
    "__complex",
    "__complex__",
    "__const",
    "__const__",
    "__extension__",
    "__float128",
    "__func__",
    "__imag",
    "__imag__",
    "__inline",
    "__inline__",
    "__int128",
    "__label__",
    "__null",
    "__real",
    "__real__",
    "__restrict",
    "__restrict__",
    "__signed",
    "__signed__",
    "__thread",
    "__typeof",
    "__typeof__",
    "__volatile",
    "__volatile__",
    "asm",
    "auto",
    "break",
    "case",
    "char",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extern",
    "float",
    "for",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "register",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "typedef",
    "typeof",
    "union",
    "unsigned",
    "void",
    "volatile",
    "while",
};

static int compare_text(const void *a, const void *b)
{
    return strcmp(a, *(const char *const *)b);
}

bool word_is_c_keyword(const char *text)
{
    return bsearch(text, c_keywords, sizeof(c_keywords) / sizeof(c_keywords[0]), sizeof(c_keywords[0]),
                   compare_text);
}
