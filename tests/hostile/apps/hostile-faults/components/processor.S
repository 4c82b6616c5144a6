/* SPDX-License-Identifier: BSD-2-Clause */
/* Instructions and registers that only the kernel may use. */
#include "victim.inc"

#define KERNEL_CODE 0x08
#define KERNEL_DATA 0x10
#define FLAG_IOPL   0x3000
#define OWN_PORTS   0x2f8 /* to 0x2ff */

    .data
table:
    .word 0
    .quad 0
    .text

    VICTIM_OF disable_interrupts, cli
    VICTIM_OF enable_interrupts, sti
    VICTIM_OF halt, hlt
    VICTIM_OF read_cr0, mov %cr0, %rax
    VICTIM_OF write_cr0, mov %rax, %cr0
    VICTIM_OF read_cr3, mov %cr3, %rax
    VICTIM_OF write_cr3, mov %rax, %cr3
    VICTIM_OF write_cr4, mov %rax, %cr4
    VICTIM_OF write_cr8, mov %rax, %cr8
    VICTIM_OF read_dr7, mov %dr7, %rax
    VICTIM_OF write_dr0, mov %rax, %dr0
    VICTIM_OF clear_task_switched, clts
    VICTIM_OF load_status_word, lmsw %ax
    VICTIM_OF load_gdt, lgdt table(%rip)
    VICTIM_OF load_idt, lidt table(%rip)
    VICTIM_OF load_ldt, lldt %ax
    VICTIM_OF load_task, ltr %ax
    VICTIM_OF swap_kernel_base, swapgs
    VICTIM_OF return_to_user, sysretq
    VICTIM_OF flush_translation, invlpg (%rax)
    VICTIM_OF forget_caches, invd
    VICTIM_OF write_back_caches, wbinvd
    VICTIM_OF write_fs_base, wrfsbase %rax /* the kernel keeps it; not enabled */
    VICTIM_OF allow_user_access, stac
    VICTIM_OF leave_management_mode, rsm
    VICTIM_OF run_guest, vmrun %rax
    VICTIM_OF load_guest, vmload %rax
    VICTIM_OF save_guest, vmsave %rax
    VICTIM_OF set_global_interrupt, stgi
    VICTIM_OF clear_global_interrupt, clgi
    VICTIM_OF flush_guest, invlpga %rax, %ecx
    VICTIM_OF make_hypercall, vmmcall
    VICTIM_OF make_other_hypercall, vmcall
    VICTIM_OF read_counter, rdpmc

    VICTIM read_msr
    mov $0xc0000080, %ecx
    FAULTS read_msr
    rdmsr
    ret

    VICTIM write_msr
    mov $0xc0000082, %ecx
    FAULTS write_msr
    wrmsr
    ret

    VICTIM set_extended_state
    xor %ecx, %ecx
    xor %edx, %edx
    mov $1, %eax
    FAULTS set_extended_state
    xsetbv
    ret

    VICTIM read_port
    mov $0x64, %dx
    FAULTS read_port
    inb %dx, %al
    ret

    VICTIM write_port
    FAULTS write_port
    outb %al, $0x64
    ret

    VICTIM read_port_string
    mov $0x64, %dx
    lea table(%rip), %rdi
    FAULTS read_port_string
    insb
    ret

    /* User mode cannot change these bits; the port tells. */
    VICTIM gain_port_level
    pushfq
    orq $FLAG_IOPL, (%rsp)
    popfq
    FAULTS gain_port_level
    outb %al, $0x80
    ret

    /* The first of these ports are this one's, the last is nobody's. */
    VICTIM read_across_ports
    mov $OWN_PORTS, %dx
    inb %dx, %al
    mov $OWN_PORTS + 6, %dx
    inw %dx, %ax
    FAULTS read_across_ports
    inl %dx, %eax
    ret

    VICTIM last_port
    mov $0xffff, %dx
    FAULTS last_port
    inl %dx, %eax
    ret

    VICTIM load_kernel_data
    mov $KERNEL_DATA, %eax
    FAULTS load_kernel_data
    mov %eax, %ds
    ret

    VICTIM load_kernel_stack
    mov $KERNEL_DATA, %eax
    FAULTS load_kernel_stack
    mov %eax, %ss
    ret

    VICTIM interrupt_return
    mov %ss, %eax
    push %rax
    push %rsp
    pushfq
    push $KERNEL_CODE
    lea 1f(%rip), %rax
    push %rax
    FAULTS interrupt_return
    iretq
1:  ret

    VICTIM far_return
    push $KERNEL_CODE
    lea 1f(%rip), %rax
    push %rax
    FAULTS far_return
    lretq
1:  ret
