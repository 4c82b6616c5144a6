/* SPDX-License-Identifier: BSD-2-Clause */
/* A VM in fake memory, and a second opinion about its tables: a walk that knows every bit of both formats. */
#ifndef UNIT_VM_SAMPLE_H
#define UNIT_VM_SAMPLE_H

#include "kernel/vm.h"

#define PAGE  0x1000ul
#define LARGE 0x200000ul
#define GIB   0x40000000ul

/* Entries with a bit that forbids execution, and entries with one that allows it and a memory type. */
extern const struct vm_format sample_no_execute_format, sample_execute_format;

/* Makes a VM out of emptied boot memory, and closes that: nothing later may allocate. `base` is copied. */
void sample_vm_init(struct vm *vm, const struct vm_format *format, const struct vm_range *base,
                    uint32_t count, uint32_t pool);

/* Ends the test unless `address` is mapped like this by an entry of `level` (0: 4 KiB, 1: 2 MiB). */
#define expect_page(vm, address, physical, rights, level)                                                    \
    sample_expect_page(vm, address, physical, rights, level, __FILE__, __LINE__)
void sample_expect_page(const struct vm *vm, uint64_t address, uint64_t physical, uint32_t rights,
                        unsigned level, const char *file, int line);

/* Ends the test unless nothing is mapped at `address`, by an entry that is all zero. */
#define expect_nothing(vm, address) sample_expect_nothing(vm, address, __FILE__, __LINE__)
void sample_expect_nothing(const struct vm *vm, uint64_t address, const char *file, int line);

#endif
