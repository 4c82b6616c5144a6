/* SPDX-License-Identifier: BSD-2-Clause */
/* The ELF reader: what it takes out of a right file, and that no wrong one gets through or past it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "abi/system_table.h"
#include "elf_file.h"
#include "sample_elf.h"

#define START 0x400000u
#define END   0x10000000u

static struct arena *arena;
static struct sample_elf sample;
static struct elf_file elf;

static int begin(void **state)
{
    (void)state;
    arena = arena_create();
    sample_elf_init(&sample);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

/* The bytes stand in a block of their own, so that a read beyond them is seen. */
static const char *read_bytes(const void *bytes, size_t size)
{
    static void *copy;
    free(copy);
    copy = malloc(size > 0 ? size : 1);
    memcpy(copy, bytes, size);
    return elf_read(arena, copy, size, START, END, &elf);
}

static const char *read_sample(void)
{
    return read_bytes(&sample, sizeof(sample));
}

static void test_right_file(void **state)
{
    (void)state;
    assert_null(read_sample());
    assert_int_equal(elf.segment_count, 3);
    assert_int_equal(elf.entry, SAMPLE_TEXT + 4);
    assert_int_equal(elf.segments[0].rights, TABLE_RIGHT_READ | TABLE_RIGHT_EXECUTE);
    assert_int_equal(elf.segments[1].rights, TABLE_RIGHT_READ);
    const struct elf_segment *data = &elf.segments[2];
    assert_int_equal(data->rights, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE);
    assert_int_equal(data->address, 0x403000);
    assert_int_equal(data->size, 0x3000); /* 0x10 + 0x2000 bytes touch three pages */
    assert_int_equal(data->content_size, 0x10 + sizeof(sample.data));
    assert_int_equal(data->content[0x0f], 0);
    assert_int_equal(data->content[0x10], 0xda);
}

static void test_symbols(void **state)
{
    (void)state;
    assert_null(read_sample());
    assert_int_equal(elf_symbol(&elf, "causeway_foreign_syscall_entry"), SAMPLE_TEXT + 8);
    assert_int_equal(elf_symbol(&elf, "a.archive.payload_size"), SAMPLE_RODATA + SAMPLE_SIZE);
    assert_int_equal(elf_symbol(&elf, "archive"), 0);
    assert_int_equal(elf_symbol(&elf, "no such symbol, with a name that is longer than all strings are"), 0);
}

static void test_content(void **state)
{
    (void)state;
    assert_null(read_sample());
    assert_non_null(elf_content(&elf, SAMPLE_RODATA + SAMPLE_SIZE, 8));
    assert_null(elf_content(&elf, SAMPLE_RODATA + SAMPLE_SIZE + 1, 8)); /* one byte too far */
    assert_null(elf_content(&elf, SAMPLE_DATA + 0x100, 8));             /* zero at start: not in the file */
    assert_null(elf_content(&elf, 0, 8));
    assert_null(elf_content(&elf, UINT64_MAX, 8));
}

static void test_segment_of_zeros(void **state)
{
    (void)state;
    sample.program[SAMPLE_SEGMENT_DATA].p_filesz = 0;
    assert_null(read_sample());
    assert_int_equal(elf.segments[2].content_size, 0);
    assert_int_equal(elf.segments[2].size, 0x3000);
}

static void test_wrong_kind(void **state)
{
    (void)state;
    assert_string_equal(read_bytes("", 0), "is not an ELF file");
    assert_string_equal(read_bytes(&sample, sizeof(sample.header) - 1), "is not an ELF file");
    sample.header.e_machine = EM_386;
    assert_string_equal(read_sample(), "is not for x86-64");
    sample_elf_init(&sample);
    sample.header.e_type = ET_DYN;
    assert_non_null(strstr(read_sample(), "not a program linked at fixed addresses"));
    sample_elf_init(&sample);
    sample.program[1].p_type = PT_INTERP;
    assert_non_null(strstr(read_sample(), "dynamically linked"));
    sample_elf_init(&sample);
    sample.header.e_phentsize = 32;
    assert_string_equal(read_sample(), "has no program headers");
}

static void test_headers_beyond_the_end(void **state)
{
    (void)state;
    sample.header.e_phoff = sizeof(sample) - sizeof(Elf64_Phdr) + 1;
    assert_string_equal(read_sample(), "has program headers beyond its end");
    sample.header.e_phoff = UINT64_MAX - 8;
    assert_string_equal(read_sample(), "has program headers beyond its end");
    sample_elf_init(&sample);
    sample.header.e_phnum = UINT16_MAX;
    assert_non_null(read_sample());
}

static void test_segments_that_lie(void **state)
{
    (void)state;
    static const char beyond[] = "has a segment that reaches beyond the file";
    sample.program[1].p_offset = sizeof(sample) - 4;
    assert_string_equal(read_sample(), beyond);
    sample.program[1].p_offset = UINT64_MAX - 4;
    assert_string_equal(read_sample(), beyond);
    sample_elf_init(&sample);
    sample.program[1].p_filesz = sample.program[1].p_memsz + 1;
    assert_string_equal(read_sample(), beyond);
    sample_elf_init(&sample);
    sample.program[1].p_filesz = sample.program[1].p_memsz = UINT64_MAX;
    assert_string_equal(read_sample(), beyond);
}

static void test_segments_outside(void **state)
{
    (void)state;
    static const char outside[] = "has a segment outside the addresses that programs may use";
    sample.program[0].p_vaddr = START - 1;
    assert_string_equal(read_sample(), outside);
    sample_elf_init(&sample);
    sample.program[2].p_memsz = END;
    assert_string_equal(read_sample(), outside);
    sample.program[2].p_memsz = UINT64_MAX;
    assert_string_equal(read_sample(), outside);
}

static void test_segments_that_meet(void **state)
{
    (void)state;
    sample.program[1].p_vaddr = SAMPLE_TEXT + 0x100;
    assert_non_null(strstr(read_sample(), "share a page"));
    sample_elf_init(&sample);
    sample.program[1].p_vaddr = 0x800000;
    assert_non_null(strstr(read_sample(), "do not ascend"));
}

static void test_writable_and_executable(void **state)
{
    (void)state;
    sample.program[0].p_flags |= PF_W;
    assert_string_equal(read_sample(), "has a segment that is both writable and executable");
}

static void test_entry(void **state)
{
    (void)state;
    sample.header.e_entry = SAMPLE_RODATA;
    assert_string_equal(read_sample(), "has an entry point outside its executable segments");
    sample.header.e_entry = 0;
    assert_string_equal(read_sample(), "has an entry point outside its executable segments");
}

/* Damaged symbol tables only cost the symbols. */
static void test_damaged_symbols(void **state)
{
    (void)state;
    sample.section[1].sh_link = 99;
    assert_null(read_sample());
    assert_int_equal(elf_symbol(&elf, "a.archive.payload_size"), 0);
    sample_elf_init(&sample);
    sample.section[1].sh_size = UINT64_MAX;
    sample.section[1].sh_offset = UINT64_MAX - 100;
    assert_null(read_sample());
    assert_int_equal(elf_symbol(&elf, "a.archive.payload_size"), 0);
    sample_elf_init(&sample);
    sample.section[2].sh_offset = UINT64_MAX - 4;
    assert_null(read_sample());
    assert_int_equal(elf_symbol(&elf, "a.archive.payload_size"), 0);
    sample_elf_init(&sample);
    sample.header.e_shoff = sizeof(sample) - 10;
    assert_null(read_sample());
    assert_int_equal(elf_symbol(&elf, "a.archive.payload_size"), 0);
}

/* Whatever is accepted keeps the promises of the header, wherever one byte differs. */
static void check_promises(void)
{
    uint64_t before = START;
    for (size_t i = 0; i < elf.segment_count; i++) {
        const struct elf_segment *segment = &elf.segments[i];
        assert_true(segment->address >= before && segment->address % TABLE_PAGE == 0);
        assert_true(segment->size > 0 && segment->size % TABLE_PAGE == 0);
        assert_true(segment->size <= END - segment->address);
        assert_true(segment->content_size <= segment->size);
        before = segment->address + segment->size;
    }
    elf_symbol(&elf, "causeway_foreign_syscall_entry");
}

static void test_every_byte(void **state)
{
    static const uint8_t values[] = {0, 0x7f, 0xff};
    for (size_t at = 0; at < offsetof(struct sample_elf, text); at++) {
        for (size_t i = 0; i < sizeof(values); i++) {
            begin(state);
            ((uint8_t *)&sample)[at] = values[i];
            if (!read_sample())
                check_promises();
            end(state);
        }
    }
    begin(state);
}

static void test_every_length(void **state)
{
    for (size_t size = 0; size < sizeof(sample); size++) {
        begin(state);
        if (!read_bytes(&sample, size))
            check_promises();
        end(state);
    }
    begin(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_right_file, begin, end),
        cmocka_unit_test_setup_teardown(test_symbols, begin, end),
        cmocka_unit_test_setup_teardown(test_content, begin, end),
        cmocka_unit_test_setup_teardown(test_segment_of_zeros, begin, end),
        cmocka_unit_test_setup_teardown(test_wrong_kind, begin, end),
        cmocka_unit_test_setup_teardown(test_headers_beyond_the_end, begin, end),
        cmocka_unit_test_setup_teardown(test_segments_that_lie, begin, end),
        cmocka_unit_test_setup_teardown(test_segments_outside, begin, end),
        cmocka_unit_test_setup_teardown(test_segments_that_meet, begin, end),
        cmocka_unit_test_setup_teardown(test_writable_and_executable, begin, end),
        cmocka_unit_test_setup_teardown(test_entry, begin, end),
        cmocka_unit_test_setup_teardown(test_damaged_symbols, begin, end),
        cmocka_unit_test_teardown(test_every_byte, end),
        cmocka_unit_test_teardown(test_every_length, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
