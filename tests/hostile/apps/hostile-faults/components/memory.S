/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that is not the component's, or not for this use. */
#include "victim.inc"

#define KERNEL       0xffffffff80200000
#define DIRECT_MAP   0xffff800000000000
#define NONCANONICAL 0x0000900000000000
#define HEAP         0x1000000000
#define PAGE_BUFFER  0x3000000000 /* the first dataport; this one is read-only */
#define PAGE_SIZE    4096

    .section .rodata
    .globl constant_data
constant_data:
    .quad 1
    .data
    .globl variable_data
variable_data:
    ret
    .text

    .macro READ_AT name, address
    VICTIM \name
    movabs $\address, %rax
    FAULTS \name
    movb (%rax), %al
    ret
    .endm

    .macro WRITE_AT name, address
    VICTIM \name
    movabs $\address, %rax
    FAULTS \name
    movb $0xc3, (%rax)
    ret
    .endm

    /* The instruction that is reported is the one that cannot be fetched. */
    .macro CALL_AT name, address
    VICTIM \name
    movabs $\address, %rax
    FAULTS \name
    call *%rax
    ret
    .endm

    READ_AT read_null, 0
    WRITE_AT write_null, 0
    CALL_AT call_null, 0
    READ_AT read_kernel, KERNEL
    WRITE_AT write_kernel, KERNEL
    CALL_AT call_kernel, KERNEL
    READ_AT read_direct_map, DIRECT_MAP
    READ_AT read_last_byte, 0xffffffffffffffff
    READ_AT read_unmapped, 0x6ffffffff000
    READ_AT read_noncanonical, NONCANONICAL
    WRITE_AT write_noncanonical, NONCANONICAL
    CALL_AT call_noncanonical, NONCANONICAL
    WRITE_AT write_code, victim_write_code
    WRITE_AT write_constant, constant_data
    CALL_AT run_data, variable_data
    CALL_AT run_heap, HEAP
    READ_AT read_before_page, (PAGE_BUFFER-1)
    READ_AT read_behind_page, (PAGE_BUFFER+PAGE_SIZE)
    WRITE_AT write_page, PAGE_BUFFER
    CALL_AT run_page, PAGE_BUFFER

    /* The last byte is the component's, the rest of the word is not. */
    VICTIM read_across_page
    movabs $PAGE_BUFFER + PAGE_SIZE - 1, %rax
    FAULTS read_across_page
    movq (%rax), %rax
    ret

    VICTIM run_stack
    push $0xc3
    mov %rsp, %rax
    FAULTS run_stack
    call *%rax
    pop %rax
    ret

    VICTIM use_up_stack
1:
    FAULTS use_up_stack
    push %rax
    jmp 1b

    VICTIM push_to_kernel
    movabs $KERNEL + 8, %rsp
    FAULTS push_to_kernel
    push %rax
    ud2

    VICTIM push_to_nowhere
    mov $0x1000, %rsp
    FAULTS push_to_nowhere
    push %rax
    ud2

    VICTIM push_to_noncanonical
    movabs $NONCANONICAL, %rsp
    FAULTS push_to_noncanonical
    push %rax
    ud2
