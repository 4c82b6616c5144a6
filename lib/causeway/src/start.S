/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where every thread of a component begins: RDI = argument, RSI = frequency of the time-stamp
 * counter, RDX = thread index, RSP as at a function's entry (abi/syscall.h).
 */
#include "park.h"

    .text
    .globl _start
    .type _start, @function
_start:
    xorl %ebp, %ebp
    testq %rdx, %rdx
    jnz 1f
    movq %rsi, %rdi
    jmp causeway_start_first
1:
    /* The control thread may be laying the C library's data at the top of this stack already. So
       wait at the bottom, on the first bytes behind struct parking, and use no stack before. */
    imulq $CAUSEWAY_THREAD_SIZE, %rdx, %rcx
    leaq causeway_threads(%rip), %rax
    movq CAUSEWAY_THREAD_STACK(%rax, %rcx), %rsp
    addq $PARKING_STACK_TOP, %rsp
    movq %rdx, %rdi
    call causeway_park
    ud2
    .size _start, . - _start

    .section .note.GNU-stack, "", @progbits
