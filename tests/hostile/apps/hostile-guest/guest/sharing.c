/* SPDX-License-Identifier: BSD-2-Clause */
/* Storms of shares and unshares, and an event page full of garbage while events come in. */
#include "guest.h"

#define NOT_SHARED UINT64_MAX
#define CASCADE    (1u << 2) /* the line of the second interrupt controller */

static const uint64_t sizes[] = {0, PAGE, 65536, 8192}; /* by id */
static uint64_t shared_at[] = {NOT_SHARED, STATE, CONSTANT, NOT_SHARED};

static bool overlaps(uint64_t id, uint64_t address, uint64_t size)
{
    for (unsigned other = 1; other < COUNT(shared_at); other++)
        if (other != id && shared_at[other] != NOT_SHARED && address < shared_at[other] + sizes[other] &&
            shared_at[other] < address + size)
            return true;
    return false;
}

/* Whether `result` is one that abi/guest.h allows for this request. */
static bool share_fits(uint64_t id, uint64_t address, uint64_t size, int64_t result)
{
    if (id == 0 || id >= COUNT(sizes))
        return result == -CW_ENOENT;
    bool odd = address % PAGE || size != sizes[id];
    bool outside = size > RAM_END || address > RAM_END - size;
    if (odd || outside)
        return (odd && result == -CW_EINVAL) || (outside && result == -CW_EFAULT);
    if (shared_at[id] != NOT_SHARED)
        return result == (shared_at[id] == address ? 0 : -CW_EBUSY);
    return result == (overlaps(id, address, size) ? -CW_EEXIST : 0);
}

static uint64_t random_address(void)
{
    switch (random_number() % 8) {
    case 0:
        return random_number();
    case 1:
        return -(random_number() % 32 * PAGE);
    case 2:
        return RAM_END - random_number() % 32 * PAGE;
    case 3:
        return FREE + random_number() % 0x10000;
    default:
        return FREE + random_number() % 64 * PAGE;
    }
}

static unsigned storm(unsigned rounds)
{
    unsigned wrong = 0;

    for (unsigned i = 0; i < rounds; i++) {
        uint64_t id = 2 + random_number() % 2;
        if (random_number() % 8 == 0)
            id = random_number() >> random_number() % 64;
        if (id == 1)
            continue;
        if (random_number() % 3 == 0) {
            bool is = id < COUNT(sizes) && shared_at[id] != NOT_SHARED;
            wrong += hypercall(CAUSEWAY_HC_DATAPORT_UNSHARE, id, 0, 0) != (is ? 0 : -CW_ENOENT);
            if (is)
                shared_at[id] = NOT_SHARED;
            continue;
        }
        uint64_t address = random_address(), size = id < COUNT(sizes) ? sizes[id] : PAGE;
        if (random_number() % 8 == 0)
            size = random_number() >> random_number() % 64;
        int64_t result = hypercall(CAUSEWAY_HC_DATAPORT_SHARE, id, address, size);
        wrong += !share_fits(id, address, size, result);
        if (result == 0)
            shared_at[id] = address;
    }
    return wrong;
}

void attack_dataports(void)
{
    for (uint32_t at = FREE; at < FREE_END; at += PAGE)
        *(volatile uint32_t *)(uintptr_t)at = at;
    unsigned wrong = storm(20000);
    check(wrong == 0, "20000 shares and unshares, each with the right result: %d", (int)wrong);
    hypercall(CAUSEWAY_HC_DATAPORT_UNSHARE, 2, 0, 0);
    hypercall(CAUSEWAY_HC_DATAPORT_UNSHARE, 3, 0, 0);
    shared_at[2] = shared_at[3] = NOT_SHARED;
    unsigned lost = 0;
    for (uint32_t at = FREE; at < FREE_END; at += PAGE)
        lost += *(volatile uint32_t *)(uintptr_t)at != at;
    check(lost == 0, "all of memory is back: %d", (int)lost);
    check(hypercall(CAUSEWAY_HC_DATAPORT_UNSHARE, 2, 0, 0) == -CW_ENOENT, "there is nothing left to unshare");
}

static volatile struct causeway_event_page *events(void)
{
    return (volatile struct causeway_event_page *)(uintptr_t)EVENTS;
}

static void attack_event_calls(void)
{
    static const struct {
        uint64_t address;
        int result;
    } bad[] = {{EVENTS + 1, -CW_EINVAL}, {EVENTS + 0x800, -CW_EINVAL}, {RAM_END, -CW_EFAULT},
               {NO_RAM, -CW_EFAULT},     {-4096ul, -CW_EFAULT},        {1ul << 52, -CW_EFAULT},
               {STATE, -CW_EEXIST},      {UINT64_MAX, -CW_EINVAL}};

    check(hypercall(CAUSEWAY_HC_EVENTS_UNSHARE, 0, 0, 0) == -CW_ENOENT, "no event page yet");
    for (unsigned i = 0; i < COUNT(bad); i++)
        check(hypercall(CAUSEWAY_HC_EVENTS_SHARE, bad[i].address, 0, 0) == bad[i].result,
              "an event page at %l", bad[i].address);
    check(hypercall(CAUSEWAY_HC_EVENTS_DIRECT, 2, 0, 0) == -CW_EINVAL, "half past the controller");
}

/* Whether events still come: each is counted in the page. */
static bool events_come(void)
{
    events()->pending[1] = 0;
    events()->ring = 0;
    for (unsigned i = 0; i < 3000000; i++)
        if (events()->pending[1] != 0)
            return events()->summary[0] & 2;
    return false;
}

static void fill_with_garbage(void)
{
    volatile uint32_t *words = (volatile uint32_t *)(uintptr_t)EVENTS;

    for (unsigned round = 0; round < 3000; round++) {
        uint32_t value = (uint32_t)random_number();
        for (unsigned i = 0; i < PAGE / 4; i += 1 + round % 7)
            words[i] = round % 3 ? value + i : (round & 1 ? UINT32_MAX : 0);
        if (round % 50 == 0) {
            hypercall(CAUSEWAY_HC_EVENTS_UNSHARE, 0, 0, 0);
            hypercall(CAUSEWAY_HC_EVENTS_SHARE, EVENTS, 0, 0);
        }
        if (round % 16 == 0)
            hypercall(CAUSEWAY_HC_EVENTS_SHARE, FREE + random_number() % 256 * PAGE, 0, 0);
        if (round % 32 == 0)
            hypercall(CAUSEWAY_HC_EVENTS_DIRECT, round / 32 % 2, 0, 0);
    }
}

void attack_events(void)
{
    int64_t line = hypercall(CAUSEWAY_HC_EVENTS_IRQ, 0, 0, 0);
    uint16_t lines = (uint16_t)(1u << (line & 15) | CASCADE);

    check(line > 0 && line < 16, "events have a line: %d", (int)line);
    attack_event_calls();
    check(hypercall(CAUSEWAY_HC_EVENTS_SHARE, EVENTS, 0, 0) == 0 && events()->magic == CAUSEWAY_EVENT_MAGIC,
          "a page");
    check(events_come(), "events come");
    fill_with_garbage();
    check(hypercall(CAUSEWAY_HC_EVENTS_SHARE, EVENTS, 0, 0) == 0 && events_come(),
          "and still do after garbage");

    /* Vectors that belong to exceptions; the kernel does not deliver such. */
    interrupts_setup(0, lines);
    hypercall(CAUSEWAY_HC_EVENTS_DIRECT, 1, 0, 0);
    __asm__ volatile("sti");
    check(events_come(), "interrupts with the vector of an exception");
    __asm__ volatile("cli");
    interrupts_setup(TIMER, lines);
    for (unsigned direct = 0; direct < 2; direct++) {
        hypercall(CAUSEWAY_HC_EVENTS_DIRECT, direct, 0, 0);
        uint32_t before = interrupts;
        __asm__ volatile("sti");
        bool come = events_come();
        for (unsigned i = 0; i < 1000000 && interrupts == before; i++)
            __asm__ volatile("pause");
        __asm__ volatile("cli");
        check(come && interrupts != before, "interrupts %s the controller", direct ? "past" : "through");
    }
    hypercall(CAUSEWAY_HC_EVENTS_DIRECT, 0, 0, 0);
    interrupts_setup(TIMER, 0);
    check(hypercall(CAUSEWAY_HC_EVENTS_UNSHARE, 0, 0, 0) == 0, "unsharing the page");
}
