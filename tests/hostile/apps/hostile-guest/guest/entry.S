/* SPDX-License-Identifier: BSD-2-Clause */
/* The guest's start, its exceptions and its way to user mode. Everything is mapped one to one. */
    .set INTERRUPTS, 0x20      /* first vector of the interrupt controller; the timer's */
    .set ENDLESS, 5               /* so many interrupts during one attack end it */

    .text

    .globl guest_entry
guest_entry:
    lea boot_stack_end(%rip), %rsp
    mov %rsi, %rdi             /* the boot parameters */
    call guest_main
1:  cli
    hlt
    jmp 1b

    /* int guest_try(void (*attack)(uint64_t), uint64_t argument): the vector of the exception that the attack met, or
       -1. An attack may do anything to registers, flags and stack. With interrupts on it need not even come back: see
       below. */
    .globl guest_try, try_return
guest_try:
    push %rbx
    push %rbp
    push %r12
    push %r13
    push %r14
    push %r15
    pushfq
    mov %rsp, try_stack(%rip)
    movl $0, try_interrupts(%rip)
    mov %rdi, %rax
    mov %rsi, %rdi
    call *%rax
try_return:
    mov $-1, %eax
try_end:
    mov try_stack(%rip), %rsp
    movq $0, try_stack(%rip)
    popfq
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbp
    pop %rbx
    ret

    /* void guest_user(uint64_t code): goes on there in user mode. Comes back by any exception, also INT 0x80. */
    .globl guest_user
guest_user:
    push $0x1b
    lea user_stack_end(%rip), %rax
    push %rax
    push $2
    push $0x23
    push %rdi
    iretq

    /* One stub of 16 bytes per vector. */
    .balign 16
    .globl guest_stubs
guest_stubs:
    .set vector, 0
    .rept 256
    .balign 16
    .if vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21
    .else
    push $0
    .endif
    push $vector
    jmp trap
    .set vector, vector + 1
    .endr

    /* All vectors come here on a stack of their own, so that an attack may spoil the one in use. */
trap:
    push %rax
    mov 8(%rsp), %rax
    cmp $INTERRUPTS, %rax
    jb 1f
    cmp $INTERRUPTS + 16, %rax
    jb interrupt
1:  mov %rax, trap_vector(%rip)
    mov 16(%rsp), %rax
    mov %rax, trap_error(%rip)
    mov 24(%rsp), %rax
    mov %rax, trap_rip(%rip)
    pop %rax
    mov %rax, trap_rax(%rip)
    mov %rcx, trap_rcx(%rip)
    mov %rdi, trap_rdi(%rip)
    mov %cr2, %rax
    mov %rax, trap_cr2(%rip)
    mov trap_vector(%rip), %eax
    cmpq $0, try_stack(%rip)
    jne try_end
    call guest_lost

    /* From the interrupt controller. Some of them end an attack that does not come back. */
interrupt:
    incl interrupts(%rip)
    mov $0x20, %al
    out %al, $0xa0
    out %al, $0x20
    incl try_interrupts(%rip)
    cmpl $ENDLESS, try_interrupts(%rip)
    jb 2f
    cmpq $0, try_stack(%rip)
    je 2f
    mov $INTERRUPTS, %eax
    jmp try_end
2:  pop %rax
    add $16, %rsp
    iretq

    .globl looping_handler
looping_handler:
    ud2

    /* For far returns to code segments of 32 and 16 bits; the latter is copied to below 64 KiB. */
    .code32
    .globl compatible_code32
compatible_code32:
    mov $0x40000100, %eax
    cpuid
    mov $0xa00000, %edi
    mov $3, %ecx
    mov $0x80, %edx
    cld
    rep insb
    push %ecx
    mov $0x43570099, %eax
    mov $1, %ebx
    vmmcall
    pop %ecx
    int $0x80

    .code16
    .globl compatible_code16, compatible_code16_end
compatible_code16:
    mov $0x77776fff, %edi
    mov $3, %cx
    mov $0x80, %dx
    cld
    rep insb
    int $0x80
compatible_code16_end:

    .code64
    .globl user_hypercall, user_port, user_string, user_flag, user_msr, user_control, user_table, user_halt, user_vmrun
user_hypercall:
    mov $0x43570001, %eax
    mov $1, %ebx
    vmmcall
    int $0x80
user_port:
    in $0x80, %al
    int $0x80
user_string:
    mov $0xa00000, %edi
    mov $0x80, %edx
    mov $100, %ecx
    rep insb
    int $0x80
user_flag:
    cli
    int $0x80
user_control:
    mov %cr0, %rax
    int $0x80
user_table:
    lidt user_stack_end(%rip)
    int $0x80
user_vmrun:
    xor %eax, %eax
    vmrun %rax
    int $0x80
user_msr:
    mov $0xc0000080, %ecx
    rdmsr
    int $0x80
user_halt:
    hlt
    int $0x80

    .data
    .globl trap_vector, trap_error, trap_rip, trap_rax, trap_rcx, trap_rdi, trap_cr2, interrupts
trap_vector:
    .quad 0
trap_error:
    .quad 0
trap_rip:
    .quad 0
trap_rax:
    .quad 0
trap_rcx:
    .quad 0
trap_rdi:
    .quad 0
trap_cr2:
    .quad 0
try_stack:
    .quad 0
interrupts:
    .long 0
try_interrupts:
    .long 0

    .bss
    .balign 4096
    .skip 16384
boot_stack_end:
    .skip 16384
    .globl trap_stack_end
trap_stack_end:
    .skip 4096
user_stack_end:
    .skip 16
