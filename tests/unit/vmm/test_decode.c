/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "abi/vcpu.h"
#include "cpu/decode.h"

/* One accepted encoding and what it means. */
struct accepted {
    const char *bytes;
    uint8_t count, mode;
    struct instruction expected;
};

#define BYTES(text) text, sizeof(text) - 1

static const struct accepted accepted[] = {
    /* mov [rax], ecx; mov ecx, [rax]; mov [rax], rcx; mov r9, [rax] */
    {BYTES("\x89\x08"), 64, {INSTRUCTION_STORE, 2, 4, 4, 8, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x8b\x08"), 64, {INSTRUCTION_LOAD, 2, 4, 4, 8, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x48\x89\x08"), 64, {INSTRUCTION_STORE, 3, 8, 8, 8, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x4c\x8b\x08"), 64, {INSTRUCTION_LOAD, 3, 8, 8, 8, VCPU_R9, .segment = VCPU_DS}},
    {BYTES("\x66\x89\x08"), 64, {INSTRUCTION_STORE, 3, 2, 2, 8, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x89\x08"), 16, {INSTRUCTION_STORE, 2, 2, 2, 2, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x66\x89\x08"), 16, {INSTRUCTION_STORE, 3, 4, 4, 2, VCPU_RCX, .segment = VCPU_DS}},
    /* byte registers: ah without REX, spl with it */
    {BYTES("\x88\x20"), 64, {INSTRUCTION_STORE, 2, 1, 1, 8, VCPU_RAX, .high_byte = true, .segment = VCPU_DS}},
    {BYTES("\x40\x88\x20"), 64, {INSTRUCTION_STORE, 3, 1, 1, 8, VCPU_RSP, .segment = VCPU_DS}},
    {BYTES("\x8a\x38"), 32, {INSTRUCTION_LOAD, 2, 1, 1, 4, VCPU_RBX, .high_byte = true, .segment = VCPU_DS}},
    /* displacements and SIB: [rbp+8], [rax+disp32], [rip+disp32], [rsp], [disp32 by SIB], [r12+8] */
    {BYTES("\x89\x4d\x08"), 64, {INSTRUCTION_STORE, 3, 4, 4, 8, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x89\x88\x01\x02\x03\x04"), 64, {INSTRUCTION_STORE, 6, 4, 4, 8, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x89\x0d\x01\x02\x03\x04"), 64, {INSTRUCTION_STORE, 6, 4, 4, 8, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x89\x0c\x24"), 64, {INSTRUCTION_STORE, 3, 4, 4, 8, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x89\x0c\x25\x01\x02\x03\x04"),
     64,
     {INSTRUCTION_STORE, 7, 4, 4, 8, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x41\x89\x4c\x24\x08"), 64, {INSTRUCTION_STORE, 5, 4, 4, 8, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x89\x0e\x34\x12"), 16, {INSTRUCTION_STORE, 4, 2, 2, 2, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x89\x4f\x12"), 16, {INSTRUCTION_STORE, 3, 2, 2, 2, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x89\x8f\x34\x12"), 16, {INSTRUCTION_STORE, 4, 2, 2, 2, VCPU_RCX, .segment = VCPU_DS}},
    {BYTES("\x67\x89\x0c\x24"), 16, {INSTRUCTION_STORE, 4, 2, 2, 4, VCPU_RCX, .segment = VCPU_DS}},
    /* immediates, sign-extended in the 64-bit form */
    {BYTES("\xc6\x00\x7f"),
     64,
     {INSTRUCTION_STORE_IMM, 3, 1, 1, 8, VCPU_RAX, .segment = VCPU_DS, .immediate = 0x7f}},
    {BYTES("\xc7\x00\x01\x02\x03\x04"),
     64,
     {INSTRUCTION_STORE_IMM, 6, 4, 4, 8, VCPU_RAX, .segment = VCPU_DS, .immediate = 0x04030201}},
    {BYTES("\x48\xc7\x00\xfe\xff\xff\xff"),
     64,
     {INSTRUCTION_STORE_IMM, 7, 8, 8, 8, VCPU_RAX, .segment = VCPU_DS, .immediate = (uint64_t)-2}},
    {BYTES("\x66\xc7\x00\x01\x02"),
     32,
     {INSTRUCTION_STORE_IMM, 5, 2, 2, 4, VCPU_RAX, .segment = VCPU_DS, .immediate = 0x0201}},
    /* absolute addresses as wide as addresses are */
    {BYTES("\xa1\x01\x02\x03\x04"), 32, {INSTRUCTION_LOAD, 5, 4, 4, 4, VCPU_RAX, .segment = VCPU_DS}},
    {BYTES("\xa2\x01\x02\x03\x04\x05\x06\x07\x08"),
     64,
     {INSTRUCTION_STORE, 9, 1, 1, 8, VCPU_RAX, .segment = VCPU_DS}},
    {BYTES("\xa3\x01\x02"), 16, {INSTRUCTION_STORE, 3, 2, 2, 2, VCPU_RAX, .segment = VCPU_DS}},
    /* extensions */
    {BYTES("\x0f\xb6\x08"),
     64,
     {INSTRUCTION_LOAD, 3, 1, 4, 8, VCPU_RCX, .extend = EXTEND_ZERO, .segment = VCPU_DS}},
    {BYTES("\x48\x0f\xb7\x08"),
     64,
     {INSTRUCTION_LOAD, 4, 2, 8, 8, VCPU_RCX, .extend = EXTEND_ZERO, .segment = VCPU_DS}},
    {BYTES("\x66\x0f\xbe\x20"),
     32,
     {INSTRUCTION_LOAD, 4, 1, 2, 4, VCPU_RSP, .extend = EXTEND_SIGN, .segment = VCPU_DS}},
    {BYTES("\x0f\xbf\x08"),
     32,
     {INSTRUCTION_LOAD, 3, 2, 4, 4, VCPU_RCX, .extend = EXTEND_SIGN, .segment = VCPU_DS}},
    {BYTES("\x48\x63\x08"),
     64,
     {INSTRUCTION_LOAD, 3, 4, 8, 8, VCPU_RCX, .extend = EXTEND_SIGN, .segment = VCPU_DS}},
    /* strings */
    {BYTES("\xa4"), 64, {INSTRUCTION_MOVS, 1, 1, 1, 8, .segment = VCPU_DS}},
    {BYTES("\xf3\x48\xa5"), 64, {INSTRUCTION_MOVS, 3, 8, 8, 8, .repeat = true, .segment = VCPU_DS}},
    {BYTES("\x2e\x67\xa5"), 32, {INSTRUCTION_MOVS, 3, 4, 4, 2, .segment = VCPU_CS}},
    {BYTES("\xf3\xaa"), 32, {INSTRUCTION_STOS, 2, 1, 1, 4, .repeat = true, .segment = VCPU_DS}},
    {BYTES("\x64\xab"), 64, {INSTRUCTION_STOS, 2, 4, 4, 8, .segment = VCPU_FS}},
    {BYTES("\x6c"), 64, {INSTRUCTION_PORT_STRING, 1, 1, 1, 8, .segment = VCPU_DS}},
    {BYTES("\xf3\x67\x6d"), 64, {INSTRUCTION_PORT_STRING, 3, 4, 4, 4, .repeat = true, .segment = VCPU_DS}},
    {BYTES("\x64\x6e"), 32, {INSTRUCTION_PORT_STRING, 2, 1, 1, 4, .segment = VCPU_FS}},
    {BYTES("\x66\x67\x6f"), 16, {INSTRUCTION_PORT_STRING, 3, 4, 4, 4, .segment = VCPU_DS}},
    /* what exits by itself */
    {BYTES("\x0f\xa2"), 64, {INSTRUCTION_CPUID, 2, 1, 1, 8, .segment = VCPU_DS}},
    {BYTES("\x66\x0f\xa2"), 32, {INSTRUCTION_CPUID, 3, 1, 1, 4, .segment = VCPU_DS}},
    {BYTES("\x0f\x32"), 64, {INSTRUCTION_RDMSR, 2, 1, 1, 8, .segment = VCPU_DS}},
    {BYTES("\x48\x0f\x30"), 64, {INSTRUCTION_WRMSR, 3, 1, 1, 8, .segment = VCPU_DS}},
    {BYTES("\xf4"), 64, {INSTRUCTION_HLT, 1, 1, 1, 8, .segment = VCPU_DS}},
    {BYTES("\x0f\x01\xd9"), 64, {INSTRUCTION_HYPERCALL, 3, .address_size = 8, .segment = VCPU_DS}},
    {BYTES("\x0f\x01\xc1"), 32, {INSTRUCTION_HYPERCALL, 3, .address_size = 4, .segment = VCPU_DS}},
};

static void known_instructions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
        const struct accepted *a = &accepted[i];
        struct instruction got;

        if (!instruction_decode((const uint8_t *)a->bytes, a->count, a->mode, &got)) {
            fail_msg("entry %zu is not accepted", i);
        }
        if (got.kind != a->expected.kind || got.length != a->expected.length ||
            got.memory_size != a->expected.memory_size || got.register_size != a->expected.register_size ||
            got.address_size != a->expected.address_size || got.reg != a->expected.reg ||
            got.high_byte != a->expected.high_byte || got.extend != a->expected.extend ||
            got.repeat != a->expected.repeat || got.segment != a->expected.segment ||
            got.immediate != a->expected.immediate) {
            fail_msg("entry %zu: kind %d length %d sizes %d %d %d reg %d", i, got.kind, got.length,
                     got.memory_size, got.register_size, got.address_size, got.reg);
        }
    }
}

/* Every accepted encoding is refused when its last byte is missing. */
static void cut_short(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
        struct instruction got;

        for (size_t count = 0; count < accepted[i].count; count++) {
            if (instruction_decode((const uint8_t *)accepted[i].bytes, count, accepted[i].mode, &got)) {
                fail_msg("entry %zu is accepted with %zu bytes", i, count);
            }
        }
    }
}

static void refused_instructions(void **state)
{
    static const struct {
        const char *bytes;
        uint8_t count, mode;
    } refused[] = {
        {BYTES("\x89\xc8"), 64},                 /* register operand: no memory is touched */
        {BYTES("\xf0\x89\x08"), 64},             /* LOCK */
        {BYTES("\xc7\x08\x01\x02\x03\x04"), 64}, /* group 11 /1 */
        {BYTES("\x63\x08"), 32},                 /* ARPL */
        {BYTES("\x90"), 64},
        {BYTES("\x0f\x05"), 64},
        {BYTES("\x0f\x01\xd8"), 64},     /* VMRUN */
        {BYTES("\x48\x66\x0f\x90"), 64}, /* REX not right before the opcode: not a CPUID either */
        {BYTES("\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x89\x08"), 64}, /* 16 bytes */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        struct instruction got;

        if (instruction_decode((const uint8_t *)refused[i].bytes, refused[i].count, refused[i].mode, &got)) {
            fail_msg("entry %zu is accepted", i);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_instructions),
        cmocka_unit_test(cut_short),
        cmocka_unit_test(refused_instructions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
