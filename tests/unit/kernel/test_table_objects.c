/* SPDX-License-Identifier: BSD-2-Clause */
/* Kernel objects: what is accepted at its limits, what is refused, with place and reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "expect_table.h"

#define R TABLE_RIGHT_READ
#define W TABLE_RIGHT_WRITE
#define X TABLE_RIGHT_EXECUTE

static void test_regions(void **state)
{
    (void)state;
    REFUSED("regions", 1, "kind", "is out of range", s.regions[1].kind = TABLE_REGION_DEVICE + 1);
    REFUSED("regions", 1, "size", "is zero", s.regions[1].size = 0);
    REFUSED("regions", 1, "size", "is not a multiple of 4096", s.regions[1].size++);
    REFUSED("regions", 1, "address", "is not zero", s.regions[1].address = 0x1000);
    REFUSED("regions", 0, "address", "is not zero", s.regions[0].address = 0x1000);
    REFUSED("regions", 4, "address", "is not zero", s.regions[4].address = 0x1000);
    REFUSED("regions", 8, "address", "is not a multiple of 4096", s.regions[8].address++);
    REFUSED("regions", 8, "address", "is not below 2^52", s.regions[8].address = 1ull << 52);
    REFUSED("regions", 8, "address", "is not below 2^52", s.regions[8].address = UINT64_MAX - 0xfff,
            s.regions[8].size = 0x2000);
    REFUSED("regions", 8, "size", "reaches beyond physical address 2^52",
            s.regions[8].address = (1ull << 52) - 0x1000, s.regions[8].size = 0x2000);
    ACCEPTED(s.regions[8].address = (1ull << 52) - 0x1000);
    REFUSED("regions", 1, "image_offset", "is not zero", s.regions[1].image_offset = 0x1000);
    REFUSED("regions", 1, "image_size", "is not zero", s.regions[1].image_size = 1);
    REFUSED("regions", 8, "image_offset", "is not zero", s.regions[8].image_offset = 0x1000);
    REFUSED("regions", 8, "image_size", "is not zero", s.regions[8].image_size = 1);
}

static void test_payload(void **state)
{
    (void)state;
    const char *outside = "lies outside the payload";
    REFUSED("regions", 0, "image_offset", "is not a multiple of 4096", s.regions[0].image_offset++);
    REFUSED("regions", 0, "image_size", "is zero", s.regions[0].image_size = 0);
    REFUSED("regions", 0, "image_offset", outside, s.regions[0].image_offset = 0);
    REFUSED("regions", 0, "image_offset", outside, s.regions[0].image_offset -= 0x1000);
    REFUSED("regions", 0, "image_offset", outside, s.regions[0].image_offset += 0x5000);
    REFUSED("regions", 0, "image_offset", outside, s.regions[0].image_offset = UINT64_MAX - 0xfff);
    REFUSED("regions", 0, "image_size", "reaches beyond the image", s.regions[0].image_offset += 0x3000);
    REFUSED("regions", 0, "image_size", "reaches beyond the image", s.regions[0].image_offset += 0x4000);
    REFUSED("regions", 0, "image_size", "reaches beyond the image", s.regions[0].image_size = UINT64_MAX);
    REFUSED("regions", 0, "image_size", "is larger than the region", s.regions[0].image_size = 0x2001);
    ACCEPTED(s.regions[0].image_size = 0x2000);
    ACCEPTED(s.regions[0].image_size = 1);
    ACCEPTED(s.regions[0].image_offset += 0x3000, s.regions[0].image_size = 0x1000);
    REFUSED("regions", 4, "image_size", "differs from size in a region of kind IMAGE",
            s.regions[4].image_size--);
    REFUSED("regions", 4, "image_size", "is larger than the region", s.regions[4].image_size++);
}

static void test_interrupts(void **state)
{
    (void)state;
    REFUSED("irqs", 0, "line", "is not between 3 and 15", s.irqs[0].line = 2);
    REFUSED("irqs", 0, "line", "is not between 3 and 15", s.irqs[0].line = 16);
    REFUSED("irqs", 0, "line", "is not between 3 and 15", s.irqs[0].line = UINT32_MAX);
    REFUSED("irqs", 1, "line", "is that of another record", s.irqs[1].line = 4);
    REFUSED("irqs", 0, "notification", "is out of range", s.irqs[0].notification = 3);
    REFUSED("irqs", 0, "notification", "is out of range", s.irqs[0].notification = TABLE_NONE);
    REFUSED("irqs", 0, "flags", "has unknown bits", s.irqs[0].flags = 2);
    REFUSED("irqs", 0, "badge", "is zero", s.irqs[0].badge = 0);
    ACCEPTED(s.irqs[0].line = 3);
}

static void test_timers(void **state)
{
    (void)state;
    REFUSED("timers", 1, "notification", "is out of range", s.timers[1].notification = 3);
    REFUSED("timers", 1, "badge", "is zero", s.timers[1].badge = 0);
}

static void set_ports(uint16_t first, uint16_t last)
{
    s.port_ranges[1].first = first;
    s.port_ranges[1].last = last;
}

static void test_ports(void **state)
{
    (void)state;
    const char *own = "gives away ports of the kernel";
    REFUSED("port_ranges", 1, "last", "is below first", set_ports(0x71, 0x70));
    static const uint16_t kept[] = {0x20, 0x21, 0x40, 0x43, 0xa0, 0xa1, 0x4d0, 0x4d1};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        REFUSED("port_ranges", 1, "first", own, set_ports(kept[i], kept[i]));
    REFUSED("port_ranges", 1, "first", own, set_ports(0, UINT16_MAX));
    REFUSED("port_ranges", 1, "first", own, set_ports(0x41, 0x43));
    static const uint16_t ranges[][2] = {{0, 0x1f},    {0x22, 0x3f},  {0x41, 0x42},
                                         {0x44, 0x9f}, {0xa2, 0x4cf}, {0x4d2, UINT16_MAX}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        ACCEPTED(set_ports(ranges[i][0], ranges[i][1]));
}

static void test_port_domains(void **state)
{
    (void)state;
    for (uint32_t domains = 0; domains <= TABLE_MAX_PORT_DOMAINS + 1; domains++) {
        struct table_error error;
        size_t size;
        void *image = sample_large(TABLE_MAX_PORT_DOMAINS + 2, domains, &size);
        bool right = check_image(image, size, &error);
        assert_int_equal(right, domains <= TABLE_MAX_PORT_DOMAINS);
        if (!right)
            assert_string_equal(error.reason, "is PORTS in more domains than the kernel supports");
        free(image);
    }
}

static void test_vms(void **state)
{
    (void)state;
    REFUSED("vms", 1, "mappings", "is zero", s.vms[1].mappings = 0);
    REFUSED("vms", 1, "first_mapping", "does not follow the records of the owner before",
            s.vms[1].first_mapping = 1);
    REFUSED("vms", 1, "mappings", "reaches beyond the array", s.vms[1].mappings = 2);
    REFUSED("vm_mappings", 1, "region", "is out of range", s.vm_mappings[1].region = 11);
    REFUSED("vm_mappings", 1, "rights", "lacks READ", s.vm_mappings[1].rights = W);
    REFUSED("vm_mappings", 0, "rights", "has bits that a mapping does not have",
            s.vm_mappings[0].rights |= 2);
    REFUSED("vm_mappings", 1, "rights", "makes a region of kind IMAGE writable",
            s.vm_mappings[1].rights = R | W);
    REFUSED("vm_mappings", 1, "rights", "makes a region of kind IMAGE executable",
            s.vm_mappings[1].rights = R | X);
    REFUSED("vm_mappings", 1, "rights", "makes a region of kind DEVICE executable",
            s.vm_mappings[1].rights = R | X, s.vm_mappings[1].region = 8);
    ACCEPTED(s.vm_mappings[1].rights = R | W, s.vm_mappings[1].region = 8);
    REFUSED("vm_mappings", 1, "address", "is not behind the mapping before",
            s.vm_mappings[1].address = 0x1000);
    REFUSED("vm_mappings", 1, "address", "is not a multiple of 4096", s.vm_mappings[1].address++);
    REFUSED("vm_mappings", 1, "offset", "lies beyond the region", s.vm_mappings[1].offset = 0x2000);
    REFUSED("vm_mappings", 1, "size", "is zero", s.vm_mappings[1].size = 0);
    REFUSED("vm_mappings", 2, "address", "lies outside the address space",
            s.vm_mappings[2].address = 1ull << 40);
    REFUSED("vm_mappings", 2, "size", "reaches beyond the address space", s.vm_mappings[2].size = 0x2000);
    ACCEPTED(s.vm_mappings[2].address = 0);
}

static void test_vcpus(void **state)
{
    (void)state;
    REFUSED("vcpus", 0, "vm", "is out of range", s.vcpus[0].vm = 2);
    REFUSED("vcpus", 0, "endpoint", "is out of range", s.vcpus[0].endpoint = 2);
    REFUSED("vcpus", 0, "priority", "is out of range", s.vcpus[0].priority = 256);
    REFUSED("vcpus", 0, "priority", "is not below that of the VMM's threads", s.vcpus[0].priority = 254);
    ACCEPTED(s.vcpus[0].priority = 253);
    REFUSED("vcpus", 0, "block", "is out of range", s.vcpus[0].block = 11);
    REFUSED("vcpus", 0, "block", "is not a region of kind ZERO", s.vcpus[0].block = 4);
    REFUSED("vcpus", 0, "block", "is not a region of 4096 bytes", s.vcpus[0].block = 6);
    REFUSED("vcpus", 1, "block", "is that of another vCPU", s.vcpus[1].block = 2);
}

static void test_blocks(void **state)
{
    (void)state;
    const char *foreign = "uses the register block of a vCPU that the domain does not hold";
    REFUSED("mappings", 17, "region", foreign, s.mappings[17].region = 2);
    REFUSED("mappings", 6, "region", foreign, s.slots[9] = (struct table_slot){.type = TABLE_SLOT_EMPTY});
    REFUSED("mappings", 6, "rights", "makes the register block of a vCPU executable",
            s.mappings[6].rights = R | X);
    REFUSED("vm_mappings", 1, "region", "uses the register block of a vCPU", s.vm_mappings[1].region = 2);
    REFUSED("slots", 7, "object", "uses the register block of a vCPU", s.slots[7].object = 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regions), cmocka_unit_test(test_payload), cmocka_unit_test(test_interrupts),
        cmocka_unit_test(test_timers),  cmocka_unit_test(test_ports),   cmocka_unit_test(test_port_domains),
        cmocka_unit_test(test_vms),     cmocka_unit_test(test_vcpus),   cmocka_unit_test(test_blocks),
    };
    return cmocka_run_group_tests_name("system table: objects", tests, NULL, NULL);
}
