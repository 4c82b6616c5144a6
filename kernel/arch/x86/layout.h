/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's view of memory, shared by C, assembly and the linker script.
 *
 *   0x0000000000010000 .. 0x0000700000000000   the running domain (abi/system_table.h)
 *   0xffff800000000000 ..                      all RAM, at its physical address plus DIRECT_MAP_BASE;
 *                                              never executable, kernel text and constants read-only
 *   0xffffffff80000000 ..                      the kernel's image, at physical address plus KERNEL_BASE
 *   0xffffffffc0000000 ..                      the local APIC's registers, uncached
 */
#ifndef ARCH_LAYOUT_H
#define ARCH_LAYOUT_H

#define KERNEL_BASE       0xffffffff80000000
#define KERNEL_PHYSICAL   0x200000
#define DIRECT_MAP_BASE   0xffff800000000000
#define DIRECT_MAP_SIZE   0x0000008000000000 /* one top-level entry: 512 GiB */
#define DEVICE_MAP_BASE   0xffffffffc0000000
#define KERNEL_STACK_SIZE 0x4000
#define PAGE_SIZE         0x1000

/* Segment selectors, in the order that SYSCALL and SYSRET want (AMD64 manual volume 2, 6.1.1). */
#define SELECTOR_KERNEL_CODE 0x08
#define SELECTOR_KERNEL_DATA 0x10
#define SELECTOR_USER_DATA   0x1b
#define SELECTOR_USER_CODE   0x23
#define SELECTOR_TSS         0x28

/* Interrupt vectors. */
#define VECTOR_IRQ_BASE 0x20 /* the two 8259: 0x20 to 0x2f */
#define VECTOR_TIMER    0x30 /* local APIC timer */
#define VECTOR_SPURIOUS 0x3f
#define VECTOR_COUNT    0x40
#define VECTOR_SYSCALL  0x80 /* no gate: marks a frame that SYSCALL made */

#endif
