/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions, each of which must stop the component and nothing else. */
#include "victim.inc"

#define FLAG_TRAP           0x100
#define CW_SYS_THREAD_YIELD 0x10010

    .data
unmasked_control:
    .word 0x0340 /* x87: no exception is masked */
unmasked_vector:
    .long 0
no_state:
    .balign 64
    .fill 512, 1, 0
    .fill 64, 1, 0xff /* an XSAVE header that cannot be */
    .fill 512, 1, 0
    .text

    VICTIM_OF invalid_instruction, ud2
    VICTIM_OF locked_nothing, .byte 0xf0, 0x90
    VICTIM_OF breakpoint, int3
    VICTIM_OF raise_timer, int $0x30
    VICTIM_OF raise_linux, int $0x80
    VICTIM_OF raise_nmi, int $2
    VICTIM_OF raise_double_fault, int $8
    VICTIM_OF old_call, .byte 0x9a, 0, 0, 0, 0, 8, 0
    VICTIM_OF fast_call, sysenter

    VICTIM divide_by_zero
    xor %ecx, %ecx
    FAULTS divide_by_zero
    div %ecx
    ret

    VICTIM divide_too_large
    mov $0x80000000, %eax
    cltd
    mov $-1, %ecx
    FAULTS divide_too_large
    idiv %ecx
    ret

    /* Traps: the next instruction is reported. */
    VICTIM single_step
    pushfq
    orq $FLAG_TRAP, (%rsp)
    popfq
    nop
    FAULTS single_step
    ret

    /* The kernel runs without the flag. Where the trap comes then, the processors do not agree. */
    VICTIM single_step_call
    mov $CW_SYS_THREAD_YIELD, %eax
    xor %edi, %edi
    pushfq
    orq $FLAG_TRAP, (%rsp)
    popfq
    syscall
    .globl early_single_step_call
early_single_step_call:
    nop
    FAULTS single_step_call
    ret

    VICTIM debug_instruction
    .byte 0xf1
    FAULTS debug_instruction
    ret

    VICTIM unaligned_vector
    lea -1(%rsp), %rax
    and $-16, %rax
    FAULTS unaligned_vector
    movaps 1(%rax), %xmm0
    ret

    VICTIM x87_division
    fldcw unmasked_control(%rip)
    fld1
    fldz
    fdivrp
    FAULTS x87_division
    fwait
    ret

    VICTIM load_no_state
    mov $-1, %eax
    mov $-1, %edx
    FAULTS load_no_state
    xrstor no_state(%rip)
    ret

    /* An emulator may let it pass. */
    VICTIM vector_division
    ldmxcsr unmasked_vector(%rip)
    mov $1, %eax
    cvtsi2sd %eax, %xmm0
    xorpd %xmm1, %xmm1
    FAULTS vector_division
    divsd %xmm1, %xmm0
    ret
