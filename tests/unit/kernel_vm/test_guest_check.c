/* SPDX-License-Identifier: BSD-2-Clause */
/* Every rule about the state of a guest: a block that is right, with one field wrong at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "kernel/arch/x86/cpu.h"
#include "kernel/arch/x86/fpu.h"
#include "kernel/arch/x86/guest.h"

#define NOT_CANONICAL  0x0000800000000000ul
#define LAST_LOW       0x00007ffffffffffful
#define FIRST_HIGH     0xffff800000000000ul
#define BELOW_HIGH     0xffff7ffffffffffful
#define FIELD(f, mask) offsetof(struct vcpu_block, f), mask

/* The real rule asks the processor; this one has x87, SSE and AVX. */
bool fpu_xcr0_valid(uint64_t xcr0)
{
    return xcr0 == 1 || xcr0 == 3 || xcr0 == 7;
}

/* A 64-bit kernel on a good day, with every group changed. */
static struct vcpu_block right(void)
{
    struct vcpu_block b = {
        .changed = VCPU_CHANGED_ALL,
        .rip = 0xffffffff81000000,
        .rflags = 0x202,
        .cr0 = CR0_PG | CR0_WP | CR0_NE | CR0_ET | CR0_MP | CR0_PE,
        .cr2 = NOT_CANONICAL, /* whatever the last fault was */
        .cr3 = 0x1234000,
        .cr4 = CR4_PAE | CR4_PGE | CR4_OSFXSR | CR4_OSXSAVE,
        .efer = EFER_SCE | EFER_LME | EFER_LMA | EFER_NXE,
        .gdtr = {.base = FIRST_HIGH, .limit = 0x7f},
        .idtr = {.base = LAST_LOW, .limit = 0xfff},
        .star = 0x0023001000000000,
        .lstar = 0xffffffff81800000,
        .cstar = 0xffffffff81800100,
        .sfmask = 0x47700,
        .kernel_gs_base = FIRST_HIGH,
        .sysenter_cs = 0x10,
        .pat = 0x0007040600070406,
        .dr6 = 0xffff0ff0,
        .dr7 = 0x400,
        .xcr0 = 7,
        .tsc_offset = UINT64_MAX,
        .event = {.vector = 14, .has_error_code = 1, .error_code = 2},
    };
    for (unsigned i = 0; i < VCPU_SEGMENTS; i++)
        b.segment[i] = (struct vcpu_segment){.selector = 0x18, .attributes = 0xc93, .limit = UINT32_MAX};
    b.segment[VCPU_CS].attributes = 0xa9b;
    b.segment[VCPU_LDTR] = (struct vcpu_segment){.attributes = VCPU_SEGMENT_UNUSABLE};
    return b;
}

struct rule {
    const char *what;
    size_t offset; /* of a field of 64 bits */
    uint64_t keep; /* bits of the right value that stay */
    uint64_t set;
    uint32_t group;
    enum vcpu_field field; /* VCPU_FIELD_NONE: the value is right */
};

static void expect_field(const struct vcpu_block *block, enum vcpu_field field, const char *what)
{
    enum vcpu_field found = guest_check(block);
    if (found != field)
        fail_msg("%s: field %d instead of %d", what, found, field);
}

/* Each rule alone; and that nobody looks at a group that is not named as changed. */
static void check_rules(const struct rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct rule *r = &rules[i];
        struct vcpu_block b = right();
        uint64_t value;
        memcpy(&value, (char *)&b + r->offset, sizeof value);
        value = (value & r->keep) | r->set;
        memcpy((char *)&b + r->offset, &value, sizeof value);
        expect_field(&b, r->field, r->what);
        b.changed = r->group;
        expect_field(&b, r->field, r->what);
        b.changed = VCPU_CHANGED_ALL & ~r->group;
        expect_field(&b, VCPU_FIELD_NONE, r->what);
        b.changed = 0;
        expect_field(&b, VCPU_FIELD_NONE, r->what);
    }
}
#define CHECK_RULES(rules) check_rules(rules, sizeof(rules) / sizeof(rules)[0])

static void test_right_state(void **state)
{
    (void)state;
    struct vcpu_block b = right();
    expect_field(&b, VCPU_FIELD_NONE, "64-bit");
    b.cr0 = 0x60000010; /* as after reset */
    b.efer = b.cr3 = b.cr4 = 0;
    b.segment[VCPU_CS].attributes = 0x09b;
    expect_field(&b, VCPU_FIELD_NONE, "real mode");
    b.cr0 = CR0_PE | CR0_PG;
    expect_field(&b, VCPU_FIELD_NONE, "32-bit with paging");
    b.efer = EFER_LME;
    b.cr0 = CR0_PE;
    expect_field(&b, VCPU_FIELD_NONE, "on the way to long mode");
}

static void test_rip_and_flags(void **state)
{
    (void)state;
    static const struct rule rules[] = {
        {"highest low", FIELD(rip, 0), LAST_LOW, VCPU_CHANGED_RIP, VCPU_FIELD_NONE},
        {"lowest high", FIELD(rip, 0), FIRST_HIGH, VCPU_CHANGED_RIP, VCPU_FIELD_NONE},
        {"first not canonical", FIELD(rip, 0), NOT_CANONICAL, VCPU_CHANGED_RIP, VCPU_FIELD_RIP},
        {"last not canonical", FIELD(rip, 0), BELOW_HIGH, VCPU_CHANGED_RIP, VCPU_FIELD_RIP},
        {"all flags", FIELD(rflags, 0), 0x3f7fd7, VCPU_CHANGED_RIP, VCPU_FIELD_NONE},
        {"bit 1 clear", FIELD(rflags, 0), 0x200, VCPU_CHANGED_RIP, VCPU_FIELD_RFLAGS},
        {"bit 3", FIELD(rflags, UINT64_MAX), 1 << 3, VCPU_CHANGED_RIP, VCPU_FIELD_RFLAGS},
        {"bit 5", FIELD(rflags, UINT64_MAX), 1 << 5, VCPU_CHANGED_RIP, VCPU_FIELD_RFLAGS},
        {"bit 15", FIELD(rflags, UINT64_MAX), 1 << 15, VCPU_CHANGED_RIP, VCPU_FIELD_RFLAGS},
        {"bit 22", FIELD(rflags, UINT64_MAX), 1 << 22, VCPU_CHANGED_RIP, VCPU_FIELD_RFLAGS},
        {"bit 63", FIELD(rflags, UINT64_MAX), 1ul << 63, VCPU_CHANGED_RIP, VCPU_FIELD_RFLAGS},
    };
    CHECK_RULES(rules);
}

#define CONTROL VCPU_CHANGED_CONTROL

static void test_control_registers(void **state)
{
    (void)state;
    static const struct rule rules[] = {
        {"CR0 bit 6", FIELD(cr0, UINT64_MAX), 1 << 6, CONTROL, VCPU_FIELD_CR0},
        {"CR0 bit 17", FIELD(cr0, UINT64_MAX), 1 << 17, CONTROL, VCPU_FIELD_CR0},
        {"CR0 bit 32", FIELD(cr0, UINT64_MAX), 1ul << 32, CONTROL, VCPU_FIELD_CR0},
        {"PG without PE", FIELD(cr0, ~CR0_PE), 0, CONTROL, VCPU_FIELD_CR0},
        {"NW without CD", FIELD(cr0, UINT64_MAX), CR0_NW, CONTROL, VCPU_FIELD_CR0},
        {"NW with CD", FIELD(cr0, UINT64_MAX), CR0_NW | CR0_CD, CONTROL, VCPU_FIELD_NONE},
        {"CD alone", FIELD(cr0, UINT64_MAX), CR0_CD, CONTROL, VCPU_FIELD_NONE},
        {"CR3 bit 51", FIELD(cr3, UINT64_MAX), 1ul << 51, CONTROL, VCPU_FIELD_NONE},
        {"CR3 bit 52", FIELD(cr3, UINT64_MAX), 1ul << 52, CONTROL, VCPU_FIELD_CR3},
        {"CR3 bit 63", FIELD(cr3, UINT64_MAX), 1ul << 63, CONTROL, VCPU_FIELD_CR3},
        {"five levels", FIELD(cr4, UINT64_MAX), CR4_LA57, CONTROL, VCPU_FIELD_CR4},
        {"CR4 bit 13", FIELD(cr4, UINT64_MAX), CR4_VMXE, CONTROL, VCPU_FIELD_CR4},
        {"CR4 bit 14", FIELD(cr4, UINT64_MAX), CR4_SMXE, CONTROL, VCPU_FIELD_CR4},
        {"CR4 bit 32", FIELD(cr4, UINT64_MAX), 1ul << 32, CONTROL, VCPU_FIELD_CR4},
        {"EFER bit 1", FIELD(efer, UINT64_MAX), 1 << 1, CONTROL, VCPU_FIELD_EFER},
        {"EFER bit 12", FIELD(efer, UINT64_MAX), EFER_SVME, CONTROL, VCPU_FIELD_EFER},
        {"EFER bit 14", FIELD(efer, UINT64_MAX), 1 << 14, CONTROL, VCPU_FIELD_EFER},
        {"LMA without LME", FIELD(efer, ~EFER_LME), 0, CONTROL, VCPU_FIELD_EFER},
        {"LME and PG without LMA", FIELD(efer, ~EFER_LMA), 0, CONTROL, VCPU_FIELD_EFER},
        {"LMA without PG", FIELD(cr0, ~CR0_PG), 0, CONTROL, VCPU_FIELD_EFER},
        {"LMA without PAE", FIELD(cr4, ~CR4_PAE), 0, CONTROL, VCPU_FIELD_EFER},
        {"no long mode at all", FIELD(efer, ~(EFER_LMA | EFER_LME)), 0, CONTROL, VCPU_FIELD_NONE},
    };
    CHECK_RULES(rules);
}

static void test_segments(void **state)
{
    (void)state;
    for (unsigned i = 0; i < VCPU_SEGMENTS; i++) {
        struct vcpu_block b = right();
        b.segment[i].base = NOT_CANONICAL;
        expect_field(&b, VCPU_FIELD_SEGMENT, "base");
        b.changed = VCPU_CHANGED_ALL & ~VCPU_CHANGED_SEGMENTS;
        expect_field(&b, VCPU_FIELD_NONE, "base, not changed");
        for (unsigned bit = 12; bit < 15; bit++) {
            b = right();
            b.segment[i].attributes |= 1u << bit;
            expect_field(&b, VCPU_FIELD_SEGMENT, "attribute");
        }
        b = right();
        b.segment[i].attributes |= VCPU_SEGMENT_UNUSABLE;
        expect_field(&b, VCPU_FIELD_NONE, "unusable");
    }
    struct vcpu_block b = right();
    b.segment[VCPU_CS].attributes |= VCPU_SEGMENT_BIG;
    expect_field(&b, VCPU_FIELD_SEGMENT, "code of 64 and of 32 bits");
    b = right();
    b.segment[VCPU_DS].attributes |= VCPU_SEGMENT_LONG | VCPU_SEGMENT_BIG;
    expect_field(&b, VCPU_FIELD_NONE, "L means nothing in a data segment");
}

#define TABLES VCPU_CHANGED_TABLES
#define MSRS   VCPU_CHANGED_MSRS

static void test_tables_and_registers(void **state)
{
    (void)state;
    static const struct rule rules[] = {
        {"GDT base", FIELD(gdtr.base, 0), NOT_CANONICAL, TABLES, VCPU_FIELD_TABLE},
        {"IDT base", FIELD(idtr.base, 0), BELOW_HIGH, TABLES, VCPU_FIELD_TABLE},
        {"GDT limit", FIELD(gdtr.limit, 0), 0x10000, TABLES, VCPU_FIELD_TABLE},
        {"IDT limit", FIELD(idtr.limit, 0), 0x10000, TABLES, VCPU_FIELD_TABLE},
        {"largest GDT", FIELD(gdtr.limit, 0), 0xffff, TABLES, VCPU_FIELD_NONE},
        {"LSTAR", FIELD(lstar, 0), NOT_CANONICAL, MSRS, VCPU_FIELD_MSR},
        {"CSTAR", FIELD(cstar, 0), NOT_CANONICAL, MSRS, VCPU_FIELD_MSR},
        {"KERNEL_GS_BASE", FIELD(kernel_gs_base, 0), NOT_CANONICAL, MSRS, VCPU_FIELD_MSR},
        {"SYSENTER_ESP", FIELD(sysenter_esp, 0), NOT_CANONICAL, MSRS, VCPU_FIELD_MSR},
        {"SYSENTER_EIP", FIELD(sysenter_eip, 0), NOT_CANONICAL, MSRS, VCPU_FIELD_MSR},
        {"PAT type 2", FIELD(pat, ~0xfful), 2, MSRS, VCPU_FIELD_MSR},
        {"PAT type 3", FIELD(pat, ~0xff00ul), 3 << 8, MSRS, VCPU_FIELD_MSR},
        {"PAT type 8", FIELD(pat, ~(0xfful << 56)), 8ul << 56, MSRS, VCPU_FIELD_MSR},
        {"PAT type 0x80", FIELD(pat, ~(0xfful << 24)), 0x80ul << 24, MSRS, VCPU_FIELD_MSR},
        {"every PAT type", FIELD(pat, 0), 0x0706050401000406, MSRS, VCPU_FIELD_NONE},
    };
    CHECK_RULES(rules);
}

static void test_vector_state(void **state)
{
    (void)state;
    static const struct rule rules[] = {
        {"no x87", FIELD(xcr0, 0), 2, VCPU_CHANGED_XCR0, VCPU_FIELD_XCR0},
        {"AVX without SSE", FIELD(xcr0, 0), 5, VCPU_CHANGED_XCR0, VCPU_FIELD_XCR0},
        {"bit 63", FIELD(xcr0, UINT64_MAX), 1ul << 63, VCPU_CHANGED_XCR0, VCPU_FIELD_XCR0},
        {"x87 alone", FIELD(xcr0, 0), 1, VCPU_CHANGED_XCR0, VCPU_FIELD_NONE},
    };
    CHECK_RULES(rules);
}

static void test_events(void **state)
{
    (void)state;
    static const struct {
        struct vcpu_event event;
        bool right;
    } cases[] = {
        {{.vector = 0}, true},
        {{.vector = 31}, true},
        {{.vector = 13, .has_error_code = 1}, true},
        {{.vector = 14, .has_error_code = 1, .error_code = UINT32_MAX}, true},
        {{.vector = 2}, false}, /* an NMI */
        {{.vector = 32}, false},
        {{.vector = 0x10e}, false},
        {{.vector = UINT32_MAX}, false},
        {{.vector = 13, .has_error_code = 2}, false},
        {{.vector = 6, .error_code = 1}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct vcpu_block b = right();
        b.event = cases[i].event;
        expect_field(&b, cases[i].right ? VCPU_FIELD_NONE : VCPU_FIELD_EVENT, "event");
        b.changed &= ~VCPU_CHANGED_EVENT;
        expect_field(&b, VCPU_FIELD_NONE, "event, not changed");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right_state),
        cmocka_unit_test(test_rip_and_flags),
        cmocka_unit_test(test_control_registers),
        cmocka_unit_test(test_segments),
        cmocka_unit_test(test_tables_and_registers),
        cmocka_unit_test(test_vector_state),
        cmocka_unit_test(test_events),
    };
    return cmocka_run_group_tests_name("check of guest state", tests, NULL, NULL);
}
