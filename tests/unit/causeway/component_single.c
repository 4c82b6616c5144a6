/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A component with one thread, no lock notification and no heap: what it prints arrives in whole lines,
 * registers survive foreign calls, and abort() says so and stops the thread.
 */
#define TEST_THREADS 1
#include "component.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

const struct causeway_thread causeway_threads[] = {
    {.message = &test_messages[0],
     .stack_base = test_stacks[0],
     .stack_size = TEST_STACK,
     .instance = &test_instance},
};

/* One foreign call with a known value in every register that Linux keeps. Returns the differences. */
static uint64_t registers_lost_by(uint64_t number)
{
    uint64_t lost, number_then_result = number;
    __asm__ volatile(
        "mov $1, %%edi\n\t mov $0x22, %%esi\n\t mov $0, %%edx\n\t mov $0x44, %%r10d\n\t"
        "mov $0x55, %%r8d\n\t mov $0x66, %%r9d\n\t mov $0x77, %%r12d\n\t mov $0x88, %%r13d\n\t"
        "mov $0x99, %%r14d\n\t movq %%r14, %%xmm15\n\t movq $0x42, -128(%%rsp)\n\t"
        "mov %%rsp, %%r15\n\t"
        "syscall\n\t"
        "xor $1, %%rdi\n\t xor $0x22, %%rsi\n\t xor $0x44, %%r10\n\t"
        "xor $0x55, %%r8\n\t xor $0x66, %%r9\n\t xor $0x77, %%r12\n\t xor $0x88, %%r13\n\t"
        "xor %%rsp, %%r15\n\t movq %%xmm15, %%rcx\n\t xor %%r14, %%rcx\n\t xor $0x99, %%r14\n\t"
        "or %%rdi, %%rsi\n\t or %%rsi, %%rdx\n\t or %%rdx, %%r10\n\t or %%r10, %%r8\n\t"
        "or %%r8, %%r9\n\t or %%r9, %%r12\n\t or %%r12, %%r13\n\t or %%r13, %%r14\n\t"
        "or %%r14, %%r15\n\t or %%r15, %%rcx\n\t movq -128(%%rsp), %%rdi\n\t xor $0x42, %%rdi\n\t"
        "or %%rdi, %%rcx"
        : "=&c"(lost), "+a"(number_then_result)
        :
        : "rdi", "rsi", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm15", "memory");
    CHECK(number_then_result == (uint64_t)-ENOSYS || number_then_result < 100);
    return lost;
}

static void test_serve(uint32_t index)
{
    CHECK(index != index);
}

static void print_in_pieces(void)
{
    char text[700];
    memset(text, 'x', sizeof(text));
    fputs("one", stdout);
    fflush(stdout);
    fputs(" line\n", stdout);
    fwrite(text, 1, sizeof(text), stdout);
    fputs("!\n", stdout);
    struct iovec halves[] = {{text, 400}, {text, 400}, {"?\n", 2}};
    CHECK(writev(STDOUT_FILENO, halves, 3) == 802);
    fputs("of stderr\n", stderr);
}

static void test_control(void)
{
    CHECK(registers_lost_by(SYS_getpid) == 0);
    CHECK(registers_lost_by(SYS_write) == 0); /* of nothing; test_print spoils XMM15 */
    CHECK(registers_lost_by(99999) == 0);
    CHECK(registers_lost_by((uint64_t)-1) == 0);
    CHECK(malloc(100));
    CHECK(write(7, "x", 1) == -1 && errno == EBADF);
    CHECK(lseek(1, 0, SEEK_CUR) == -1 && errno == ESPIPE);
    CHECK(getchar() == EOF);
    print_in_pieces();
    abort();
}
