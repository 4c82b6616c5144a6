/* SPDX-License-Identifier: BSD-2-Clause */
/* Every kind of parameter in every direction, whatever carries them; and what is too long. */
#include <camkes.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static void test_values(void)
{
    int64_t b = 1LL << 40;
    unsigned int d = 2;
    char c = 0;
    bool f = true;
    check("values go in and come back", shapes_values(40, &b, &c, &d, true, &f) == 42);
    check("values come out", b == -(1LL << 40) && c == 'x' && d == 2 && !f);
    pair_t in = {1, 2}, both = {3, 4}, out = {0, 0}, seen = {5, 1LL << 50};
    pair_t back = shapes_pairs(in, &both, &out, &seen);
    check("C types travel", back.first == 2 && back.second == 1 && out.first == 3 && out.second == 4 &&
                                both.first == 5 && both.second == 1LL << 50);
}

static void test_strings(void)
{
    char *b = strdup("in"), *c = NULL, *d = strdup("by reference"), *kept = d;
    char *result = shapes_strings("put", &b, &c, &d);
    check("strings go in and come back", result && strcmp(result, "putput") == 0 && strcmp(b, "input") == 0);
    check("a string by reference only goes in", d == kept && strcmp(c, "by reference") == 0);
    free(result);
    free(b);
    free(c);
    free(d);
}

static void test_arrays(void)
{
    int a[] = {1, -2, 3};
    char some[] = {10, 20}, *d = some;
    size_t b_sz = 1, c_sz = 0, d_sz = 2;
    uint64_t *b = malloc(sizeof(*b));
    pair_t *c = NULL;
    b[0] = UINT64_MAX;
    check("arrays go in", shapes_arrays(3, a, &b_sz, &b, &c_sz, &c, &d_sz, &d) == 32);
    check("arrays come out",
          b_sz == 2 && b[0] == UINT64_MAX && b[1] == 32 && c_sz == 3 && c[2].first == 2 && c[1].second == -2);
    free(c);
    d_sz = 0;
    check("empty arrays do, too", shapes_arrays(0, NULL, &b_sz, &b, &c_sz, &c, &d_sz, &d) == 0 && c_sz == 0);
    free(b);
    free(c);
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

static void test_texts(void)
{
    char one[] = "one", two[] = "", three[] = "three";
    char *a[] = {one, two}, *third[] = {three}, **d = third;
    char **b = calloc(2, sizeof(*b)), **c = NULL;
    size_t b_sz = 2, c_sz = 0, d_sz = 1;
    b[0] = strdup("before");
    b[1] = strdup("last");
    shapes_texts(2, a, &b_sz, &b, &c_sz, &c, &d_sz, &d);
    check("arrays of strings come out",
          c_sz == 3 && strcmp(c[0], "one") == 0 && c[1][0] == '\0' && strcmp(c[2], "three") == 0);
    check("arrays of strings change", b_sz == 1 && strcmp(b[0], "changed") == 0);
    free_texts(b, b_sz);
    free_texts(c, c_sz);
}

static camkes_error_t last_error;

static camkes_error_action_t note(camkes_error_t *error)
{
    last_error = *error;
    return CEA_DISCARD;
}

static void test_lengths(void)
{
    char *text = malloc((size_t)longest + 2);
    memset(text, 'x', (size_t)longest + 1);
    text[longest] = '\0';
    char *back = shapes_echo(text);
    check("the longest string goes and comes", back && strcmp(back, text) == 0);
    free(back);
    int calls = shapes_calls();
    text[longest] = 'x';
    text[longest + 1] = '\0';
    check("an error handler replaces none", shapes_register_error_handler(note) == NULL);
    check("a longer one is no call", shapes_echo(text) == NULL);
    check("the handler is told", last_error.type == CE_BUFFER_LENGTH_EXCEEDED);
    check("the server has not heard of it", shapes_calls() == calls);
    free(text);
}

/* Requests of a good length, whose answers are not. The server refuses them, and lives. */
static void test_reply_too_long(void)
{
    char *text = malloc((size_t)longest), *b = strdup(""), *c = NULL, *d = strdup("");
    memset(text, 'x', (size_t)longest * 2 / 3);
    text[longest * 2 / 3] = '\0';
    check("a call whose reply is too long fails", shapes_strings(text, &b, &c, &d) == NULL);
    check("it is refused like a malformed one", last_error.type == CE_MALFORMED_RPC_PAYLOAD);
    check("nothing of the caller's has changed", *b == '\0' && !c);
    free(text);
    free(b);
    free(d);
}

/* So many strings that the server's heap cannot hold them one by one. */
static void test_too_many_strings(void)
{
    enum { STRINGS = 60000 };
    char nothing[] = "", *one[] = {nothing}, **d = one;
    char **a = calloc(STRINGS, sizeof(*a)), **b = NULL, **c = NULL;
    size_t b_sz = 0, c_sz = 0, d_sz = 1;
    int calls = shapes_calls();
    for (size_t i = 0; a && i < STRINGS; i++)
        a[i] = nothing;
    last_error.type = CE_NO_ERROR;
    shapes_texts(STRINGS, a, &b_sz, &b, &c_sz, &c, &d_sz, &d);
    check("what the server has no memory for is refused", last_error.type == CE_MALFORMED_RPC_PAYLOAD && !c);
    check("and has not reached its function", shapes_calls() == calls);
    free(a);
}

int run(void)
{
    test_values();
    test_strings();
    test_arrays();
    test_texts();
    test_lengths();
    test_reply_too_long();
    if (longest > 60000)
        test_too_many_strings();
    finish_done();
    return 0;
}
