/* SPDX-License-Identifier: BSD-2-Clause */
#include "fake_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <cmocka.h>

#include "kernel/arch.h"

unsigned char fake_ram[FAKE_RAM] __attribute__((aligned(0x200000)));
char fake_console[4096];
static size_t printed;

void fake_machine_reset(void)
{
    printed = 0;
    fake_console[0] = '\0';
}

void *arch_physical(uint64_t address)
{
    assert_true(address < FAKE_RAM);
    return fake_ram + address;
}

void arch_console_put(char c)
{
    assert_true(printed + 1 < sizeof fake_console);
    fake_console[printed++] = c;
    fake_console[printed] = '\0';
}

void arch_halt(void)
{
    mock_assert(false, "the kernel goes on", __FILE__, __LINE__);
    abort();
}
