/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes what two writers put, in turns, and adds up what they tell. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

static uint32_t sum;
static uint64_t who;

void heard_number(uint32_t number, uint64_t emitters)
{
    who |= emitters;
    sum += number;
    if (sum == 2000)
        numbers_post();
}

static bool is(const char *text, size_t size, const char *writer, int number)
{
    char expected[40];
    snprintf(expected, sizeof(expected), "%s %d", writer, number);
    return size == strlen(expected) + 1 && strcmp(text, expected) == 0;
}

static void check(const char *what, bool good)
{
    printf("%s %s\n", good ? "ok" : "not ok", what);
}

int run(void)
{
    bool right = true;
    for (int i = 0; i < 1000; i++) {
        char text[40];
        right = is(text, first_take(text, sizeof(text)), "one", i) && right;
        right = is(text, second_take(text, sizeof(text)), "two", i) && right;
    }
    check("1,000 messages of two mailboxes arrive in order", right);
    numbers_wait();
    check("what is told adds up, and nothing is lost", sum == 2000);
    check("the badges say who has signalled", who == 3);
    printf("reader is done\n");
    power_off();
    return 0;
}
