/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest that attacks. It goes through its stages in order and remembers in a dataport how far it has come, because
 * the later ones end in a restart.
 */
#include "guest.h"

#define COMMAND_LINE 0x228 /* in the boot parameters: address */

static void (*const attacks[])(void) = {
    attack_cpuid,        attack_registers, attack_instructions, attack_segments, attack_ports,
    attack_port_strings, attack_memory,    attack_opcodes,      attack_calls,    attack_user_mode,
    attack_dataports,    attack_events,    attack_connection,
};

static void (*const ends[])(void) = {
    end_by_keyboard,
    end_by_control_port,
    end_by_system_port,
    end_without_handlers,
    end_by_interrupt,
    end_without_tables,
    end_with_tables_nowhere,
    end_with_constant_tables,
    end_with_handlers_nowhere,
    end_with_segments_nowhere,
    end_with_stack_nowhere,
    end_with_constant_stack,
    end_by_interrupt_without_stack,
    end_with_odd_control,
    end_again_and_again,
};

void guest_lost(void);
void guest_main(const char *parameters);

static void stop(void)
{
    __asm__ volatile("cli; hlt");
}

/* An exception that no attack expects. */
void guest_lost(void)
{
    print("guest: LOST: exception %d at %l, address %l, error %l\n", (int)trap_vector, trap_rip, trap_cr2,
          trap_error);
    stop();
}

static void loop(void)
{
    print("second guest: loops\n");
    machine_loop_in_exceptions();
    print("second guest: survived\n");
}

static void attack(void)
{
    while (state->stage < COUNT(attacks)) {
        unsigned stage = state->stage++;
        attacks[stage]();
    }
    while (state->stage < COUNT(attacks) + COUNT(ends)) {
        unsigned stage = state->stage++ - COUNT(attacks);
        state->ends++;
        ends[stage]();
        check(false, "end %d: the guest is still here", (int)stage);
    }
}

void guest_main(const char *parameters)
{
    uint32_t command;

    __builtin_memcpy(&command, parameters + COMMAND_LINE, sizeof(command));
    machine_setup();
    if (*(const char *)(uintptr_t)command == 'l') {
        loop();
        stop();
    }
    if (hypercall(CAUSEWAY_HC_DATAPORT_SHARE, 1, STATE, PAGE) != 0 ||
        hypercall(CAUSEWAY_HC_DATAPORT_SHARE, 2, CONSTANT, 65536) != 0)
        print("guest: LOST: no dataports\n");
    state->boots++;
    print("guest: boot %d, stage %d\n", (int)state->boots, (int)state->stage);
    attack();
    check(state->boots == state->ends + 1, "each end is one new start: %d ends, %d starts", (int)state->ends,
          (int)state->boots);
    print("guest: 1..%d, %d failed\n", (int)state->checks, (int)state->failed);
    stop();
}
