/* SPDX-License-Identifier: BSD-2-Clause */
/* Every port, up to DEVICES_END in every size, and the string instructions that go with them. */
#include "guest.h"

#define DEVICES_END 0x1000

static uint32_t in(uint16_t port, unsigned size)
{
    uint32_t value = 0;

    if (size == 1)
        __asm__ volatile("inb %w1, %b0" : "+a"(value) : "d"(port));
    else if (size == 2)
        __asm__ volatile("inw %w1, %w0" : "+a"(value) : "d"(port));
    else
        __asm__ volatile("inl %w1, %0" : "+a"(value) : "d"(port));
    return value;
}

static void out(uint16_t port, unsigned size, uint32_t value)
{
    if (size == 1)
        __asm__ volatile("outb %b0, %w1" : : "a"(value), "d"(port));
    else if (size == 2)
        __asm__ volatile("outw %w0, %w1" : : "a"(value), "d"(port));
    else
        __asm__ volatile("outl %0, %w1" : : "a"(value), "d"(port));
}

/* The resets, and the console that shows how this goes. */
static bool is_needed(unsigned port)
{
    return port == 0x64 || port == 0x92 || port == 0xcf9 || (port >= 0x3f8 && port <= 0x3ff);
}

static bool may_write(unsigned port, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        if (is_needed((port + i) & 0xffff))
            return false;
    return true;
}

void attack_ports(void)
{
    static const uint16_t nobody[] = {0x81, 0x278, 0x1000, 0x5658, 0x8000, 0xfffc};

    for (unsigned port = 0; port < 0x10000; port++)
        for (unsigned size = 1; size <= 4; size *= 2) {
            if (port >= DEVICES_END && size != 1u << port % 3)
                continue;
            in((uint16_t)port, size);
            if (may_write(port, size) && (port < DEVICES_END || port % 4 == 0))
                out((uint16_t)port, size, (uint32_t)random_number());
        }
    for (unsigned i = 0; i < 20000; i++) {
        unsigned port = random_number() % DEVICES_END, size = 1u << random_number() % 3;
        if (may_write(port, size) && random_number() % 2)
            out((uint16_t)port, size, (uint32_t)random_number());
        else
            in((uint16_t)port, size);
    }
    interrupts_setup(TIMER, 0);
    bool ones = true;
    for (unsigned i = 0; i < COUNT(nobody); i++)
        ones &= in(nobody[i], 1) == 0xff && in(nobody[i], 2) == 0xffff && in(nobody[i], 4) == UINT32_MAX;
    check(ones, "every port; where nobody is, all ones");
    in(0xffff, 4);
    out(0xffff, 4, 0);
    check(true, "across the last port");
}

/* What a string instruction starts with. */
struct string {
    const char *name;
    uint64_t rdi, rsi, rcx;
    int vector;
    uint64_t cr2; /* of a page fault */
    enum { INSB, INSL, REP_INSB, REP_INSL, REP_OUTSB, OUTSL, REP_INSB_DOWN, REP_INSB_32 } kind;
};

static uint64_t end_rdi, end_rcx;

static void run_string(uint64_t argument)
{
    const struct string *s = (const struct string *)argument;
    uint64_t rdi = s->rdi, rsi = s->rsi, rcx = s->rcx;

#define STRING(text)                                                                                         \
    __asm__ volatile(text : "+D"(rdi), "+S"(rsi), "+c"(rcx) : "d"(0x80) : "memory", "cc");                   \
    break
    switch (s->kind) {
    case INSB:
        STRING("insb");
    case INSL:
        STRING("insl");
    case REP_INSB:
        STRING("rep insb");
    case REP_INSL:
        STRING("rep insl");
    case REP_OUTSB:
        STRING("rep outsb");
    case OUTSL:
        STRING("outsl");
    case REP_INSB_DOWN:
        STRING("std; rep insb; cld");
    case REP_INSB_32:
        STRING("addr32 rep insb");
    }
#undef STRING
    end_rdi = rdi;
    end_rcx = rcx;
}

void attack_port_strings(void)
{
    static const struct string strings[] = {
        {"INS to memory", FREE, 0, 0, -1, 0, INSB},
        {"INS to memory that is not there", NO_RAM, 0, 0, -1, 0, INSB},
        {"INS across the end of memory", RAM_END - 2, 0, 0, -1, 0, INSL},
        {"INS to a dataport that may only be read", CONSTANT, 0, 0, -1, 0, INSL},
        {"INS into such a dataport", CONSTANT - 2, 0, 0, -1, 0, INSL},
        {"INS to nowhere", NO_MAPPING, 0, 0, PAGE_FAULT, NO_MAPPING, INSB},
        {"INS into nowhere", NO_MAPPING - 2, 0, 0, PAGE_FAULT, NO_MAPPING, INSL},
        {"INS to an address that is none", NO_ADDRESS, 0, 0, PROTECTION, 0, INSB},
        {"INS to the last byte", UINT64_MAX, 0, 0, PAGE_FAULT, UINT64_MAX, INSB},
        {"INS to what may not be written", READ_ONLY, 0, 0, PAGE_FAULT, READ_ONLY, INSB},
        {"INS into what may not be written", READ_ONLY - 1, 0, 0, PAGE_FAULT, READ_ONLY, INSL},
        {"no INS", NO_ADDRESS, 0, 0, -1, 0, REP_INSB},
        {"INS with 32-bit addresses", NO_MAPPING | FREE, 0, 10, -1, 0, REP_INSB_32},
        {"100000 INS", FREE, 0, 100000, -1, 0, REP_INSB},
        {"100000 INS downwards", FREE + 200000, 0, 100000, -1, 0, REP_INSB_DOWN},
        {"INS without end", NO_MAPPING - 40000, 0, UINT64_MAX, PAGE_FAULT, NO_MAPPING, REP_INSL},
        {"OUTS from memory that is not there", 0, NO_RAM, 1000, -1, 0, REP_OUTSB},
        {"OUTS from nowhere", 0, NO_MAPPING, 1000, PAGE_FAULT, NO_MAPPING, REP_OUTSB},
        {"OUTS into nowhere", 0, NO_MAPPING - 1, 0, PAGE_FAULT, NO_MAPPING, OUTSL},
        {"OUTS from an address that is none", 0, NO_ADDRESS, 0, PROTECTION, 0, OUTSL},
        {"OUTS without end", 0, NO_MAPPING - 40000, UINT64_MAX, PAGE_FAULT, NO_MAPPING, REP_OUTSB},
    };

    for (unsigned i = 0; i < COUNT(strings); i++) {
        const struct string *s = &strings[i];
        int vector = guest_try(run_string, (uintptr_t)s);
        bool good = vector == s->vector && (vector != PAGE_FAULT || trap_cr2 == s->cr2);
        if (good && vector == -1 && s->rcx)
            good = end_rcx == 0;
        check(good, "%s: %d, address %l", s->name, vector, vector == PAGE_FAULT ? trap_cr2 : 0);
    }
    check(trap_rcx == UINT64_MAX - 40000, "the rest counts: %l", trap_rcx);
    volatile uint8_t *filled = (volatile uint8_t *)(uintptr_t)FREE;
    check(filled[0] == 0xff && filled[99999] == 0xff && filled[100000] == 0 && filled[100001] == 0xff &&
              filled[200000] == 0xff && filled[200001] == 0,
          "what was read is where it belongs");
    check(*(volatile uint32_t *)(uintptr_t)CONSTANT == CONSTANT_MARK, "the dataport is as before");
}
