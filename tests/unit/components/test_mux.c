/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "mux.h"

enum { GUEST, PRINTER, OTHER, CLIENTS };

static struct mux mux;
static char shown[65536];
static size_t shown_length;

static void show(void)
{
    char byte;
    while (mux_next(&mux, &byte)) {
        assert_true(shown_length < sizeof(shown) - 1);
        shown[shown_length++] = byte;
    }
    shown[shown_length] = '\0';
}

/* Checks what has been shown since the last check. */
static void expect(const char *text)
{
    show();
    assert_string_equal(shown, text);
    shown_length = 0;
}

static size_t put(size_t client, const char *text)
{
    return mux_write(&mux, client, text, strlen(text));
}

static void become_console(size_t client)
{
    char none;
    assert_int_equal(mux_read(&mux, client, &none, 1), 0);
}

static void start(enum mux_style style)
{
    static const char *const names[CLIENTS] = {"vm0", "print_server", "other"};
    shown_length = 0;
    assert_true(mux_init(&mux, style, names, CLIENTS, "serial"));
}

static int finish(void **state)
{
    (void)state;
    for (size_t i = 0; i <= CLIENTS; i++) {
        free(mux.clients[i].output.bytes);
        free(mux.clients[i].input.bytes);
    }
    free(mux.clients);
    free(mux.unread.bytes);
    free(mux.staged.bytes);
    return 0;
}

static void lines_are_whole(void **state)
{
    (void)state;
    start(MUX_PLAIN);
    put(PRINTER, "hel");
    put(OTHER, "wor");
    expect("");
    put(OTHER, "ld\n");
    put(PRINTER, "lo\n");
    show();
    assert_non_null(strstr(shown, "hello\r\n"));
    assert_non_null(strstr(shown, "world\r\n"));
    assert_int_equal(shown_length, 14);
}

static void styles_mark_lines(void **state)
{
    (void)state;
    start(MUX_PREFIX);
    put(PRINTER, "hello\n");
    expect("print_server: hello\r\n");
    finish(state);
    start(MUX_COLOUR);
    put(PRINTER, "hello\n");
    expect("\033[33mhello\033[0m\r\n");
    put(OTHER, "\n");
    expect("\033[32m\033[0m\r\n");
}

static void style_names_are_checked(void **state)
{
    (void)state;
    enum mux_style style;
    start(MUX_PLAIN);
    assert_true(mux_style_parse("prefix", &style));
    assert_int_equal(style, MUX_PREFIX);
    assert_true(mux_style_parse("plain", &style));
    assert_int_equal(style, MUX_PLAIN);
    assert_false(mux_style_parse("color", &style));
    assert_false(mux_style_parse("", &style));
}

static void components_cannot_steer_the_terminal(void **state)
{
    (void)state;
    start(MUX_PLAIN);
    put(PRINTER, "\0337a\033(B\033[2Jb\033]c\007d\010e\177f\rg\th\302\233i\303\251\342\200\223\n");
    expect("abcdefg\th\302i\303\251\342\200\223\r\n");
}

static void escape_does_not_reach_into_the_next_line(void **state)
{
    (void)state;
    start(MUX_PLAIN);
    put(PRINTER, "open \033[1;\nnext\n");
    expect("open \r\nnext\r\n");
}

static void long_line_is_cut(void **state)
{
    (void)state;
    char line[MUX_LINE + 2];
    start(MUX_PLAIN);
    memset(line, 'x', MUX_LINE);
    strcpy(line + MUX_LINE, "y");
    put(PRINTER, line);
    show();
    assert_int_equal(shown_length, MUX_LINE + 2);
    shown_length = 0;
    put(PRINTER, "\n");
    expect("y\r\n");
}

static void console_is_shown_at_once_and_raw(void **state)
{
    (void)state;
    start(MUX_COLOUR);
    put(GUEST, "login: ");
    expect("");
    become_console(GUEST);
    expect("login: ");
    put(GUEST, "\033[1mroot\007\r\n");
    expect("\033[1mroot\007\r\n");
}

static void unfinished_line_is_drawn_again(void **state)
{
    (void)state;
    start(MUX_PLAIN);
    become_console(GUEST);
    put(GUEST, "old\r\n\033[1m# \033[0mls");
    expect("old\r\n\033[1m# \033[0mls");
    put(PRINTER, "hello\n");
    put(PRINTER, "world\n");
    expect("\r\nhello\r\n\033[1m# \033[0mls\r\nworld\r\n\033[1m# \033[0mls");
    put(GUEST, "\r\n");
    expect("\r\n");
    put(PRINTER, "again\n");
    expect("again\r\n");
}

static void carriage_return_starts_the_line_over(void **state)
{
    (void)state;
    start(MUX_PLAIN);
    become_console(GUEST);
    put(GUEST, "10%\r20%");
    expect("10%\r20%");
    put(PRINTER, "x\n");
    expect("\r\nx\r\n20%");
    put(GUEST, "\r");
    expect("\r");
    put(PRINTER, "y\n");
    expect("\r\ny\r\n");
}

static void open_escape_is_cancelled(void **state)
{
    (void)state;
    start(MUX_PLAIN);
    become_console(GUEST);
    put(GUEST, "a\033[1");
    expect("a\033[1");
    put(PRINTER, "hello\n");
    expect("\030\r\nhello\r\na\033[1");
}

static void too_long_unfinished_line_is_not_drawn_again(void **state)
{
    (void)state;
    char text[SCREEN_PARTIAL + 2];
    start(MUX_PLAIN);
    become_console(GUEST);
    memset(text, '.', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    put(GUEST, text);
    expect(text);
    put(PRINTER, "x\n");
    expect("\r\nx\r\n");
}

static void flood_leaves_turns_to_others(void **state)
{
    (void)state;
    char flood[MUX_QUEUE + 1];
    start(MUX_PLAIN);
    memset(flood, 'f', MUX_QUEUE);
    flood[MUX_QUEUE] = '\0';
    for (size_t i = 63; i < MUX_QUEUE; i += 64)
        flood[i] = '\n';
    assert_int_equal(put(PRINTER, flood), MUX_QUEUE);
    assert_int_equal(put(PRINTER, "more\n"), 0);
    assert_int_equal(put(OTHER, "hello\n"), 6);
    show();
    char *hello = strstr(shown, "hello");
    assert_non_null(hello);
    assert_true(hello - shown <= 66);
    assert_int_equal(put(PRINTER, "more\n"), 5);
}

static void flooding_console_leaves_turns_to_others(void **state)
{
    (void)state;
    char flood[MUX_QUEUE + 1];
    start(MUX_PLAIN);
    become_console(GUEST);
    memset(flood, 'f', MUX_QUEUE);
    flood[MUX_QUEUE] = '\0';
    put(OTHER, "the next turn is the console's\n");
    show();
    shown_length = 0;
    assert_int_equal(put(GUEST, flood), MUX_QUEUE);
    put(PRINTER, "hello\n");
    show();
    assert_true(strstr(shown, "hello") - shown <= (long)MUX_CHUNK + 2);
}

static void input_goes_to_the_first_console(void **state)
{
    (void)state;
    char input[8] = "";
    start(MUX_PLAIN);
    assert_true(mux_type(&mux, 'a') == MUX_ANY_CLIENT);
    assert_int_equal(mux_read(&mux, GUEST, input, sizeof(input)), 1);
    assert_int_equal(input[0], 'a');
    assert_int_equal(mux_read(&mux, OTHER, input, sizeof(input)), 0);
    assert_int_equal(mux_type(&mux, 'b'), GUEST);
    assert_int_equal(mux_read(&mux, OTHER, input, sizeof(input)), 0);
    assert_int_equal(mux_read(&mux, GUEST, input, sizeof(input)), 1);
    assert_int_equal(input[0], 'b');
}

static void read_gives_no_more_than_asked(void **state)
{
    (void)state;
    char input[3] = "";
    start(MUX_PLAIN);
    become_console(GUEST);
    for (const char *c = "abc"; *c; c++)
        mux_type(&mux, *c);
    assert_int_equal(mux_read(&mux, GUEST, input, 2), 2);
    assert_string_equal(input, "ab");
    assert_int_equal(mux_read(&mux, GUEST, input, 2), 1);
    assert_int_equal(input[0], 'c');
}

static void key_switches_between_consoles(void **state)
{
    (void)state;
    char input[8];
    start(MUX_PLAIN);
    become_console(GUEST);
    assert_int_equal(mux_type(&mux, MUX_NEXT_KEY), GUEST); /* the only one: the key is its own */
    assert_int_equal(mux_read(&mux, GUEST, input, sizeof(input)), 1);
    become_console(OTHER);
    put(GUEST, "one");
    put(OTHER, "two");
    expect("one");
    assert_true(mux_type(&mux, MUX_NEXT_KEY) == MUX_NO_CLIENT);
    show();
    assert_non_null(strstr(shown, "\r\nthe terminal belongs to other\r\n"));
    assert_non_null(strstr(shown, "two"));
    shown_length = 0;
    assert_int_equal(mux_type(&mux, 'x'), OTHER);
    assert_int_equal(mux_read(&mux, GUEST, input, sizeof(input)), 0);
    put(GUEST, "!\n");
    expect("\r\n!\r\ntwo");
}

/* Its prompt is drawn again, but not the beginning of a line whose rest was shown meanwhile. */
static void console_comes_back_with_its_unfinished_line(void **state)
{
    (void)state;
    start(MUX_PLAIN);
    become_console(GUEST);
    become_console(OTHER);
    put(GUEST, "login: ");
    put(OTHER, "prompt ");
    expect("login: ");
    mux_type(&mux, MUX_NEXT_KEY);
    expect("\r\nthe terminal belongs to other\r\nprompt ");
    mux_type(&mux, MUX_NEXT_KEY);
    expect("\r\nthe terminal belongs to vm0\r\nlogin: ");
    put(OTHER, "ends\n");
    expect("\r\nends\r\nlogin: ");
    mux_type(&mux, MUX_NEXT_KEY);
    expect("\r\nthe terminal belongs to other\r\n");
}

static void line_that_ends_in_a_sequence_is_not_drawn_again(void **state)
{
    (void)state;
    start(MUX_PLAIN);
    become_console(GUEST);
    become_console(OTHER);
    put(GUEST, "red \033[3");
    show();
    mux_type(&mux, MUX_NEXT_KEY);
    show();
    shown_length = 0;
    mux_type(&mux, MUX_NEXT_KEY);
    expect("the terminal belongs to vm0\r\n");
}

static void lost_input_is_reported_once(void **state)
{
    (void)state;
    start(MUX_PLAIN);
    become_console(GUEST);
    for (size_t i = 0; i < MUX_INPUT + 3; i++)
        assert_int_equal(mux_type(&mux, 'x'), GUEST);
    expect("input lost: the console does not read it\r\n");
    become_console(GUEST + 1);
    mux_type(&mux, 'x');
    expect("");
}

static void notes_do_not_pile_up(void **state)
{
    (void)state;
    start(MUX_PLAIN);
    for (int i = 0; i < 10000; i++)
        mux_note(&mux, "note");
    show();
    assert_int_equal(shown_length, MUX_QUEUE / 5 * 6);
}

/* Any bytes in any order: nothing overflows, and every byte taken is accounted for. */
static void random_traffic(void **state)
{
    (void)state;
    static const char alphabet[] = "ab\n\r\033[2mx\034\t\377\302\233";
    char text[300];
    unsigned seed = 1;
    start(MUX_COLOUR);
    for (int round = 0; round < 20000; round++) {
        seed = seed * 1103515245 + 12345;
        size_t length = (seed >> 8) % sizeof(text), client = (seed >> 20) % CLIENTS;
        for (size_t i = 0; i < length; i++)
            text[i] = alphabet[((seed = seed * 1103515245 + 12345) >> 16) % (sizeof(alphabet) - 1)];
        if (seed >> 28 == 0)
            mux_read(&mux, client, text, length);
        else if (seed >> 28 == 1)
            mux_type(&mux, text[0]);
        else
            assert_true(mux_write(&mux, client, text, length) <= length);
        if (seed >> 28 < 8)
            show(), shown_length = 0;
    }
    show();
    for (size_t i = 0; i < CLIENTS; i++) {
        assert_int_equal(mux.clients[i].lines, 0);
        assert_true(ring_used(&mux.clients[i].output) < MUX_LINE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(lines_are_whole, finish),
        cmocka_unit_test_teardown(styles_mark_lines, finish),
        cmocka_unit_test_teardown(style_names_are_checked, finish),
        cmocka_unit_test_teardown(components_cannot_steer_the_terminal, finish),
        cmocka_unit_test_teardown(escape_does_not_reach_into_the_next_line, finish),
        cmocka_unit_test_teardown(long_line_is_cut, finish),
        cmocka_unit_test_teardown(console_is_shown_at_once_and_raw, finish),
        cmocka_unit_test_teardown(unfinished_line_is_drawn_again, finish),
        cmocka_unit_test_teardown(carriage_return_starts_the_line_over, finish),
        cmocka_unit_test_teardown(open_escape_is_cancelled, finish),
        cmocka_unit_test_teardown(too_long_unfinished_line_is_not_drawn_again, finish),
        cmocka_unit_test_teardown(flood_leaves_turns_to_others, finish),
        cmocka_unit_test_teardown(flooding_console_leaves_turns_to_others, finish),
        cmocka_unit_test_teardown(input_goes_to_the_first_console, finish),
        cmocka_unit_test_teardown(read_gives_no_more_than_asked, finish),
        cmocka_unit_test_teardown(key_switches_between_consoles, finish),
        cmocka_unit_test_teardown(console_comes_back_with_its_unfinished_line, finish),
        cmocka_unit_test_teardown(line_that_ends_in_a_sequence_is_not_drawn_again, finish),
        cmocka_unit_test_teardown(lost_input_is_reported_once, finish),
        cmocka_unit_test_teardown(notes_do_not_pile_up, finish),
        cmocka_unit_test_teardown(random_traffic, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
