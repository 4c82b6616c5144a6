/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions and interrupts, and the way back to user code. */
#include "arch.h"
#include "clock.h"
#include "console.h"
#include "cpu.h"
#include "domain.h"
#include "fpu.h"
#include "irq.h"
#include "kernel.h"
#include "layout.h"
#include "pic.h"
#include "segments.h"
#include "syscall.h"
#include "thread.h"
#include "trap.h"

enum { PAGE_FAULT = 14, NMI = 2, DOUBLE_FAULT = 8, MACHINE_CHECK = 18 };

#define FAULT_WRITE 0x02
#define FAULT_FETCH 0x10

__attribute__((noreturn)) void trap_from_user(struct trap_frame *frame);
void trap_from_kernel(struct trap_frame *frame);
__attribute__((noreturn)) void syscall_entry(struct trap_frame *frame);
__attribute__((noreturn)) void arch_frame_restore(struct trap_frame *frame);

static const struct thread *loaded; /* whose FS base and address space the processor has; NULL: not known */

static const char *exception_name(uint64_t vector)
{
    static const char *const names[] = {"division error",
                                        "debug exception",
                                        "non-maskable interrupt",
                                        "breakpoint",
                                        "overflow",
                                        "bound exceeded",
                                        "invalid instruction",
                                        "no floating-point unit",
                                        "double fault",
                                        "coprocessor overrun",
                                        "invalid task segment",
                                        "segment not present",
                                        "stack fault",
                                        "protection fault",
                                        "page fault",
                                        "reserved exception",
                                        "x87 exception",
                                        "alignment check",
                                        "machine check",
                                        "vector exception"};
    return vector < sizeof names / sizeof names[0] ? names[vector] : "unknown exception";
}

static const char *fault_kind(uint64_t vector, uint64_t error)
{
    if (vector != PAGE_FAULT)
        return exception_name(vector);
    if (error & FAULT_FETCH)
        return "instruction fetch";
    return error & FAULT_WRITE ? "write" : "read";
}

static bool is_interrupt(uint64_t vector)
{
    return vector >= VECTOR_IRQ_BASE && vector < VECTOR_COUNT;
}

void trap_interrupt(uint64_t vector)
{
    if (vector == VECTOR_TIMER) {
        clock_acknowledge();
        kernel_timer();
    } else if (vector != VECTOR_SPURIOUS) {
        uint32_t line = (uint32_t)(vector - VECTOR_IRQ_BASE);
        if (pic_take(line))
            irq_raise(line);
    }
}

__attribute__((noreturn)) static void stop_for_hardware(const struct trap_frame *frame)
{
    panic("%s at %lx (error %lx, address %lx)", exception_name(frame->vector), frame->rip, frame->error,
          cpu_read_cr2());
}

void trap_from_user(struct trap_frame *frame)
{
    kernel_enter();
    if (is_interrupt(frame->vector))
        trap_interrupt(frame->vector);
    else if (frame->vector == NMI || frame->vector == DOUBLE_FAULT || frame->vector == MACHINE_CHECK)
        stop_for_hardware(frame);
    else
        domain_fault(kernel_current(), fault_kind(frame->vector, frame->error),
                     frame->vector == PAGE_FAULT ? cpu_read_cr2() : frame->rip, frame->rip);
    kernel_run();
}

void trap_from_kernel(struct trap_frame *frame)
{
    if (!is_interrupt(frame->vector))
        stop_for_hardware(frame);
    trap_interrupt(frame->vector);
}

void syscall_entry(struct trap_frame *frame)
{
    kernel_enter();
    struct thread *thread = kernel_current();
    if (frame->rax >= CW_SYSCALL_BASE && frame->rax < CW_SYSCALL_END) {
        const struct syscall_arguments arguments = {
            .slot = frame->rdi, .a = frame->rsi, .b = frame->rdx, .c = frame->r10, .d = frame->r8};
        syscall_dispatch(thread, (enum cw_syscall)frame->rax, &arguments);
    } else if (thread->domain->foreign_syscall_entry) {
        frame->r11 = frame->rip;
        frame->rip = thread->domain->foreign_syscall_entry;
        frame->vector = 0; /* leave by IRET, which keeps R11 */
    } else {
        domain_fault(thread, "unknown system call", frame->rax, frame->rip);
    }
    kernel_run();
}

void thread_set_result(struct thread *thread, int64_t rax, uint64_t rdx)
{
    thread->arch.frame.rax = (uint64_t)rax;
    thread->arch.frame.rdx = rdx;
}

void arch_thread_init(struct thread *thread, uint64_t entry, uint64_t stack_top, uint64_t argument,
                      uint32_t index)
{
    thread->arch.frame = (struct trap_frame){
        .rip = entry,
        .cs = SELECTOR_USER_CODE,
        .rflags = RFLAGS_FIXED | RFLAGS_IF,
        .rsp = stack_top - 8,
        .ss = SELECTOR_USER_DATA,
        .rdi = argument,
        .rsi = arch_frequency(),
        .rdx = index,
    };
    thread->arch.fpu = fpu_new_area();
}

void arch_thread_set_tls(struct thread *thread, uint64_t base)
{
    thread->arch.fs_base = base;
    loaded = NULL;
}

void trap_forget_thread(void)
{
    loaded = NULL;
}

/*
 * A thread may have loaded selectors, which also changes the FS base behind the kernel's back: the next one must
 * find neither the selectors nor the base.
 */
static void thread_load(struct thread *thread)
{
    static const struct domain *loaded_domain;
    if (thread->domain != loaded_domain) {
        loaded_domain = thread->domain;
        cpu_write_cr3(thread->domain->arch.root);
        segments_use_ports(thread->domain->arch.ports);
    }
    __asm__ volatile("mov %0, %%ds; mov %0, %%es; mov %0, %%fs; mov %0, %%gs" : : "r"(0));
    cpu_write_msr(MSR_FS_BASE, thread->arch.fs_base);
    arch_fpu_switch(thread);
    segments_set_frame(&thread->arch.frame);
    loaded = thread;
}

void arch_thread_run(struct thread *thread)
{
    if (thread != loaded)
        thread_load(thread);
    arch_frame_restore(&thread->arch.frame);
}

void arch_idle(void)
{
    cpu_enable_interrupts_and_halt();
}

void arch_halt(void)
{
    for (;;)
        __asm__ volatile("cli; hlt");
}
