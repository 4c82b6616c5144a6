/* SPDX-License-Identifier: BSD-2-Clause */
/* A component that does nothing, and has what every component must have. */
    .text
    .globl _start
    .globl causeway_foreign_syscall_entry
_start:
causeway_foreign_syscall_entry:
    jmp _start

    .section .note.GNU-stack, "", @progbits
