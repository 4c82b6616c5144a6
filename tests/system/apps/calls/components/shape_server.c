/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdlib.h>
#include <string.h>

static int calls;

int shapes_values(int a, int64_t *b, char *c, const unsigned int *d, bool e, bool *f)
{
    calls++;
    *b = -*b;
    *c = (char)(*c + 'x'); /* an output starts as zero */
    *f = !e;
    return a + (int)*d;
}

pair_t shapes_pairs(pair_t a, struct pair *b, pair_t *c, const pair_t *d)
{
    calls++;
    *c = *b;
    *b = *d;
    return (pair_t){a.first + 1, a.second - 1};
}

static char *join(const char *first, const char *second)
{
    char *text = malloc(strlen(first) + strlen(second) + 1);
    return text ? strcat(strcpy(text, first), second) : NULL;
}

char *shapes_strings(const char *a, char **b, char **c, char **d)
{
    calls++;
    char *old = *b;
    *b = join(old, a);
    free(old);
    *c = *d;
    *d = NULL; /* what comes in by reference is the handler's copy */
    return join(a, a);
}

uint64_t shapes_arrays(size_t a_sz, const int *a, size_t *b_sz, uint64_t **b, size_t *c_sz, pair_t **c,
                       const size_t *d_sz, char **d)
{
    uint64_t sum = 0;
    calls++;
    for (size_t i = 0; i < a_sz; i++)
        sum += (uint64_t)a[i];
    for (size_t i = 0; i < *d_sz; i++)
        sum += (uint64_t)(*d)[i];
    *b = realloc(*b, (*b_sz + 1) * sizeof(**b));
    (*b)[(*b_sz)++] = sum;
    *c_sz = a_sz;
    *c = calloc(a_sz + 1, sizeof(**c));
    for (size_t i = 0; i < a_sz; i++)
        (*c)[i] = (pair_t){(int)i, a[i]};
    return sum;
}

void shapes_texts(size_t a_sz, char **a, size_t *b_sz, char ***b, size_t *c_sz, char ***c, const size_t *d_sz,
                  char ***d)
{
    calls++;
    *c = calloc(a_sz + *d_sz + 1, sizeof(**c));
    for (size_t i = 0; i < a_sz; i++)
        (*c)[(*c_sz)++] = strdup(a[i]);
    for (size_t i = 0; i < *d_sz; i++)
        (*c)[(*c_sz)++] = strdup((*d)[i]);
    /* The last one of b goes, and the first one is another. */
    free((*b)[--*b_sz]);
    free((*b)[0]);
    (*b)[0] = strdup("changed");
}

char *shapes_echo(const char *text)
{
    calls++;
    return strdup(text);
}

int shapes_calls(void)
{
    return calls;
}
