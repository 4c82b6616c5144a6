/* SPDX-License-Identifier: BSD-2-Clause */
#include "fake_host.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "core/monitor.h"

struct fake_host fake;
static vmm_t *current;

static struct {
    Elf64_Ehdr header;
    Elf64_Phdr segment;
    uint8_t code[512];
} kernel;

static bool kernel_read(void *context, uint64_t offset, void *to, size_t bytes)
{
    (void)context;
    memcpy(to, (const uint8_t *)&kernel + offset, bytes);
    return true;
}

static uint64_t fake_now(void *context)
{
    (void)context;
    return fake.tsc;
}

static int fake_next(void *context, int resume, unsigned *wakes)
{
    static void (*pending)(void);
    struct fake_step *step;

    (void)context;
    if (fake.at == 0) {
        pending = NULL;
    }
    if (pending) {
        pending();
    }
    fake.resumes += resume != 0;
    if (resume) {
        fake.block.changed = 0;
    }
    if (fake.at == fake.steps) {
        fake.block.exit = (struct vcpu_exit){.kind = VCPU_EXIT_HALT, .instruction_length = 1};
        pending = NULL;
        return VMM_HOST_EXIT;
    }
    step = &fake.step[fake.at++];
    pending = step->after;
    if (step->before) {
        step->before();
    }
    *wakes = step->wakes;
    if (step->wakes) {
        return 0;
    }
    fake.block.exit = step->exit;
    return VMM_HOST_EXIT;
}

static int fake_inject(void *context, unsigned vector)
{
    (void)context;
    if (fake.inject_room && fake.injections == fake.inject_room) {
        return -CW_EAGAIN;
    }
    if (fake.inject_result == 0) {
        fake.vectors[fake.injections++ % 32] = vector;
    }
    return fake.inject_result;
}

static int fake_get_state(void *context)
{
    (void)context;
    return 0;
}

static void fake_timer_set(void *context, uint64_t deadline)
{
    (void)context;
    fake.deadline = deadline;
}

static int fake_map(void *context, uint64_t address, uintptr_t region, uint64_t offset, uint64_t size)
{
    (void)context;
    if (fake.map_result == 0) {
        fake.mapped[fake.maps % 8].address = address;
        fake.mapped[fake.maps % 8].region = region;
        fake.mapped[fake.maps % 8].offset = offset;
        fake.mapped[fake.maps % 8].size = size;
        fake.maps++;
    }
    return fake.map_result;
}

static int fake_unmap(void *context, uint64_t address)
{
    (void)context;
    (void)address;
    fake.unmaps++;
    return 0;
}

static void fake_host_wake(void *context)
{
    (void)context;
    __atomic_fetch_add(&fake.wakes, 1, __ATOMIC_RELAXED);
}

static void fake_console_write(void *context, const void *data, size_t bytes)
{
    (void)context;
    for (size_t i = 0; i < bytes && fake.output_bytes < sizeof(fake.output) - 1; i++) {
        fake.output[fake.output_bytes++] = ((const char *)data)[i];
    }
    fake.writes++;
}

static size_t fake_console_read(void *context, void *data, size_t bytes)
{
    size_t got = fake.input ? strlen(fake.input) : 0;

    (void)context;
    got = got < bytes ? got : bytes;
    if (got != 0) {
        memcpy(data, fake.input, got);
        fake.input += got;
    }
    return got;
}

static uint64_t fake_wall_time(void *context)
{
    (void)context;
    return 1700000000;
}

static void fake_cpuid(void *context, uint32_t leaf, uint32_t subleaf, uint32_t result[4])
{
    (void)context;
    (void)leaf;
    (void)subleaf;
    memset(result, 0xff, 16);
}

void fake_stop(void)
{
    free(current);
    free(fake.ram);
    current = NULL;
    fake.ram = NULL;
}

static void make_kernel(void)
{
    memcpy(kernel.header.e_ident, "\177ELF\2\1\1", 7);
    kernel.header.e_type = ET_EXEC;
    kernel.header.e_machine = EM_X86_64;
    kernel.header.e_entry = 0x1000000;
    kernel.header.e_phoff = sizeof(kernel.header);
    kernel.header.e_phentsize = sizeof(kernel.segment);
    kernel.header.e_phnum = 1;
    kernel.segment = (Elf64_Phdr){PT_LOAD, 7,         sizeof(kernel.header) + sizeof(kernel.segment),
                                  0,       0x1000000, sizeof(kernel.code),
                                  0x1000,  1};
    memset(kernel.code, 0x90, sizeof(kernel.code));
}

vmm_t *fake_start(void)
{
    struct vmm_config config = {0};

    fake_stop();
    memset(&fake, 0, sizeof(fake));
    make_kernel();
    fake.host = (struct vmm_host){
        NULL,           fake_now,   1000000000, fake_next,      fake_inject,        fake_get_state,
        fake_timer_set, fake_map,   fake_unmap, fake_host_wake, fake_console_write, fake_console_read,
        fake_wall_time, fake_cpuid,
    };
    fake.tsc = 1000;
    fake.deadline = 0;
    fake.ram = calloc(1, FAKE_RAM);
    config.host = &fake.host;
    config.block = &fake.block;
    config.ram = fake.ram;
    config.ram_size = FAKE_RAM;
    config.kernel = (struct vmm_file){"kernel", sizeof(kernel), kernel_read, NULL};
    config.cmdline = "quiet";
    config.wake_slot = 42;
    current = vmm_create(&config);
    return current && vmm_start(current) ? current : NULL;
}

struct fake_step *fake_exit(enum vcpu_exit_kind kind)
{
    struct fake_step *step = &fake.step[fake.steps++];

    step->exit.kind = kind;
    step->exit.instruction_length = 2;
    return step;
}

static uint8_t out_value[FAKE_STEPS];

static void load_out_value(void)
{
    fake.block.gpr[VCPU_RAX] = out_value[fake.at - 1];
}

void fake_out(uint16_t port, uint8_t value, void (*after)(void))
{
    struct fake_step *step = fake_exit(VCPU_EXIT_PORT);

    out_value[fake.steps - 1] = value;
    step->exit.port.number = port;
    step->exit.port.size = 1;
    step->before = load_out_value;
    step->after = after;
}

void fake_wake(unsigned wakes, void (*before)(void), void (*after)(void))
{
    struct fake_step *step = &fake.step[fake.steps++];

    step->wakes = wakes;
    step->before = before;
    step->after = after;
}

int64_t fake_hypercall(vmm_t *vmm, uint64_t number, uint64_t a, uint64_t b, uint64_t c)
{
    fake.block.mode = VCPU_MODE_PROTECTED | VCPU_MODE_PAGING | VCPU_MODE_LONG | VCPU_MODE_CODE64;
    fake.block.gpr[VCPU_RAX] = number;
    fake.block.gpr[VCPU_RBX] = a;
    fake.block.gpr[VCPU_RCX] = b;
    fake.block.gpr[VCPU_RDX] = c;
    vmm_handle_hypercall(vmm);
    return (int64_t)fake.block.gpr[VCPU_RAX];
}
