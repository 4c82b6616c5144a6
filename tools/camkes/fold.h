/* SPDX-License-Identifier: BSD-2-Clause */
/* Arithmetic on constants, as the language defines it. */
#ifndef CAMKES_FOLD_H
#define CAMKES_FOLD_H

#include "parse.h"

enum fold_operator {
    FOLD_OR,
    FOLD_AND,
    FOLD_BIT_OR,
    FOLD_BIT_XOR,
    FOLD_BIT_AND,
    FOLD_EQUAL,
    FOLD_UNEQUAL,
    FOLD_LESS,
    FOLD_LESS_EQUAL,
    FOLD_GREATER,
    FOLD_GREATER_EQUAL,
    FOLD_SHIFT_LEFT,
    FOLD_SHIFT_RIGHT,
    FOLD_ADD,
    FOLD_SUBTRACT,
    FOLD_MULTIPLY,
    FOLD_DIVIDE,
    FOLD_MODULO,
    FOLD_POWER,
};

/*
 * The result of the operation, placed at `where`. What cannot be computed (division by zero,
 * numbers out of range, bits of a fraction) is reported and gives 0.
 */
struct adl_value *fold_binary(struct parse *parse, struct adl_location where, enum fold_operator op,
                              const struct adl_value *left, const struct adl_value *right);

/* op is one of - + ! ~ */
struct adl_value *fold_unary(struct parse *parse, struct adl_location where, char op,
                             const struct adl_value *operand);

bool fold_is_true(const struct adl_value *value);

#endif
