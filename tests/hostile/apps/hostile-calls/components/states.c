/* SPDX-License-Identifier: BSD-2-Clause */
#include "monitor.h"

#include <camkes.h>
#include <stddef.h>
#include <string.h>

#include "attack.h"
#include "guest.h"

#define SPOT 0x3000u
#define WORD 0x12345678u

#define NO_FIELD UINT32_MAX

/* One wrong field. Those in the lower part of the list are refused by the processor, not by the kernel. */
static const struct wrong {
    const char *text;
    uint32_t group;
    uint32_t offset;
    uint64_t value;
    uint32_t bytes;
    enum vcpu_field field;
} wrongs[] = {
#define FIELD(name) offsetof(struct vcpu_block, name), sizeof(((struct vcpu_block *)0)->name)
#define WRONG(text, group, name, value, field)                                                               \
    {                                                                                                        \
        text, VCPU_CHANGED_##group, offsetof(struct vcpu_block, name), value,                                \
            sizeof(((struct vcpu_block *)0)->name), VCPU_FIELD_##field                                       \
    }
    WRONG("non-canonical RIP", RIP, rip, 1ul << 47, RIP),
    WRONG("RIP with the top bit", RIP, rip, 1ul << 63, RIP),
    WRONG("no flags", RIP, rflags, 0, RFLAGS),
    WRONG("flag 3", RIP, rflags, 0xa, RFLAGS),
    WRONG("flag 15", RIP, rflags, 0x8002, RFLAGS),
    WRONG("flag 22", RIP, rflags, 0x400002, RFLAGS),
    WRONG("flag 63", RIP, rflags, 1ul << 63 | 2, RFLAGS),
    WRONG("all flags", RIP, rflags, UINT64_MAX, RFLAGS),
    WRONG("paging without protection", CONTROL, cr0, 0x80000030, CR0),
    WRONG("write-through without cache-disable", CONTROL, cr0, 0x20000031, CR0),
    WRONG("CR0 bit 10", CONTROL, cr0, 0x431, CR0),
    WRONG("CR0 bit 32", CONTROL, cr0, 1ul << 32 | 0x31, CR0),
    WRONG("all of CR0", CONTROL, cr0, UINT64_MAX, CR0),
    WRONG("CR3 bit 52", CONTROL, cr3, 1ul << 52, CR3),
    WRONG("all of CR3", CONTROL, cr3, UINT64_MAX, CR3),
    WRONG("virtualization in CR4", CONTROL, cr4, 1ul << 13, CR4),
    WRONG("safer mode in CR4", CONTROL, cr4, 1ul << 14, CR4),
    WRONG("five levels in CR4", CONTROL, cr4, 1ul << 12, CR4),
    WRONG("CR4 bit 32", CONTROL, cr4, 1ul << 32, CR4),
    WRONG("all of CR4", CONTROL, cr4, UINT64_MAX, CR4),
    WRONG("virtualization in EFER", CONTROL, efer, 1ul << 12, EFER),
    WRONG("EFER bit 1", CONTROL, efer, 2, EFER),
    WRONG("long mode active without paging", CONTROL, efer, 0x500, EFER),
    WRONG("long mode active and not enabled", CONTROL, efer, 0x400, EFER),
    WRONG("EFER bit 63", CONTROL, efer, 1ul << 63, EFER),
    WRONG("all of EFER", CONTROL, efer, UINT64_MAX, EFER),
    WRONG("non-canonical code segment", SEGMENTS, segment[VCPU_CS].base, 1ul << 47, SEGMENT),
    WRONG("non-canonical task segment", SEGMENTS, segment[VCPU_TR].base, 1ul << 63, SEGMENT),
    WRONG("non-canonical FS", SEGMENTS, segment[VCPU_FS].base, NONCANONICAL_ADDRESS, SEGMENT),
    WRONG("attribute 12", SEGMENTS, segment[VCPU_DS].attributes, 0x1c93, SEGMENT),
    WRONG("all attributes", SEGMENTS, segment[VCPU_SS].attributes, 0xffff, SEGMENT),
    WRONG("code for 32 and 64 bits", SEGMENTS, segment[VCPU_CS].attributes, 0xe9b, SEGMENT),
    WRONG("non-canonical GDT", TABLES, gdtr.base, 1ul << 47, TABLE),
    WRONG("non-canonical IDT", TABLES, idtr.base, 1ul << 62, TABLE),
    WRONG("too long a GDT", TABLES, gdtr.limit, 0x10000, TABLE),
    WRONG("too long an IDT", TABLES, idtr.limit, UINT32_MAX, TABLE),
    WRONG("non-canonical LSTAR", MSRS, lstar, 1ul << 47, MSR),
    WRONG("non-canonical CSTAR", MSRS, cstar, 1ul << 63, MSR),
    WRONG("non-canonical kernel GS", MSRS, kernel_gs_base, 1ul << 55, MSR),
    WRONG("non-canonical SYSENTER_ESP", MSRS, sysenter_esp, 1ul << 47, MSR),
    WRONG("non-canonical SYSENTER_EIP", MSRS, sysenter_eip, 1ul << 47, MSR),
    WRONG("memory type 2", MSRS, pat, 0x0007040600070402, MSR),
    WRONG("memory type 3", MSRS, pat, 0x0307040600070406, MSR),
    WRONG("memory type 8", MSRS, pat, 0x0007040608070406, MSR),
    WRONG("XCR0 without x87", XCR0, xcr0, 2, XCR0),
    WRONG("XCR0 with nothing", XCR0, xcr0, 0, XCR0),
    WRONG("XCR0 with half of AVX", XCR0, xcr0, 5, XCR0),
    WRONG("XCR0 with part of AVX-512", XCR0, xcr0, 0x27, XCR0),
    WRONG("XCR0 bit 63", XCR0, xcr0, 1ul << 63 | 1, XCR0),
    WRONG("all of XCR0", XCR0, xcr0, UINT64_MAX, XCR0),
    WRONG("an NMI", EVENT, event.vector, 2, EVENT),
    WRONG("an interrupt as an exception", EVENT, event.vector, 32, EVENT),
    WRONG("exception 255", EVENT, event.vector, 255, EVENT),
    WRONG("exception 2^31", EVENT, event.vector, 1u << 31, EVENT),
    WRONG("half an error code", EVENT, event.has_error_code, 2, EVENT),
    WRONG("an error code that is not there", EVENT, event.error_code, 1, EVENT),
    WRONG("reserved bits of CR4", CONTROL, cr4, 1ul << 31, HARDWARE),
#undef WRONG
#undef FIELD
};

static bool state_is_kept(void)
{
    struct vcpu_block *block = vm_resources.block;

    block->changed = 0;
    return guest_reads(SPOT, WORD);
}

static void attack_field(const struct wrong *wrong)
{
    struct vcpu_block *block = vm_resources.block;
    uint64_t badge = 0;

    guest_default_state(block);
    block->event = (struct vcpu_event){.vector = 6};
    memcpy((char *)block + wrong->offset, &wrong->value, wrong->bytes);
    block->changed = wrong->group | VCPU_CHANGED_GPR;
    int64_t result = attack(CW_SYS_VCPU_RESUME, vm_resources.vcpu, 0, 0, 0, 0);
    bool refused = result == -CW_EINVAL;
    if (result == 0 && cw_receive(vm_resources.endpoint, &badge) == 0)
        refused = wrong->field == VCPU_FIELD_HARDWARE;
    bool told = block->exit.kind == VCPU_EXIT_INVALID_STATE && block->exit.detail == wrong->field;
    /* An emulator that refuses at the entry has lost the state. */
    if (wrong->field == VCPU_FIELD_HARDWARE)
        told = told || block->exit.kind == VCPU_EXIT_SHUTDOWN;
    check(refused && told, "%s: result %d, exit %u, field %u", wrong->text, (int)result, block->exit.kind,
          block->exit.detail);
    if (wrong->field == VCPU_FIELD_HARDWARE)
        guest_default_state(block); /* it has the refused state */
    else
        check(state_is_kept(), "and nothing has changed");
}

void attack_states(void)
{
    struct vcpu_block *block = vm_resources.block;

    *(uint32_t *)((char *)vm_resources.ram + SPOT) = WORD;
    for (unsigned i = 0; i < COUNT(wrongs); i++)
        attack_field(&wrongs[i]);
    guest_default_state(block);
    guest_set(0x1000, 0, SPOT);
    block->changed |= ~VCPU_CHANGED_ALL;
    check(guest_run() == VCPU_EXIT_PORT && (uint32_t)block->gpr[VCPU_RAX] == WORD,
          "groups that do not exist");
    memset((char *)block + offsetof(struct vcpu_block, gpr), 0xff,
           sizeof(*block) - offsetof(struct vcpu_block, gpr));
    block->changed = 0;
    check(guest_reads(SPOT, WORD), "groups that are wrong, but not named");
    block->exit = (struct vcpu_exit){.kind = UINT32_MAX};
    block->mode = UINT32_MAX;
    check(guest_reads(SPOT, WORD), "what the kernel does not read");
}
