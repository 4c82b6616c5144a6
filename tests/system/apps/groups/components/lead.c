/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls both workers of its group, directly and through the kernel, and checks what comes back. */
#include <camkes.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tally.h"

#define ROUNDS 1000

int constructed; /* the workers have one too */

static void check(const char *what, bool good)
{
    printf("%s %s\n", good ? "ok" : "not ok", what);
}

static bool is(char *text, const char *expected)
{
    bool good = text && strcmp(text, expected) == 0;
    if (!good)
        printf("# '%s' instead of '%s'\n", text ? text : "nothing", expected);
    free(text);
    return good;
}

static void names(void)
{
    check("the left worker has its own names", is(left_who(), "left/left/port/11"));
    check("the right worker has its own names", is(right_who(), "right/right/starboard/11"));
    check("the lead has its own names",
          constructed == 0 && strcmp(get_instance_name(), "lead") == 0 && strcmp(tally_owner(), "lead") == 0);
    check("each has its own copy of a library", left_count(3) == 3 && right_count(5) == 5 && tally(7) == 7);
    check("and keeps it", left_count(3) == 6 && right_count(5) == 10 && tally(7) == 14);
}

static void memory(void)
{
    static char place[32];
    left_write_at((uintptr_t)place, "from the left");
    check("a direct call reaches the caller's memory", strcmp(place, "from the left") == 0);
    char *text = strdup("abc");
    right_turn(&text);
    check("a string changes hands", is(text, "cba"));
    size_t count = 4;
    int *numbers = malloc(count * sizeof(*numbers));
    memcpy(numbers, (int[]){4, 2, 3, 1}, count * sizeof(*numbers));
    const int *before = numbers;
    left_sort(&count, &numbers);
    check("an array is sorted where it is", numbers == before && numbers[0] == 1 && numbers[3] == 4);
    free(numbers);
    check("a small member can use the heap of the others", left_heap() != 0);
    strcpy(board, "on the board");
    left_write_at((uintptr_t)board, "over the board");
    check("a dataport is at its own address in each", strcmp(board, "over the board") == 0);
}

static void calls(void)
{
    check("a member that is called can call on", left_relay(5) == 15 && right_relay(5) == 20);
    check("a direct call has no sender, and runs on the caller's thread", left_sender() == 2000);
    check("a call through the kernel has one", distant_sender() == 1);
    check("it meets the same instance", is(distant_who(), "left/left/port/11") && distant_count(1) == 7);
    ring_emit();
    check("an event reaches both", left_seen() == 1 && right_seen() == 1);
    int good = 0;
    for (int i = 0; i < ROUNDS; i++)
        good += left_count(1) == 8 + 2 * i && distant_count(1) == 9 + 2 * i;
    check("1,000 calls of both kinds", good == ROUNDS);
}

static void files(void)
{
    int port = port_file_open("side.txt"), starboard = starboard_file_open("side.txt");
    check("a member has its own file", port_file_size(port) == 10 && port_file_read(port, 0, 10) == 10 &&
                                           memcmp(port_buf, "port side", 9) == 0);
    check("and the other one has another", starboard_file_size(starboard) == 15 &&
                                               starboard_file_read(starboard, 0, 15) == 15 &&
                                               memcmp(starboard_buf, "starboard side", 14) == 0);
}

static int call_error;

static camkes_error_action_t note_error(camkes_error_t *error)
{
    call_error = error->error;
    return CEA_DISCARD;
}

static void fault(void)
{
    neighbour_register_error_handler(note_error);
    check("the fault of a member ends the others", neighbour_count(1) == 0 && call_error == ECONNRESET);
}

int run(void)
{
    names();
    memory();
    calls();
    files();
    fault();
    yours_emit();
    mine_wait();
    check("a call from outside reaches a member", strcmp(board, "the stranger was here") == 0);
    printf("lead is done\n");
    power_off();
    return 0;
}
