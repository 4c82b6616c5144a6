/* SPDX-License-Identifier: BSD-2-Clause */
/* Its guest saves all registers with its first instruction: a new virtual processor must find nobody's values. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

#include "guest.h"
#include "registers.h"

#define CODE 0x1100u
#define AREA 0x4000u
#define CR4  0x40200u /* OSXSAVE, OSFXSR */
#define SEED 0x9b

static const uint8_t code[] = {0x0f, 0xae, 0x23, 0xf4}; /* xsave (%ebx); hlt */

/* The guest is in 32-bit mode, where XSAVE stores only the first half of each row. */
static void forget_upper_registers(struct registers *registers)
{
    const struct {
        unsigned offset, size;
    } upper[] = {{160 + 8 * 16, 8 * 16}, {576 + 8 * 16, 8 * 16}};
    for (unsigned i = 0; i < 2; i++)
        memset(registers->bytes + upper[i].offset, 0, upper[i].size);
}

int run(void)
{
    static struct registers pattern, initial, found;
    struct vcpu_block *block = vm_resources.block;
    char *ram = vm_resources.ram;
    unsigned number;

    guest_begin();
    memcpy(ram + CODE, code, sizeof(code));
    memset(ram + AREA, 0xa5, REGISTERS_SIZE);
    block->cr4 = CR4;
    block->xcr0 = registers_enabled();
    guest_set(CODE, (uint32_t)registers_enabled(), AREA);
    block->gpr[VCPU_RDX] = 0;
    registers_pattern(&pattern, SEED);
    registers_load(&pattern);
    enum vcpu_exit_kind exit = guest_run();
    registers_initial(&initial);
    memcpy(&found, ram + AREA, sizeof(found));
    forget_upper_registers(&found);
    const char *difference = registers_difference(&initial, &found, &number);
    if (exit != VCPU_EXIT_HALT)
        printf("prober: not ok: exit %d\n", (int)exit);
    else if (difference)
        printf("prober: not ok: the guest found %s %u\n", difference, number);
    else
        printf("prober: the guest found nothing\n");
    return 0;
}
