/* SPDX-License-Identifier: BSD-2-Clause */
/* CPUID leaves, model-specific registers, and instructions that a guest does not have. */
#include "guest.h"

struct leaf {
    uint32_t eax, ebx, ecx, edx;
};

static struct leaf cpuid(uint32_t leaf, uint32_t subleaf)
{
    struct leaf l;

    __asm__ volatile("cpuid" : "=a"(l.eax), "=b"(l.ebx), "=c"(l.ecx), "=d"(l.edx) : "a"(leaf), "c"(subleaf));
    return l;
}

static bool is_zero(struct leaf l)
{
    return (l.eax | l.ebx | l.ecx | l.edx) == 0;
}

void attack_cpuid(void)
{
    struct leaf found = cpuid(CAUSEWAY_CPUID_BASE, 0);
    check(found.eax == CAUSEWAY_CPUID_VERSION && __builtin_memcmp(&found.ebx, CAUSEWAY_SIGNATURE, 12) == 0,
          "the monitor says who it is");
    check(!(cpuid(0x80000001, 0).ecx & 4) && !(cpuid(1, 0).ecx & 0x28), "no virtualization, no MONITOR");
    check(is_zero(cpuid(0x8000000a, 0)) && is_zero(cpuid(0x80000009, 0)), "nothing about virtualization");

    unsigned unknown = 0;
    for (uint32_t leaf = CAUSEWAY_CPUID_BASE + 2; leaf < CAUSEWAY_CPUID_BASE + 0x200; leaf++)
        unknown += !is_zero(cpuid(leaf, leaf));
    for (unsigned i = 0; i < 5000; i++) {
        uint32_t leaf = (uint32_t)random_number() | 0x1000;
        unknown += (leaf >> 30 == 3 || leaf >> 30 == 0) && !is_zero(cpuid(leaf, (uint32_t)random_number()));
    }
    check(unknown == 0, "leaves that are not there are zero: %d", (int)unknown);
    for (unsigned i = 0; i < 5000; i++)
        cpuid((uint32_t)random_number() & 0xc00000ff, (uint32_t)random_number() & 0xff);
    check(true, "5000 leaves and subleaves at random");
}

static uint64_t msr_value;

static void read_msr(uint64_t index)
{
    uint32_t low, high;

    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"((uint32_t)index));
    msr_value = low | (uint64_t)high << 32;
}

static void write_msr(uint64_t index)
{
    __asm__ volatile("wrmsr"
                     :
                     : "c"((uint32_t)index), "a"((uint32_t)msr_value), "d"((uint32_t)(msr_value >> 32)));
}

static int write_value(uint32_t index, uint64_t value)
{
    msr_value = value;
    return guest_try(write_msr, index);
}

/* Writes back what was read, all zeros and all ones. Those of a running processor keep their values. */
static void write_all(uint32_t index, unsigned *odd)
{
    bool own = index == 0xc0000080 || index == 0x10 || (index >= 0xc0000081 && index <= 0xc0000084);
    bool readable = guest_try(read_msr, index) == -1;
    uint64_t before = msr_value;

    if (own)
        return;
    int vectors[] = {write_value(index, 0), write_value(index, UINT64_MAX),
                     write_value(index, random_number())};
    for (unsigned i = 0; i < COUNT(vectors); i++)
        *odd += vectors[i] != -1 && vectors[i] != PROTECTION;
    if (readable)
        write_value(index, before);
}

void attack_registers(void)
{
    static const uint32_t starts[] = {0,          0x1000,     0x1f80,     0x40000000, 0x40000100,
                                      0x4b564d00, 0xbfffff80, 0xc0000000, 0xc0001f80, 0xc0010000,
                                      0xc0011000, 0xc0011f80, 0xc0012000, 0xffffff80};
    unsigned odd = 0, readable = 0;

    for (unsigned i = 0; i < COUNT(starts); i++)
        for (uint32_t n = 0; n < 0x80; n++) {
            int vector = guest_try(read_msr, starts[i] + n);
            odd += vector != -1 && vector != PROTECTION;
            readable += vector == -1;
            write_all(starts[i] + n, &odd);
        }
    for (unsigned i = 0; i < 5000; i++) {
        uint32_t index = (uint32_t)random_number();
        int vector = guest_try(read_msr, index);
        odd += vector != -1 && vector != PROTECTION;
        write_all(index, &odd);
    }
    check(odd == 0 && readable < 100, "registers are there, or a protection fault: %d odd, %d readable",
          (int)odd, (int)readable);

    guest_try(read_msr, 0xc0000080);
    uint64_t efer = msr_value;
    check((efer & 0x1000) == 0, "EFER does not show that the guest is one");
    check(write_value(0xc0000080, efer | 0x1000) == PROTECTION, "virtualization cannot be enabled");
    check(write_value(0xc0000080, efer & ~0x100ul) == PROTECTION, "long mode cannot be left like this");
    check(write_value(0xc0000080, UINT64_MAX) == PROTECTION, "not everything is in EFER");
    check(write_value(0x277, 0x0007040600070402) == PROTECTION, "there is no memory type 2");
    check(write_value(0xc0010114, 0) == PROTECTION && write_value(0xc0010117, 0) == PROTECTION,
          "nothing of virtualization can be set");
    /* An emulator allows it; then nothing must come of it. */
    int vector = write_value(0xc0000100, NO_ADDRESS);
    check(vector == PROTECTION || vector == -1, "FS where it cannot be: %d", vector);
    write_value(0xc0000100, 0);
    /* The clock page: in no RAM, odd, at the end. */
    static const uint64_t clocks[] = {NO_RAM | 1, RAM_END | 1, RAM_END - 8 + 1, UINT64_MAX, 1ul << 52 | 1};
    for (unsigned i = 0; i < COUNT(clocks); i++) {
        write_value(0x4b564d01, clocks[i]);
        write_value(0x4b564d00, clocks[i]);
    }
    write_value(0x4b564d01, 0);
    check(true, "clocks where there is no memory");
}

#define INSTRUCTION(name, text)                                                                              \
    static void name(uint64_t argument)                                                                      \
    {                                                                                                        \
        __asm__ volatile(text : : "a"(argument), "c"(argument), "d"(0) : "rbx", "memory", "cc");             \
    }

INSTRUCTION(vmrun, "vmrun %%rax")
INSTRUCTION(vmload, "vmload %%rax")
INSTRUCTION(vmsave, "vmsave %%rax")
INSTRUCTION(stgi, "stgi")
INSTRUCTION(clgi, "clgi")
INSTRUCTION(invlpga, "invlpga %%rax, %%ecx")
INSTRUCTION(skinit, "skinit %%eax")
INSTRUCTION(monitor, "monitor %%rax, %%ecx, %%edx")
INSTRUCTION(mwait, "mwait %%eax, %%ecx")
INSTRUCTION(rdtscp, "rdtscp")
INSTRUCTION(rsm, "rsm")
INSTRUCTION(rdpru, ".byte 0x0f, 0x01, 0xfd")
INSTRUCTION(vmxon, "vmxon (%%rax)")
INSTRUCTION(rdpmc, "rdpmc")
INSTRUCTION(icebp, ".byte 0xf1")
INSTRUCTION(single_step, "pushfq; orq $0x100, (%%rsp); popfq; nop; nop")
INSTRUCTION(invd, "invd")
INSTRUCTION(wbinvd, "wbinvd")
INSTRUCTION(set_cr4_virtualization, "mov %%cr4, %%rax; or $0x2000, %%rax; mov %%rax, %%cr4")
INSTRUCTION(set_cr8, "mov %%rax, %%cr8")
INSTRUCTION(set_dr7, "mov %%rax, %%dr7")

static void set_xcr0(uint64_t value)
{
    __asm__ volatile("xsetbv" : : "a"((uint32_t)value), "d"((uint32_t)(value >> 32)), "c"(0));
}

static void set_other_xcr(uint64_t index)
{
    __asm__ volatile("xsetbv" : : "a"(1), "d"(0), "c"((uint32_t)index));
}

static uint64_t get_xcr0(void)
{
    uint32_t low, high;

    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low | (uint64_t)high << 32;
}

static void attack_xcr0(void)
{
    static const uint64_t values[] = {0, 2, 4, 5, 6, 0xf, 0x27, 1ul << 31, 1ul << 63 | 1, UINT64_MAX};
    uint64_t cr4, before;

    __asm__ volatile("mov %%cr4, %0; or $0x40000, %0; mov %0, %%cr4" : "=&r"(cr4));
    before = get_xcr0();
    for (unsigned i = 0; i < COUNT(values); i++) {
        int vector = guest_try(set_xcr0, values[i]);
        check(vector == PROTECTION && get_xcr0() == before, "XCR0 with %l: %d", values[i], vector);
    }
    check(guest_try(set_other_xcr, 1) == PROTECTION && guest_try(set_other_xcr, UINT32_MAX) == PROTECTION,
          "other extended control registers");
    check(guest_try(set_xcr0, 3) == -1 && get_xcr0() == 3, "XCR0 with what there is");
}

void attack_instructions(void)
{
    static const struct {
        const char *name;
        void (*run)(uint64_t);
        int vectors[2];
    } attacks[] = {
        {"VMRUN", vmrun, {UNDEFINED, PROTECTION}},
        {"VMLOAD", vmload, {UNDEFINED, PROTECTION}},
        {"VMSAVE", vmsave, {UNDEFINED, PROTECTION}},
        {"STGI", stgi, {UNDEFINED}},
        {"CLGI", clgi, {UNDEFINED}},
        {"INVLPGA", invlpga, {UNDEFINED}},
        {"SKINIT", skinit, {UNDEFINED}},
        {"MONITOR", monitor, {UNDEFINED, PROTECTION}},
        {"MWAIT", mwait, {UNDEFINED, PROTECTION}},
        {"RDTSCP", rdtscp, {UNDEFINED, -1}},
        {"RSM", rsm, {UNDEFINED}},
        {"RDPRU", rdpru, {UNDEFINED}},
        {"the other vendor's enable", vmxon, {UNDEFINED}},
        {"RDPMC", rdpmc, {UNDEFINED, PROTECTION}},
        {"ICEBP", icebp, {UNDEFINED, DEBUG}},
        {"a single step", single_step, {DEBUG}},
        {"INVD", invd, {-1}},
        {"WBINVD", wbinvd, {-1}},
        {"virtualization in CR4", set_cr4_virtualization, {PROTECTION}},
        {"a priority in CR8", set_cr8, {-1, PROTECTION}},
        {"breakpoints", set_dr7, {-1}},
    };
    static const uint64_t arguments[] = {0, FREE, 15, NO_RAM, RAM_END};

    for (unsigned i = 0; i < COUNT(attacks); i++)
        for (unsigned n = 0; n < COUNT(arguments); n++) {
            bool first = n == 0;
            int vector = guest_try(attacks[i].run, attacks[i].run == set_dr7 ? 0x400 : arguments[n]);
            bool good =
                vector == attacks[i].vectors[0] || (attacks[i].vectors[1] && vector == attacks[i].vectors[1]);
            if (first || !good)
                check(good, "%s: %d", attacks[i].name, vector);
        }
    guest_try(set_cr8, 0);
    attack_xcr0();
}
