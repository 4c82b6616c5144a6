/* SPDX-License-Identifier: BSD-2-Clause */
#include "guest.h"

#include <camkes.h>
#include <string.h>

#include <causeway/syscall.h>

#define READ       0x1000u
#define WRITE      0x1010u
#define FLAG_FIXED 0x2u

static const uint8_t read_code[] = {0x8b, 0x03, 0xe7, 0x10};         /* mov (%ebx), %eax; out %eax, $0x10 */
static const uint8_t write_code[] = {0x89, 0x03, 0xe7, 0x11};        /* mov %eax, (%ebx); out %eax, $0x11 */
static const uint8_t spin_code[] = {0xeb, 0xfe, 0xf4};               /* jmp .; hlt */
static const uint8_t enable_code[] = {0xfb, 0x90, 0xf4, 0xeb, 0xfd}; /* sti; nop; hlt; jmp to the hlt */

void guest_begin(void)
{
    char *ram = vm_resources.ram;

    memcpy(ram + READ, read_code, sizeof(read_code));
    memcpy(ram + WRITE, write_code, sizeof(write_code));
    memcpy(ram + GUEST_SPIN, spin_code, sizeof(spin_code));
    memcpy(ram + GUEST_ENABLE, enable_code, sizeof(enable_code));
    guest_default_state(vm_resources.block);
}

void guest_default_state(struct vcpu_block *block)
{
    const struct vcpu_segment code = {.selector = 8, .attributes = 0xc9b, .limit = UINT32_MAX};
    const struct vcpu_segment data = {.selector = 16, .attributes = 0xc93, .limit = UINT32_MAX};

    memset(block, 0, sizeof(*block));
    block->rip = READ;
    block->rflags = FLAG_FIXED;
    block->cr0 = 0x31;
    for (unsigned i = 0; i < VCPU_LDTR; i++)
        block->segment[i] = i == VCPU_CS ? code : data;
    block->segment[VCPU_LDTR].attributes = VCPU_SEGMENT_UNUSABLE;
    block->segment[VCPU_TR] = (struct vcpu_segment){.attributes = 0x8b, .limit = 0x67};
    block->pat = 0x0007040600070406;
    block->dr6 = 0xffff0ff0;
    block->dr7 = 0x400;
    block->xcr0 = 1;
    block->changed = VCPU_CHANGED_ALL & ~VCPU_CHANGED_EVENT;
}

enum vcpu_exit_kind guest_run(void)
{
    uint64_t badge;
    int64_t result = cw_vcpu_resume_receive(vm_resources.vcpu, vm_resources.endpoint, &badge);

    if (result != 0 || badge != vm_resources.exit_badge)
        return VCPU_EXIT_NONE;
    return vm_resources.block->exit.kind;
}

void guest_set(uint32_t address, uint32_t eax, uint32_t ebx)
{
    struct vcpu_block *block = vm_resources.block;

    block->rip = address;
    block->rflags = FLAG_FIXED;
    block->gpr[VCPU_RAX] = eax;
    block->gpr[VCPU_RBX] = ebx;
    block->changed |= VCPU_CHANGED_GPR | VCPU_CHANGED_RIP;
}

bool guest_reads(uint32_t address, uint32_t wanted)
{
    guest_set(READ, ~wanted, address);
    return guest_run() == VCPU_EXIT_PORT && vm_resources.block->exit.port.number == 0x10 &&
           (uint32_t)vm_resources.block->gpr[VCPU_RAX] == wanted;
}

bool guest_writes(uint32_t address, uint32_t value)
{
    guest_set(WRITE, value, address);
    return guest_run() == VCPU_EXIT_PORT && vm_resources.block->exit.port.number == 0x11;
}
