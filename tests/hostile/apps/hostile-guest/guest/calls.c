/* SPDX-License-Identifier: BSD-2-Clause */
/* Hypercalls with wrong numbers, wrong arguments, and from user mode. */
#include "guest.h"

void attack_calls(void)
{
    static const uint64_t numbers[] = {0,
                                       1,
                                       0x43570000,
                                       0x43570005,
                                       0x4357000f,
                                       0x43570015,
                                       0x7fffffff,
                                       0x80000000,
                                       UINT32_MAX,
                                       1ul << 32 | CAUSEWAY_HC_EMIT,
                                       1ul << 63 | CAUSEWAY_HC_EMIT,
                                       UINT64_MAX};
    static const uint64_t ids[] = {
        0, 4, 5, 255, 256, 1ul << 31, UINT32_MAX, 1ul << 32 | 1, 1ul << 63 | 1, UINT64_MAX};
    unsigned wrong = 0;

    for (unsigned i = 0; i < COUNT(numbers); i++)
        check(hypercall(numbers[i], 1, 1, 1) == -CW_ENOSYS, "hypercall %l", numbers[i]);
    for (unsigned i = 0; i < 5000; i++)
        wrong += hypercall(random_number() | 1ul << 40, random_number(), random_number(), random_number()) !=
                 -CW_ENOSYS;
    check(wrong == 0, "5000 hypercalls that there are not");
    for (unsigned i = 0; i < COUNT(ids); i++) {
        bool all = hypercall(CAUSEWAY_HC_DATAPORT_SIZE, ids[i], 0, 0) == -CW_ENOENT &&
                   hypercall(CAUSEWAY_HC_DATAPORT_RIGHTS, ids[i], 0, 0) == -CW_ENOENT &&
                   hypercall(CAUSEWAY_HC_DATAPORT_SHARE, ids[i], FREE, PAGE) == -CW_ENOENT &&
                   hypercall(CAUSEWAY_HC_DATAPORT_UNSHARE, ids[i], 0, 0) == -CW_ENOENT &&
                   hypercall(CAUSEWAY_HC_EMIT, ids[i], 0, 0) == -CW_ENOENT;
        check(all, "no connector has the id %l", ids[i]);
    }
    for (unsigned i = 0; i < 20000; i++)
        wrong += hypercall(CAUSEWAY_HC_EMIT, 1, 0, 0) != 0;
    check(wrong == 0, "20000 events");

    uint64_t registers[4] = {0x1111, 0x2222, 0x3333, 0x4444}, rax = 0x43570099;
    __asm__ volatile("mov %2, %%r8; mov %3, %%r9; mov %4, %%rsi; mov %5, %%rdi; vmmcall\n"
                     "mov %%r8, %1; xor %%r9, %3; or %3, %1"
                     : "+a"(rax), "=&r"(registers[0])
                     : "i"(0x1111), "r"(registers[1]), "i"(0x3333), "i"(0x4444), "b"(1), "c"(2), "d"(3)
                     : "r8", "r9", "rsi", "rdi", "memory");
    check((int64_t)rax == -CW_ENOSYS && registers[0] == 0x1111, "other registers are kept");
}

void attack_user_mode(void)
{
    static const struct {
        const char *name, *code;
        int vectors[2];
    } attacks[] = {
        {"a port", user_port, {PROTECTION}},
        {"a port's string", user_string, {PROTECTION}},
        {"the interrupt flag", user_flag, {PROTECTION}},
        {"a register of the model", user_msr, {PROTECTION}},
        {"a control register", user_control, {PROTECTION}},
        {"an interrupt table", user_table, {PROTECTION}},
        {"a halt", user_halt, {PROTECTION}},
        {"VMRUN", user_vmrun, {PROTECTION, UNDEFINED}},
    };
    int vector = guest_try(guest_user, (uintptr_t)user_hypercall);

    check(vector == SYSTEM_CALL && (int64_t)trap_rax == -CW_EPERM, "a hypercall in user mode: %d, %l", vector,
          trap_rax);
    for (unsigned i = 0; i < COUNT(attacks); i++) {
        vector = guest_try(guest_user, (uintptr_t)attacks[i].code);
        bool good =
            vector == attacks[i].vectors[0] || (attacks[i].vectors[1] && vector == attacks[i].vectors[1]);
        check(good, "%s in user mode: %d", attacks[i].name, vector);
    }
}
