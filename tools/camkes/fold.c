/* SPDX-License-Identifier: BSD-2-Clause */
#include "fold.h"

#include <math.h>

static const adl_integer LOWEST = INT64_MIN, HIGHEST = UINT64_MAX;

static double as_real(const struct adl_value *value)
{
    return value->kind == ADL_VALUE_REAL ? value->real : (double)value->integer;
}

bool fold_is_true(const struct adl_value *value)
{
    return value->kind == ADL_VALUE_REAL ? value->real != 0 : value->integer != 0;
}

static struct adl_value *integer(struct parse *parse, struct adl_location where, adl_integer number)
{
    if (number < LOWEST || number > HIGHEST) {
        diag_error(where, "the result does not fit into 64 bits");
        number = 0;
    }
    return parse_integer(parse, where, number);
}

static struct adl_value *real(struct parse *parse, struct adl_location where, double number)
{
    if (!isfinite(number)) {
        diag_error(where, "the result is too large");
        number = 0;
    }
    struct adl_value *value = parse_integer(parse, where, 0);
    value->kind = ADL_VALUE_REAL;
    value->real = number;
    return value;
}

static adl_integer floor_divide(adl_integer a, adl_integer b)
{
    adl_integer quotient = a / b;
    return a % b && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

/* HIGHEST + 1 stands for everything that is out of range. */
static adl_integer multiply(adl_integer a, adl_integer b)
{
    adl_integer product;
    return __builtin_mul_overflow(a, b, &product) ? HIGHEST + 1 : product;
}

static adl_integer power(adl_integer base, adl_integer exponent)
{
    if (base == 1 || base == 0)
        return exponent ? base : 1;
    if (base == -1)
        return exponent & 1 ? -1 : 1;
    adl_integer result = 1;
    for (; exponent > 0 && result >= LOWEST && result <= HIGHEST; exponent--)
        result = multiply(result, base);
    return result;
}

/* What a comparison says of operands in this order (negative, zero, positive); -1 if `op` is not a comparison. */
static int compare(enum fold_operator op, int order)
{
    switch (op) {
    case FOLD_EQUAL:
        return order == 0;
    case FOLD_UNEQUAL:
        return order != 0;
    case FOLD_LESS:
        return order < 0;
    case FOLD_LESS_EQUAL:
        return order <= 0;
    case FOLD_GREATER:
        return order > 0;
    case FOLD_GREATER_EQUAL:
        return order >= 0;
    default:
        return -1;
    }
}

static struct adl_value *fold_real(struct parse *parse, struct adl_location where, enum fold_operator op,
                                   double a, double b)
{
    switch (op) {
    case FOLD_ADD:
        return real(parse, where, a + b);
    case FOLD_SUBTRACT:
        return real(parse, where, a - b);
    case FOLD_MULTIPLY:
        return real(parse, where, a * b);
    case FOLD_DIVIDE:
        return real(parse, where, a / b);
    case FOLD_MODULO:
        return real(parse, where, a - b * floor(a / b));
    case FOLD_POWER:
        return real(parse, where, pow(a, b));
    default:
        diag_error(where, "bit operations need integers, and this has a fraction");
        return parse_integer(parse, where, 0);
    }
}

static struct adl_value *fold_shift(struct parse *parse, struct adl_location where, adl_integer a,
                                    adl_integer b, bool left)
{
    if (b < 0) {
        diag_error(where, "shift by a negative count");
        return parse_integer(parse, where, 0);
    }
    if (!left)
        return integer(parse, where, a >> (b < 127 ? (int)b : 127));
    /* 64 places take anything but zero out of range, and no operand overflows 128 bits by that. */
    adl_integer factor = (adl_integer)1 << (b < 63 ? (int)b : 63);
    adl_integer result = a * factor;
    return integer(parse, where, a && b > 63 ? HIGHEST + 1 : result);
}

static struct adl_value *fold_integer(struct parse *parse, struct adl_location where, enum fold_operator op,
                                      adl_integer a, adl_integer b)
{
    switch (op) {
    case FOLD_BIT_OR:
        return integer(parse, where, a | b);
    case FOLD_BIT_XOR:
        return integer(parse, where, a ^ b);
    case FOLD_BIT_AND:
        return integer(parse, where, a & b);
    case FOLD_SHIFT_LEFT:
        return fold_shift(parse, where, a, b, true);
    case FOLD_SHIFT_RIGHT:
        return fold_shift(parse, where, a, b, false);
    case FOLD_ADD:
        return integer(parse, where, a + b);
    case FOLD_SUBTRACT:
        return integer(parse, where, a - b);
    case FOLD_MULTIPLY:
        return integer(parse, where, multiply(a, b));
    case FOLD_DIVIDE:
        return integer(parse, where, floor_divide(a, b));
    case FOLD_MODULO:
        return integer(parse, where, a - b * floor_divide(a, b));
    case FOLD_POWER:
        if (b < 0)
            return real(parse, where, pow((double)a, (double)b));
        return integer(parse, where, power(a, b));
    default:
        return parse_integer(parse, where, 0);
    }
}

struct adl_value *fold_binary(struct parse *parse, struct adl_location where, enum fold_operator op,
                              const struct adl_value *left, const struct adl_value *right)
{
    if (op == FOLD_OR || op == FOLD_AND) {
        /* As in the language that CAmkES grew up with, the deciding operand is the result. */
        bool first = fold_is_true(left) == (op == FOLD_OR);
        struct adl_value *value = parse_integer(parse, where, 0);
        *value = *(first ? left : right);
        value->where = where;
        return value;
    }
    if ((op == FOLD_DIVIDE || op == FOLD_MODULO) && !fold_is_true(right)) {
        diag_error(where, op == FOLD_DIVIDE ? "division by zero" : "remainder of a division by zero");
        return parse_integer(parse, where, 0);
    }
    bool is_real = left->kind == ADL_VALUE_REAL || right->kind == ADL_VALUE_REAL;
    double a = as_real(left), b = as_real(right);
    int order =
        is_real ? (a > b) - (a < b) : (left->integer > right->integer) - (left->integer < right->integer);
    int answer = compare(op, order);
    if (answer >= 0)
        return integer(parse, where, answer);
    if (is_real)
        return fold_real(parse, where, op, a, b);
    return fold_integer(parse, where, op, left->integer, right->integer);
}

struct adl_value *fold_unary(struct parse *parse, struct adl_location where, char op,
                             const struct adl_value *operand)
{
    bool is_real = operand->kind == ADL_VALUE_REAL;
    switch (op) {
    case '-':
        return is_real ? real(parse, where, -operand->real) : integer(parse, where, -operand->integer);
    case '!':
        return integer(parse, where, !fold_is_true(operand));
    case '~':
        if (is_real) {
            diag_error(where, "bit operations need integers, and this has a fraction");
            return parse_integer(parse, where, 0);
        }
        return integer(parse, where, ~operand->integer);
    default:
        return is_real ? real(parse, where, operand->real) : integer(parse, where, operand->integer);
    }
}
