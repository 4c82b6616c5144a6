/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the kernel sends a thread that made a Linux system call: all registers as they were, but RCX
 * destroyed and the return address in R11. The caller may have data in the 128 bytes below its RSP.
 */
#include "frame.h"

    .text
    .globl causeway_foreign_syscall_entry
    .type causeway_foreign_syscall_entry, @function
causeway_foreign_syscall_entry:
    movq %rsp, %rcx
    subq $(128 + FRAME_SIZE), %rsp
    andq $-16, %rsp
    cld
    fxsave64 (%rsp)
    movq %rax, FRAME_RAX(%rsp)
    movq %rdi, FRAME_RDI(%rsp)
    movq %rsi, FRAME_RSI(%rsp)
    movq %rdx, FRAME_RDX(%rsp)
    movq %r10, FRAME_R10(%rsp)
    movq %r8, FRAME_R8(%rsp)
    movq %r9, FRAME_R9(%rsp)
    movq %rbx, FRAME_RBX(%rsp)
    movq %rbp, FRAME_RBP(%rsp)
    movq %r12, FRAME_R12(%rsp)
    movq %r13, FRAME_R13(%rsp)
    movq %r14, FRAME_R14(%rsp)
    movq %r15, FRAME_R15(%rsp)
    movq %rcx, FRAME_RSP(%rsp)
    movq %r11, FRAME_RIP(%rsp)
    movq %rsp, %rdi
    xorl %ebp, %ebp
    call causeway_foreign_call
    movq %rsp, %rdi
    movq %rax, FRAME_RAX(%rdi)
    jmp causeway_frame_resume
    .size causeway_foreign_syscall_entry, . - causeway_foreign_syscall_entry

    .globl causeway_frame_resume
    .type causeway_frame_resume, @function
causeway_frame_resume:
    fxrstor64 (%rdi)
    movq FRAME_RAX(%rdi), %rax
    movq FRAME_RSI(%rdi), %rsi
    movq FRAME_RDX(%rdi), %rdx
    movq FRAME_R10(%rdi), %r10
    movq FRAME_R8(%rdi), %r8
    movq FRAME_R9(%rdi), %r9
    movq FRAME_RBX(%rdi), %rbx
    movq FRAME_RBP(%rdi), %rbp
    movq FRAME_R12(%rdi), %r12
    movq FRAME_R13(%rdi), %r13
    movq FRAME_R14(%rdi), %r14
    movq FRAME_R15(%rdi), %r15
    movq FRAME_RIP(%rdi), %r11
    movq FRAME_RSP(%rdi), %rsp
    movq FRAME_RDI(%rdi), %rdi
    jmp *%r11
    .size causeway_frame_resume, . - causeway_frame_resume

    .section .note.GNU-stack, "", @progbits
