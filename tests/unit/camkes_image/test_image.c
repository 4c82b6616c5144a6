/* SPDX-License-Identifier: BSD-2-Clause */
/* From a specification and program files to an image that the kernel's checker accepts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image.h"
#include "kernel/table.h"
#include "sample_elf.h"
#include "tests/unit/camkes/compile_text.h"

static const char text[] =
    "procedure P { int f(in int a); }"
    "component V { control; uses VirtualMachine vm; consumes T timer; dataport Buf(4096) d; emits E e;"
    "              uses P p; uses Power power; }"
    "component A { control; dataport Buf(4096) d; consumes E e; provides P p; dataport Buf archive; }"
    "component D { control; uses IOPort ports; consumes I irq; dataport Buf(8192) regs; }"
    "component H { hardware; provides VirtualMachine vm; emits T tick; provides IOPort ports; emits I irq;"
    "              dataport Buf(8192) regs; provides Power power; dataport Buf data; }"
    "assembly { composition { component V v; component H h; component A a; component D d;"
    "connection CausewayVirtualMachine m(from v.vm, to h.vm);"
    "connection CausewayTimer t(from h.tick, to v.timer);"
    "connection seL4SharedDataWithCaps c(from a.d, to v.d);"
    "connection seL4Notification e(from v.e, to a.e);"
    "connection seL4RPCDataport p(from v.p, to a.p);"
    "connection CausewayPower w(from v.power, to h.power);"
    "connection seL4HardwareIOPort o(from d.ports, to h.ports);"
    "connection seL4HardwareInterrupt i(from h.irq, to d.irq);"
    "connection seL4HardwareMMIO r(from d.regs, to h.regs);"
    "connection CausewayPayload l(from a.archive, to h.data); }"
    "configuration { v.d_id = 1; v.d_size = 4096; v.guest_ram_mb = 16; h.ports_attributes = \"0x60:0x64\";"
    "h.irq_irq_number = 12; h.regs_paddr = 0xfed00000; h.regs_size = 0x2000; } }";

static char folder[] = "/tmp/camkes_image_XXXXXX";
static char program[64], payload[64], output[64];
static struct image_file elves[4], payloads[1];
static struct image_options options;
static const struct plan *plan;

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(program, sizeof(program), "%s/program", folder);
    snprintf(payload, sizeof(payload), "%s/payload", folder);
    snprintf(output, sizeof(output), "%s/image", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(program);
    unlink(payload);
    unlink(output);
    return rmdir(folder);
}

static int begin(void **state)
{
    (void)state;
    static const char *const names[] = {"v", "a", "d"};
    struct sample_elf elf;
    sample_elf_init(&elf);
    write_file(program, &elf, sizeof(elf));
    write_file(payload, "five!", 5);
    for (size_t i = 0; i < 3; i++)
        elves[i] = (struct image_file){names[i], program};
    payloads[0] = (struct image_file){"h.data", payload};
    options = (struct image_options){output, elves, 3, payloads, 1};
    unlink(output);
    const struct adl_system *system = compile_text(text);
    plan = system ? layout_plan(system) : NULL;
    if (!plan)
        print_error("%s", compile_messages());
    return plan ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    compile_end();
    return 0;
}

struct bytes {
    uint8_t *at;
    size_t size;
};

static struct bytes read_output(void)
{
    FILE *file = fopen(output, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    struct bytes bytes = {.size = (size_t)ftell(file)};
    bytes.at = malloc(bytes.size);
    rewind(file);
    assert_int_equal(fread(bytes.at, 1, bytes.size, file), bytes.size);
    fclose(file);
    return bytes;
}

static const struct table_region *region_named(const struct table_view *view, const char *name)
{
    for (uint32_t i = 0; i < view->header->regions.count; i++) {
        if (strcmp(table_name(view, view->regions[i].name), name) == 0)
            return &view->regions[i];
    }
    fail_msg("no region %s", name);
    return NULL;
}

static void check(const struct bytes *bytes, struct table_view *view)
{
    struct table_error error = {0};
    size_t size = table_check_scratch(bytes->at, bytes->size);
    void *scratch = malloc(size);
    if (!table_check(bytes->at, bytes->size, scratch, size, &error))
        fail_msg("%s[%u].%s %s", error.array, error.index, error.field, error.reason);
    free(scratch);
    table_view_init(view, bytes->at);
}

static void test_records(void **state)
{
    (void)state;
    struct table_view view;
    assert_true(image_write(plan, &options));
    struct bytes bytes = read_output();
    check(&bytes, &view);
    assert_int_equal(view.header->domains.count, 3);
    assert_int_equal(view.header->vcpus.count, 1);
    assert_int_equal(view.header->irqs.count, 1);
    assert_int_equal(view.header->timers.count, 1);
    assert_int_equal(view.domains[0].foreign_syscall_entry, SAMPLE_TEXT + 8);
    assert_int_equal(view.threads[0].entry, SAMPLE_TEXT + 4);
    assert_int_not_equal(view.threads[0].bound_notification, TABLE_NONE);
    assert_string_equal(table_name(&view, view.domains[2].name), "d");
    free(bytes.at);
}

static void test_contents(void **state)
{
    (void)state;
    struct table_view view;
    struct sample_elf elf;
    sample_elf_init(&elf);
    assert_true(image_write(plan, &options));
    struct bytes bytes = read_output();
    check(&bytes, &view);
    const struct table_region *code = region_named(&view, "v.text");
    assert_int_equal(code->kind, TABLE_REGION_COPY);
    assert_memory_equal(bytes.at + code->image_offset, elf.text, sizeof(elf.text));
    const struct table_region *data = region_named(&view, "v.data");
    assert_int_equal(data->size, 0x3000);
    assert_int_equal(data->image_size, 0x10 + sizeof(elf.data));
    assert_memory_equal(bytes.at + data->image_offset + 0x10, elf.data, sizeof(elf.data));
    const struct table_region *file = region_named(&view, "h.data");
    assert_int_equal(file->kind, TABLE_REGION_IMAGE);
    assert_memory_equal(bytes.at + file->image_offset, "five!\0\0", 7);
    free(bytes.at);
}

/* Only the component that has the payload is told how long it is. */
static void test_payload_size(void **state)
{
    (void)state;
    struct table_view view;
    uint64_t size;
    assert_true(image_write(plan, &options));
    struct bytes bytes = read_output();
    check(&bytes, &view);
    memcpy(&size, bytes.at + region_named(&view, "a.rodata")->image_offset + SAMPLE_SIZE, sizeof(size));
    assert_int_equal(size, 5);
    memcpy(&size, bytes.at + region_named(&view, "v.rodata")->image_offset + SAMPLE_SIZE, sizeof(size));
    assert_int_equal(size, 0);
    free(bytes.at);
}

static void test_same_input_same_image(void **state)
{
    assert_true(image_write(plan, &options));
    struct bytes first = read_output();
    end(state);
    assert_int_equal(begin(state), 0);
    assert_true(image_write(plan, &options));
    struct bytes second = read_output();
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.at, second.at, first.size);
    free(first.at);
    free(second.at);
}

static void assert_nothing_written(void)
{
    assert_false(image_write(plan, &options));
    assert_int_not_equal(access(output, F_OK), 0);
}

static void test_missing_files(void **state)
{
    (void)state;
    options.elf_count = 2;
    assert_nothing_written();
    options.elf_count = 3;
    options.payload_count = 0;
    assert_nothing_written();
    options.payload_count = 1;
    payloads[0].path = "/nonexistent";
    assert_nothing_written();
    payloads[0].path = folder; /* a folder is not a file */
    assert_nothing_written();
    payloads[0].path = payload;
    assert_true(image_write(plan, &options));
}

static void test_unknown_names(void **state)
{
    (void)state;
    elves[3] = (struct image_file){"h", program}; /* hardware has no program */
    options.elf_count = 4;
    assert_nothing_written();
    options.elf_count = 3;
    payloads[0].name = "h.dat";
    assert_nothing_written();
    struct image_file two[] = {{"h.data", payload}, {"h.other", payload}};
    options.payloads = two;
    options.payload_count = 2;
    assert_nothing_written();
}

static void test_bad_program(void **state)
{
    (void)state;
    write_file(program, "#!/bin/sh\n", 10);
    assert_nothing_written();
    write_file(program, "", 0);
    assert_nothing_written();
}

/* The specification is right, but no kernel will run it: the message names the thing. */
static void test_system_that_cannot_be(void **state)
{
    static const char timer_ports[] =
        "component D { control; uses IOPort p; } component H { hardware; provides IOPort p; }"
        "assembly { composition { component D v; component H h; connection seL4HardwareIOPort c(from v.p, to "
        "h.p); }"
        "configuration { h.p_attributes = \"0x40:0x40\"; } }";
    end(state);
    plan = layout_plan(compile_text(timer_ports));
    assert_non_null(plan);
    options.elf_count = 1;
    options.payload_count = 0;
    int saved = dup(STDERR_FILENO);
    assert_non_null(freopen(payload, "w", stderr));
    assert_nothing_written();
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    char said[256] = "";
    FILE *messages = fopen(payload, "r");
    assert_non_null(fgets(said, sizeof(said), messages));
    fclose(messages);
    assert_non_null(strstr(said, "the kernel would refuse this system: port_ranges 'h.p'"));
}

static void test_output_that_cannot_be_written(void **state)
{
    (void)state;
    options.output = "/nonexistent/image";
    assert_false(image_write(plan, &options));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_records, begin, end),
        cmocka_unit_test_setup_teardown(test_contents, begin, end),
        cmocka_unit_test_setup_teardown(test_payload_size, begin, end),
        cmocka_unit_test_setup_teardown(test_same_input_same_image, begin, end),
        cmocka_unit_test_setup_teardown(test_missing_files, begin, end),
        cmocka_unit_test_setup_teardown(test_unknown_names, begin, end),
        cmocka_unit_test_setup_teardown(test_bad_program, begin, end),
        cmocka_unit_test_setup_teardown(test_system_that_cannot_be, begin, end),
        cmocka_unit_test_setup_teardown(test_output_that_cannot_be_written, begin, end),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
