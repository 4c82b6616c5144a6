/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine as these tests have it: physical memory is an array, boot memory is handed out from its start, the
 * console is a string, and a kernel that halts ends in an assertion that a test may expect.
 */
#ifndef UNIT_FAKE_MACHINE_H
#define UNIT_FAKE_MACHINE_H

#include <stddef.h>
#include <stdint.h>

#define FAKE_RAM 0x2000000ul /* bytes of physical memory, from address 0 */

/* What arch_physical() points into. */
extern unsigned char fake_ram[FAKE_RAM];

/* Everything that the kernel has printed since fake_machine_reset(), ended by a NUL. */
extern char fake_console[4096];

/* Clears the console. Memory keeps its contents. */
void fake_machine_reset(void);

/* Ends the test unless `statement` makes the kernel panic with `words` in its message. */
#define expect_panic(statement, words)                                                                       \
    do {                                                                                                     \
        fake_machine_reset();                                                                                \
        expect_assert_failure(statement);                                                                    \
        if (strstr(fake_console, words) == NULL)                                                             \
            fail_msg("the kernel said '%s', not '%s'", fake_console, words);                                 \
    } while (0)

#endif
