/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int stage;

static void check_stage(const char *what, int expected)
{
    printf("%s %s: %s comes in its turn\n", stage == expected ? "ok" : "not ok", get_instance_name(), what);
    stage++;
}

void pre_init(void)
{
    check_stage("pre_init", 0);
}

void work__init(void)
{
    check_stage("work__init", 1);
}

void post_init(void)
{
    check_stage("post_init", 2);
}

/* Two negative numbers: look at the page. */
int work_add(int a, int b)
{
    char *text = (char *)page + 4096;
    if (a >= 0 || b >= 0)
        return a + b;
    if (strcmp(text, "from the tester") != 0)
        return 0;
    strcpy(text, "from the server");
    return 1;
}

char *work_describe(const char *name, size_t *numbers_sz, int **numbers, size_t *words_sz, char ***words)
{
    char *text = NULL;
    int sum = 0;
    for (size_t i = 0; i < *numbers_sz; i++)
        sum += (*numbers)[i];
    *numbers = realloc(*numbers, (*numbers_sz + 1) * sizeof(int));
    (*numbers)[(*numbers_sz)++] = sum;
    *words = calloc(2, sizeof(char *));
    (*words)[0] = strdup("hello");
    (*words)[1] = strdup(name);
    *words_sz = 2;
    size_t size = strlen(name) + 7;
    text = malloc(size);
    snprintf(text, size, "hello %s", name);
    return text;
}

int work_sender(void)
{
    return (int)work_get_sender_id();
}

int work_die(void)
{
    int *volatile nowhere = (int *)16;
    *nowhere = 1;
    return 1;
}
