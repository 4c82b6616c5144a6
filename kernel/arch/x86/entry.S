/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In and out of the kernel. Coming from a domain, registers go straight into the running thread's frame
 * (arch_thread.h) and C runs on the one kernel stack from its top; nothing is unwound: arch_thread_run()
 * leaves for the next thread. Coming from the kernel itself (only while idle, or by a kernel fault) the frame
 * is on the stack in use.
 */
#include "layout.h"

    .text

    .macro PUSH_REGISTERS
    push %rcx
    push %r11
    push %rax
    push %rdi
    push %rsi
    push %rdx
    push %r10
    push %r8
    push %r9
    push %rbx
    push %rbp
    push %r12
    push %r13
    push %r14
    push %r15
    xor %ebx, %ebx             /* no user value survives into kernel code that might speculate on it */
    xor %ebp, %ebp
    xor %r8d, %r8d
    xor %r9d, %r9d
    xor %r10d, %r10d
    xor %r11d, %r11d
    xor %r12d, %r12d
    xor %r13d, %r13d
    xor %r14d, %r14d
    xor %r15d, %r15d
    .endm

    .macro POP_REGISTERS_BUT_RCX_R11
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbp
    pop %rbx
    pop %r9
    pop %r8
    pop %r10
    pop %rdx
    pop %rsi
    pop %rdi
    pop %rax
    .endm

    .globl entry_syscall
entry_syscall:
    mov %rsp, saved_user_rsp(%rip)
    mov entry_frame_end(%rip), %rsp
    push $SELECTOR_USER_DATA
    push saved_user_rsp(%rip)
    push %r11
    push $SELECTOR_USER_CODE
    push %rcx
    push $0
    push $VECTOR_SYSCALL
    PUSH_REGISTERS
    mov %rsp, %rdi
    lea kernel_stack_top(%rip), %rsp
    cld
    call syscall_entry
    ud2

entry_common:
    PUSH_REGISTERS
    push $2                    /* RFLAGS: the processor clears neither direction nor AC, which would lift SMAP */
    popfq
    mov %rsp, %rdi
    testb $3, 18 * 8(%rsp)     /* CS of the interrupted code */
    jz 1f
    lea kernel_stack_top(%rip), %rsp
    call trap_from_user
    ud2
1:  call trap_from_kernel       /* the frame stays: idle code goes on after its interrupt */
    POP_REGISTERS_BUT_RCX_R11
    pop %r11
    pop %rcx
    add $16, %rsp
    iretq

    /* arch_frame_restore(struct trap_frame *) */
    .globl arch_frame_restore
arch_frame_restore:
    mov %rdi, %rsp
    cmpq $VECTOR_SYSCALL, 15 * 8(%rsp)
    POP_REGISTERS_BUT_RCX_R11
    jne 1f
    mov 4 * 8(%rsp), %rcx      /* RIP: below TABLE_USER_END by construction, so canonical */
    mov 6 * 8(%rsp), %r11
    mov 7 * 8(%rsp), %rsp
    sysretq
1:  pop %r11
    pop %rcx
    add $16, %rsp
    iretq

    /* One gate of 16 bytes per vector: a zero where the processor pushes no error code, then the vector. */
    .align 16
    .globl entry_gates
entry_gates:
    .set vector, 0
    .rept VECTOR_COUNT
    .align 16
    .if vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30
    .else
    push $0
    .endif
    push $vector
    jmp entry_common
    .set vector, vector + 1
    .endr

    .bss
    .align 8
    .globl entry_frame_end
entry_frame_end:
    .quad 0
saved_user_rsp:
    .quad 0
