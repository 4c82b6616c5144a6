/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the boot loader to C.
 *
 * Two ways in, both in 32-bit protected mode with paging off and flat segments:
 *   PVH (QEMU -kernel)      EBX = struct hvm_start_info; found through the ELF note below
 *   multiboot2 (GRUB)       EAX = magic, EBX = boot information
 * Both end in boot_start(kind, information) on the kernel stack, with the first 4 GiB of physical
 * memory mapped at 0, at DIRECT_MAP_BASE, and the first GiB at KERNEL_BASE. Those tables are replaced
 * before any domain runs.
 */
#include "layout.h"

#define PRESENT_WRITE 0x3
#define LARGE_PAGE    0x80

    .section .note.Xen, "a", @note
    .align 4
    .long 4, 4, 18             /* sizes of name and value; XEN_ELFNOTE_PHYS32_ENTRY */
    .asciz "Xen"
    .long boot_entry_pvh

    .section .boot.header, "ax"
    .align 8
multiboot2_header:             /* Multiboot2 specification 1.6, 3.1.1 */
    .long 0xe85250d6, 0, multiboot2_header_end - multiboot2_header
    .long -(0xe85250d6 + (multiboot2_header_end - multiboot2_header))
    .short 6, 0                /* modules start on page boundaries */
    .long 8
    .short 0, 0
    .long 8
multiboot2_header_end:

    .section .boot, "ax"
    .code32
    .globl boot_entry_multiboot2
boot_entry_multiboot2:
    cmp $0x36d76289, %eax
    jne boot_halt
    mov $2, %edi
    jmp boot_common

boot_entry_pvh:
    mov $1, %edi

boot_common:
    cld
    cli
    mov %ebx, %esi
    mov $boot_stack_top, %esp

    mov $0x80000000, %eax      /* long mode and no-execute, or a message */
    cpuid
    cmp $0x80000001, %eax
    jb boot_no_long_mode
    mov $0x80000001, %eax
    cpuid
    and $((1 << 29) | (1 << 20)), %edx
    cmp $((1 << 29) | (1 << 20)), %edx
    jne boot_no_long_mode

    mov $boot_pdpt_low, %eax   /* PML4: identity, direct map, kernel */
    or $PRESENT_WRITE, %eax
    mov %eax, boot_pml4
    mov %eax, boot_pml4 + 256 * 8
    mov $boot_pdpt_high, %eax
    or $PRESENT_WRITE, %eax
    mov %eax, boot_pml4 + 511 * 8
    mov $boot_pd, %eax
    or $PRESENT_WRITE, %eax
    mov %eax, boot_pdpt_high + 510 * 8
    xor %ecx, %ecx
1:  mov %eax, boot_pdpt_low(, %ecx, 8)
    add $PAGE_SIZE, %eax
    inc %ecx
    cmp $4, %ecx
    jne 1b
    mov $(PRESENT_WRITE | LARGE_PAGE), %eax
    xor %ecx, %ecx
2:  mov %eax, boot_pd(, %ecx, 8)
    add $0x200000, %eax
    inc %ecx
    cmp $2048, %ecx
    jne 2b

    mov $0x20, %eax            /* PAE, and nothing that a boot loader has left */
    mov %eax, %cr4
    mov $boot_pml4, %eax
    mov %eax, %cr3
    mov $0xc0000080, %ecx      /* EFER: LME, NXE */
    rdmsr
    or $0x900, %eax
    wrmsr
    mov %cr0, %eax
    or $0x80010001, %eax       /* PG, WP, PE */
    mov %eax, %cr0
    lgdt boot_gdt_pointer
    ljmp $SELECTOR_KERNEL_CODE, $boot_long_mode

boot_no_long_mode:
    mov $boot_message, %esi
    mov $0x3f8, %dx
3:  lodsb
    test %al, %al
    jz boot_halt
    out %al, %dx
    jmp 3b
boot_halt:
    hlt
    jmp boot_halt

    .code64
boot_long_mode:
    mov $SELECTOR_KERNEL_DATA, %eax
    mov %eax, %ds
    mov %eax, %es
    mov %eax, %ss
    xor %eax, %eax
    mov %eax, %fs
    mov %eax, %gs
    movabs $kernel_stack_top, %rsp
    xor %ebp, %ebp
    movabs $boot_start, %rax
    call *%rax

    .align 8
boot_gdt:
    .quad 0, 0x00af9b000000ffff, 0x00cf93000000ffff
boot_gdt_pointer:
    .short . - boot_gdt - 1
    .long boot_gdt

boot_message:
    .asciz "Causeway: this processor has no 64-bit mode with no-execute pages; it cannot run Causeway.\r\n"

    .align PAGE_SIZE
boot_pml4:      .fill PAGE_SIZE
boot_pdpt_low:  .fill PAGE_SIZE
boot_pdpt_high: .fill PAGE_SIZE
boot_pd:        .fill 4 * PAGE_SIZE
    .fill 256
boot_stack_top:
