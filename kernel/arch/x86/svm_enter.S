/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * svm_enter(uint64_t *gpr, uint64_t guest_control, uint64_t host_control): one stay in the guest.
 *
 * The processor switches RAX, RSP, RIP, RFLAGS and the control registers by itself; VMLOAD and VMSAVE switch
 * FS, GS, TR, LDTR and the system-call registers; the rest of the general registers is exchanged here, indexed
 * as enum vcpu_gpr. Global interrupts are off until the host's state is back; RFLAGS.IF is set so
 * that a hardware interrupt ends the stay (AMD64 manual volume 2, 15.5, 15.17, 15.21.1).
 */
    .text
    .globl svm_enter
svm_enter:
    push %rbx
    push %rbp
    push %r12
    push %r13
    push %r14
    push %r15
    push %rdx                  /* host_control */
    push %rdi                  /* gpr */
    mov %rsi, %rax
    mov %rdi, %rdx
    mov 1 * 8(%rdx), %rcx
    mov 3 * 8(%rdx), %rbx
    mov 5 * 8(%rdx), %rbp
    mov 6 * 8(%rdx), %rsi
    mov 7 * 8(%rdx), %rdi
    mov 8 * 8(%rdx), %r8
    mov 9 * 8(%rdx), %r9
    mov 10 * 8(%rdx), %r10
    mov 11 * 8(%rdx), %r11
    mov 12 * 8(%rdx), %r12
    mov 13 * 8(%rdx), %r13
    mov 14 * 8(%rdx), %r14
    mov 15 * 8(%rdx), %r15
    mov 2 * 8(%rdx), %rdx
    clgi
    sti
    vmload %rax
    .globl svm_vmrun
svm_vmrun:
    vmrun %rax
    vmsave %rax
    pop %rax                   /* gpr */
    mov %rcx, 1 * 8(%rax)
    mov %rdx, 2 * 8(%rax)
    mov %rbx, 3 * 8(%rax)
    mov %rbp, 5 * 8(%rax)
    mov %rsi, 6 * 8(%rax)
    mov %rdi, 7 * 8(%rax)
    mov %r8, 8 * 8(%rax)
    mov %r9, 9 * 8(%rax)
    mov %r10, 10 * 8(%rax)
    mov %r11, 11 * 8(%rax)
    mov %r12, 12 * 8(%rax)
    mov %r13, 13 * 8(%rax)
    mov %r14, 14 * 8(%rax)
    mov %r15, 15 * 8(%rax)
    pop %rax                   /* host_control */
    vmload %rax
    cli
    stgi
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbp
    pop %rbx
    xor %ecx, %ecx             /* nothing of the guest's stays in registers that C reads before it writes */
    xor %edx, %edx
    xor %esi, %esi
    xor %edi, %edi
    xor %r8d, %r8d
    xor %r9d, %r9d
    xor %r10d, %r10d
    xor %r11d, %r11d
    ret
