/* SPDX-License-Identifier: BSD-2-Clause */
/* The pipe of examples/own-connector: right bytes at every fill, and nothing outside of it for a partner that lies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "pipe.h"

#define CAPACITY 64

static struct pipe_memory *memory;
static struct pipe writer, reader;

/* The memory ends with the last byte of the pipe, so that the sanitizer sees what goes beyond. */
static int start(void **state)
{
    (void)state;
    memory = calloc(1, sizeof(*memory) + CAPACITY);
    writer = reader = (struct pipe){memory, CAPACITY, 0};
    return memory ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    free(memory);
    return 0;
}

static void test_fills_and_empties(void **state)
{
    (void)state;
    char sent[CAPACITY + 10], taken[CAPACITY + 10];
    memset(sent, 'x', sizeof(sent));
    assert_int_equal(pipe_take(&reader, taken, sizeof(taken)), 0);
    assert_int_equal(pipe_put(&writer, sent, sizeof(sent)), CAPACITY);
    assert_int_equal(pipe_put(&writer, sent, 1), 0);
    assert_int_equal(pipe_take(&reader, taken, 3), 3);
    assert_int_equal(pipe_put(&writer, sent, sizeof(sent)), 3);
    assert_int_equal(pipe_take(&reader, taken, sizeof(taken)), CAPACITY);
    assert_int_equal(pipe_take(&reader, taken, 1), 0);
}

/* Beyond 2^32 bytes, in pieces of any size. */
static void test_order(void **state)
{
    (void)state;
    writer.position = reader.position = (uint32_t)-1000;
    atomic_store(&memory->written, writer.position);
    atomic_store(&memory->read, reader.position);
    uint32_t sent = 0, taken = 0;
    srand(1);
    while (taken < 100000) {
        char bytes[100];
        size_t count = (size_t)rand() % sizeof(bytes);
        for (size_t i = 0; i < count; i++)
            bytes[i] = (char)((sent + i) % 251);
        sent += (uint32_t)pipe_put(&writer, bytes, count);
        long got = pipe_take(&reader, bytes, (size_t)rand() % sizeof(bytes));
        assert_in_range(got, 0, sizeof(bytes));
        for (long i = 0; i < got; i++)
            assert_int_equal(bytes[i], (char)(taken++ % 251));
    }
    assert_in_range(sent - taken, 0, CAPACITY);
}

static void test_writer_lies(void **state)
{
    (void)state;
    char bytes[CAPACITY * 2];
    atomic_store(&memory->written, CAPACITY + 1);
    assert_int_equal(pipe_take(&reader, bytes, sizeof(bytes)), -1);
    atomic_store(&memory->written, (uint32_t)-1);
    assert_int_equal(pipe_take(&reader, bytes, sizeof(bytes)), -1);
    assert_int_equal(reader.position, 0);
    atomic_store(&memory->written, CAPACITY);
    assert_int_equal(pipe_take(&reader, bytes, sizeof(bytes)), CAPACITY);
    /* It takes back what it has written. */
    atomic_store(&memory->written, 1);
    assert_int_equal(pipe_take(&reader, bytes, sizeof(bytes)), -1);
}

static void test_reader_lies(void **state)
{
    (void)state;
    char bytes[CAPACITY * 2] = {0};
    atomic_store(&memory->read, 1); /* more than was written */
    assert_int_equal(pipe_put(&writer, bytes, sizeof(bytes)), -1);
    assert_int_equal(writer.position, 0);
    atomic_store(&memory->read, (uint32_t)-CAPACITY - 1);
    assert_int_equal(pipe_put(&writer, bytes, sizeof(bytes)), -1);
    atomic_store(&memory->read, 0);
    assert_int_equal(pipe_put(&writer, bytes, sizeof(bytes)), CAPACITY);
}

/* What a partner writes into the other side's position does not move the other side. */
static void test_own_position(void **state)
{
    (void)state;
    char bytes[8] = "1234567", taken[8];
    assert_int_equal(pipe_put(&writer, bytes, 8), 8);
    atomic_store(&memory->read, 4); /* not the reader, but the writer says so */
    assert_int_equal(pipe_take(&reader, taken, 8), 8);
    assert_memory_equal(taken, bytes, 8);
    assert_int_equal(atomic_load(&memory->read), 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fills_and_empties, start, end),
        cmocka_unit_test_setup_teardown(test_order, start, end),
        cmocka_unit_test_setup_teardown(test_writer_lies, start, end),
        cmocka_unit_test_setup_teardown(test_reader_lies, start, end),
        cmocka_unit_test_setup_teardown(test_own_position, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
