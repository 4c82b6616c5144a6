/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The entry point of a component that looks at its registers before anything else has run in it, and then goes on with
 * the start code that every component has. What that gets in RDI, RSI and RDX, and the stack, stay as they are.
 */
#include "first_look.h"

    .text
    .globl _start
    .type _start, @function
_start:
    movq %rdx, %r8
    imulq $FIRST_LOOK_SIZE, %rdx, %r9
    leaq first_looks(%rip), %r10
    addq %r9, %r10
    movl $-1, %eax
    movl $-1, %edx
    xsave64 (%r10)
    fnstenv FIRST_LOOK_POINTERS(%r10)
    fldenv FIRST_LOOK_POINTERS(%r10)
    movq %r8, %rdx
    jmp usual_start
    .size _start, . - _start

    /* Not zero, so that a register that was not written does not look clean. */
    .data
    .globl first_looks
    .balign 64
first_looks:
    .fill FIRST_LOOK_THREADS * FIRST_LOOK_SIZE, 1, 0xa5

#define _start usual_start
#include "lib/causeway/src/start.S"
