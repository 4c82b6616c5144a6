/* SPDX-License-Identifier: BSD-2-Clause */
/* Domains, threads and mappings: what is accepted at its limits, what is refused, with place and reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "expect_table.h"

#define R TABLE_RIGHT_READ
#define W TABLE_RIGHT_WRITE
#define X TABLE_RIGHT_EXECUTE

static void test_domains(void **state)
{
    (void)state;
    const char *order = "does not follow the records of the owner before";
    REFUSED("domains", 0, "first_thread", order, s.domains[0].first_thread = 1);
    REFUSED("domains", 1, "first_thread", order, s.domains[1].first_thread = 1);
    REFUSED("domains", 1, "first_thread", order, s.domains[1].first_thread = 3);
    REFUSED("domains", 2, "first_slot", order, s.domains[2].first_slot = 0);
    REFUSED("domains", 2, "first_slot", order, s.domains[1].slots--);
    REFUSED("domains", 2, "first_mapping", order, s.domains[2].first_mapping = UINT32_MAX);
    REFUSED("domains", 2, "threads", "reaches beyond the array", s.domains[2].threads++);
    REFUSED("domains", 0, "threads", "reaches beyond the array", s.domains[0].threads = UINT32_MAX);
    REFUSED("domains", 1, "slots", "reaches beyond the array", s.domains[1].slots = UINT32_MAX - 11);
    REFUSED("domains", 2, "mappings", "reaches beyond the array", s.domains[2].mappings++);
    REFUSED("domains", 1, "threads", "is zero", s.domains[1].threads = 0);
    REFUSED("domains", 1, "slots", "is zero", s.domains[1].slots = 0);
    REFUSED("domains", 1, "mappings", "is zero", s.domains[1].mappings = 0);

    const char *not_user = "is not a user address";
    REFUSED("domains", 0, "foreign_syscall_entry", not_user, s.domains[0].foreign_syscall_entry = 1);
    REFUSED("domains", 0, "foreign_syscall_entry", not_user,
            s.domains[0].foreign_syscall_entry = TABLE_USER_START - 1);
    REFUSED("domains", 0, "foreign_syscall_entry", not_user,
            s.domains[0].foreign_syscall_entry = TABLE_USER_END);
    ACCEPTED(s.domains[0].foreign_syscall_entry = TABLE_USER_START);
    ACCEPTED(s.domains[0].foreign_syscall_entry = TABLE_USER_END - 1);
}

static void test_threads(void **state)
{
    (void)state;
    REFUSED("threads", 3, "priority", "is out of range", s.threads[3].priority = 256);
    ACCEPTED(s.threads[3].priority = 255);
    REFUSED("threads", 3, "bound_notification", "is out of range", s.threads[3].bound_notification = 3);
    REFUSED("threads", 3, "bound_notification", "is bound to another thread",
            s.threads[3].bound_notification = 0);
    ACCEPTED(s.threads[3].bound_notification = 2);

    const char *entry = "is not in an executable mapping of the domain";
    REFUSED("threads", 1, "entry", entry, s.threads[1].entry = 0x3fffff);
    REFUSED("threads", 1, "entry", entry, s.threads[1].entry = 0x402000);
    REFUSED("threads", 1, "entry", entry, s.threads[1].entry = 0x600000);
    REFUSED("threads", 1, "entry", entry, s.threads[1].entry = 0);
    REFUSED("threads", 1, "entry", entry, s.threads[1].entry = UINT64_MAX);
    REFUSED("threads", 2, "entry", entry, s.threads[2].entry = 0x401000);

    const char *end = "is not the end of a writable mapping";
    REFUSED("threads", 1, "stack_top", "is not a multiple of 16", s.threads[1].stack_top -= 8);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top -= 16);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top += 0x1000);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top = 0x402000);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top = 0);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top = UINT64_MAX - 15);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top = TABLE_USER_END);
    REFUSED("threads", 2, "stack_top", "is not in RAM", s.threads[2].stack_top = 0x4000001000);
    ACCEPTED(s.threads[1].stack_top = 0x604000);
}

static void test_messages(void **state)
{
    (void)state;
    const char *mapping = "is not in a readable and writable mapping";
    REFUSED("threads", 0, "message", "is not a multiple of 4096", s.threads[0].message += 8);
    REFUSED("threads", 0, "message", mapping, s.threads[0].message = 0);
    REFUSED("threads", 0, "message", mapping, s.threads[0].message = 0x400000);
    REFUSED("threads", 0, "message", mapping, s.threads[0].message = TABLE_USER_END - 0x1000);
    REFUSED("threads", 0, "message", mapping, s.threads[0].message = UINT64_MAX - 0xfff);
    REFUSED("threads", 3, "message", mapping, s.threads[3].message = 0x3000000000);
    REFUSED("threads", 2, "message", "is not in RAM", s.threads[2].message = 0x4000000000);
    REFUSED("threads", 0, "message", "is the register block of a vCPU", s.threads[0].message = 0x5000000000);

    /* The same address in one domain; the same page through two mappings; the same page in two domains. */
    const char *other = "is that of another thread";
    REFUSED("threads", 1, "message", other, s.threads[1].message = s.threads[0].message);
    REFUSED("threads", 1, "message", other, s.mappings[3].offset = 0x8000,
            s.threads[1].message = 0x2000004000);
    REFUSED("threads", 3, "message", other, s.mappings[SAMPLE_MAPPINGS_2 + 2].region = 6);
    ACCEPTED(s.threads[0].message = 0x3000000000);
    ACCEPTED(s.threads[0].message = 0x603000);
}

static void test_mapping_alone(void **state)
{
    (void)state;
    REFUSED("mappings", 5, "region", "is out of range", s.mappings[5].region = 11);
    REFUSED("mappings", 5, "region", "is out of range", s.mappings[5].region = TABLE_NONE);
    REFUSED("mappings", 5, "rights", "has bits that a mapping does not have", s.mappings[5].rights |= 1);
    REFUSED("mappings", 5, "rights", "has bits that a mapping does not have", s.mappings[5].rights |= 0x80);
    REFUSED("mappings", 5, "rights", "lacks READ", s.mappings[5].rights = W);
    REFUSED("mappings", 0, "rights", "lacks READ", s.mappings[0].rights = X);
    REFUSED("mappings", 5, "rights", "lacks READ", s.mappings[5].rights = 0);
    REFUSED("mappings", 5, "rights", "has both WRITE and EXECUTE", s.mappings[5].rights = R | W | X);
    REFUSED("mappings", 9, "rights", "makes a region of kind IMAGE writable", s.mappings[9].rights = R | W);
    REFUSED("mappings", 9, "rights", "makes a region of kind IMAGE executable", s.mappings[9].rights = R | X);
    REFUSED("mappings", 13, "rights", "makes a region of kind DEVICE executable",
            s.mappings[13].rights = R | X);
    ACCEPTED(s.mappings[13].rights = R);
    ACCEPTED(s.mappings[5].rights = R);

    const char *aligned = "is not a multiple of 4096";
    REFUSED("mappings", 5, "address", aligned, s.mappings[5].address += 0x800);
    REFUSED("mappings", 1, "offset", aligned, s.mappings[1].offset = 1);
    REFUSED("mappings", 1, "size", aligned, s.mappings[1].size = 0x3fff);
    REFUSED("mappings", 1, "size", "is zero", s.mappings[1].size = 0);
    REFUSED("mappings", 1, "offset", "lies beyond the region", s.mappings[1].offset = 0x11000);
    REFUSED("mappings", 1, "offset", "lies beyond the region", s.mappings[1].offset = UINT64_MAX - 0xfff);
    REFUSED("mappings", 1, "size", "reaches beyond the region", s.mappings[1].offset = 0x10000);
    REFUSED("mappings", 1, "size", "reaches beyond the region", s.mappings[1].size = 0x11000);
    REFUSED("mappings", 1, "size", "reaches beyond the region", s.mappings[1].offset = 0x1000,
            s.mappings[1].size = UINT64_MAX - 0xfff);
    ACCEPTED(s.mappings[1].offset = 0xc000);
}

static void test_mapping_place(void **state)
{
    (void)state;
    const char *outside = "lies outside the address space";
    REFUSED("mappings", 0, "address", outside, s.mappings[0].address = TABLE_USER_START - 0x1000);
    REFUSED("mappings", 9, "address", outside, s.mappings[9].address = TABLE_USER_END);
    REFUSED("mappings", 9, "address", outside, s.mappings[9].address = UINT64_MAX - 0xfff);
    REFUSED("mappings", 9, "size", "reaches beyond the address space", s.regions[4].size = 0x2000,
            s.regions[4].image_size = 0x2000, s.mappings[9].size = 0x2000);
    REFUSED("mappings", 8, "size", "reaches beyond the address space",
            s.mappings[8].address = TABLE_USER_END - 0x2000);
    ACCEPTED(s.mappings[0].address = TABLE_USER_START, s.threads[0].entry = TABLE_USER_START,
             s.threads[1].entry = TABLE_USER_START);

    const char *behind = "is not behind the mapping before";
    REFUSED("mappings", 1, "address", behind, s.mappings[1].address = 0x401000);
    REFUSED("mappings", 1, "address", behind, s.mappings[1].address = 0x300000);
    REFUSED("mappings", 1, "address", behind, s.mappings[1].address = 0x400000);
    ACCEPTED(s.mappings[1].address = 0x402000);
}

static void test_write_xor_execute(void **state)
{
    (void)state;
    const char *why = "makes a region writable that a domain may execute";
    REFUSED("mappings", 5, "rights", why, s.mappings[17].rights = R | X);
    REFUSED("mappings", 1, "rights", why, s.mappings[1].region = 0, s.mappings[1].size = 0x1000,
            s.mappings[1].offset = 0x1000);
    REFUSED("vm_mappings", 0, "rights", why, s.mappings[8].rights = R | X);
    REFUSED("slots", 7, "rights", why, s.mappings[17].rights = R | X, s.mappings[5].rights = R);
    ACCEPTED(s.mappings[17].rights = R | X, s.mappings[5].rights = R, s.slots[7].rights = R);
    ACCEPTED(s.mappings[8].rights = R | X, s.vm_mappings[0].rights = R | X);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_domains),       cmocka_unit_test(test_threads),
        cmocka_unit_test(test_messages),      cmocka_unit_test(test_mapping_alone),
        cmocka_unit_test(test_mapping_place), cmocka_unit_test(test_write_xor_execute),
    };
    return cmocka_run_group_tests_name("system table: domains", tests, NULL, NULL);
}
