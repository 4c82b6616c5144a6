/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a component's ELF file as a Linux process, with this program in the kernel's place.
 *
 *     host_kernel COMPONENT.elf
 *
 * Linux's syscall user dispatch turns every SYSCALL of the component, which lies at low addresses,
 * into a SIGSYS. The handler does what abi/syscall.h says: it answers the calls that threads need, and
 * sends all others to the component's foreign_syscall_entry. power_off(slot) ends the process with the
 * slot's number as its status; status 2: all threads ended without that.
 *
 * The component owns the FS base, so the handler may not touch this program's thread-local data: it
 * calls nothing of the C library and finds its thread through the GS base.
 */
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <elf.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <ucontext.h>

#include "abi/error.h"
#include "abi/syscall.h"

#define LOW_END   0x10000000ul /* the component lies below, this program above */
#define HIGH_END  0x7ffffffff000ul
#define SLOTS     64
#define FREQUENCY 1000000000ul
#define GARBAGE   0x5a5a5a5a5a5a5a5al

/* struct causeway_thread of causeway/component.h, which needs another C library's headers. */
struct component_thread {
    uint64_t message;
    uint64_t stack_base;
    uint64_t stack_size;
    uint32_t notification;
    uint64_t instance;
    uint32_t number;
};

static uint32_t notifications[SLOTS];
static uint64_t foreign_entry, program_entry;
static const struct component_thread *threads;
static const uint32_t *thread_count;

static long linux_call(long number, long a, long b, long c, long d)
{
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = 0;
    register long r9 __asm__("r9") = 0;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static long notification_take(uint32_t *word, long *bits)
{
    while ((*bits = __atomic_exchange_n(word, 0, __ATOMIC_SEQ_CST)) == 0)
        linux_call(SYS_futex, (long)word, FUTEX_WAIT, 0, 0);
    return 0;
}

static long notification_signal(uint32_t *word)
{
    __atomic_or_fetch(word, 1, __ATOMIC_SEQ_CST);
    linux_call(SYS_futex, (long)word, FUTEX_WAKE, 1, 0);
    return 0;
}

static long kernel_call(greg_t *registers)
{
    long slot = registers[REG_RDI];
    switch (registers[REG_RAX]) {
    case CW_SYS_SIGNAL:
        return slot > 0 && slot < SLOTS ? notification_signal(&notifications[slot]) : -CW_ENOENT;
    case CW_SYS_WAIT: {
        long bits = 0;
        long result = slot > 0 && slot < SLOTS ? notification_take(&notifications[slot], &bits) : -CW_ENOENT;
        registers[REG_RDX] = bits;
        return result;
    }
    case CW_SYS_THREAD_SET_TLS:
        return linux_call(SYS_arch_prctl, ARCH_SET_FS, registers[REG_RSI], 0, 0);
    case CW_SYS_THREAD_YIELD:
        return linux_call(SYS_sched_yield, 0, 0, 0, 0);
    case CW_SYS_THREAD_EXIT:
        return linux_call(SYS_exit, 0, 0, 0, 0);
    case CW_SYS_CONSOLE_WRITE:
        return linux_call(SYS_write, 1, registers[REG_RSI], registers[REG_RDX], 0);
    case CW_SYS_POWER_OFF:
        return linux_call(SYS_exit_group, slot, 0, 0, 0);
    default:
        return -CW_ENOSYS;
    }
}

__attribute__((optimize("no-stack-protector"))) static void on_syscall(int signal, siginfo_t *info,
                                                                       void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    (void)signal;
    registers[REG_RAX] = info->si_syscall;
    if (info->si_syscall >= (int)CW_SYSCALL_BASE && info->si_syscall < CW_SYSCALL_END) {
        registers[REG_RAX] = kernel_call(registers);
        registers[REG_R11] = GARBAGE;
    } else {
        registers[REG_R11] = registers[REG_RIP];
        registers[REG_RIP] = (greg_t)foreign_entry;
    }
    registers[REG_RCX] = GARBAGE;
}

static void fail(const char *what)
{
    perror(what);
    exit(3);
}

static void *thread_life(void *argument)
{
    uint64_t index = (uint64_t)argument;
    stack_t handler_stack = {.ss_sp = malloc(65536), .ss_size = 65536};
    if (!handler_stack.ss_sp || sigaltstack(&handler_stack, NULL) != 0)
        fail("sigaltstack");
    if (prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, LOW_END, HIGH_END - LOW_END, NULL) != 0)
        fail("syscall user dispatch");
    uint64_t stack_top = threads[index].stack_base + threads[index].stack_size - 8;
    __asm__ volatile("mov %0, %%rsp\n\t"
                     "xor %%eax, %%eax\n\t"
                     "jmp *%1\n\t"
                     :
                     : "r"(stack_top), "r"(program_entry), "D"(0L), "S"(FREQUENCY), "d"(index)
                     : "memory");
    __builtin_unreachable();
}

static void load_segments(const char *file, const Elf64_Ehdr *header)
{
    const Elf64_Phdr *segment = (const Elf64_Phdr *)(file + header->e_phoff);
    for (int i = 0; i < header->e_phnum; i++, segment++) {
        if (segment->p_type != PT_LOAD)
            continue;
        uint64_t start = segment->p_vaddr & ~0xffful;
        uint64_t end = (segment->p_vaddr + segment->p_memsz + 0xfff) & ~0xffful;
        int rights = (segment->p_flags & PF_R ? PROT_READ : 0) | (segment->p_flags & PF_W ? PROT_WRITE : 0) |
                     (segment->p_flags & PF_X ? PROT_EXEC : 0);
        if (end > LOW_END || mmap((void *)start, end - start, PROT_READ | PROT_WRITE,
                                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != (void *)start)
            fail("segment");
        memcpy((void *)segment->p_vaddr, file + segment->p_offset, segment->p_filesz);
        if (mprotect((void *)start, end - start, rights) != 0)
            fail("segment rights");
    }
}

static uint64_t symbol(const char *file, const Elf64_Ehdr *header, const char *name)
{
    const Elf64_Shdr *sections = (const Elf64_Shdr *)(file + header->e_shoff);
    for (int i = 0; i < header->e_shnum; i++) {
        if (sections[i].sh_type != SHT_SYMTAB)
            continue;
        const Elf64_Sym *symbols = (const Elf64_Sym *)(file + sections[i].sh_offset);
        const char *names = file + sections[sections[i].sh_link].sh_offset;
        for (size_t s = 0; s < sections[i].sh_size / sizeof(Elf64_Sym); s++)
            if (strcmp(names + symbols[s].st_name, name) == 0)
                return symbols[s].st_value;
    }
    fprintf(stderr, "the component has no symbol %s\n", name);
    exit(3);
}

static const char *file_map(const char *path)
{
    struct stat status;
    int descriptor = open(path, O_RDONLY);
    if (descriptor < 0 || fstat(descriptor, &status) != 0)
        fail(path);
    void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (bytes == MAP_FAILED)
        fail(path);
    return bytes;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 3;
    const char *file = file_map(argv[1]);
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)file;
    load_segments(file, header);
    program_entry = header->e_entry;
    foreign_entry = symbol(file, header, "causeway_foreign_syscall_entry");
    threads = (const struct component_thread *)symbol(file, header, "causeway_threads");
    thread_count = (const uint32_t *)symbol(file, header, "causeway_thread_count");

    struct sigaction action = {.sa_sigaction = on_syscall, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    if (sigaction(SIGSYS, &action, NULL) != 0)
        fail("sigaction");
    pthread_t handles[SLOTS];
    for (uint64_t i = 0; i < *thread_count; i++)
        if (pthread_create(&handles[i], NULL, thread_life, (void *)i) != 0)
            fail("pthread_create");
    for (uint64_t i = 0; i < *thread_count; i++)
        pthread_join(handles[i], NULL);
    return 2;
}
