/* SPDX-License-Identifier: BSD-2-Clause */
/* Kernel images, right ones and one wrong one per rule, and what the kernel finds at its entry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <elf.h>

#include "boot/linux_boot.h"

#define RAM (32u << 20)

static uint8_t *ram;
static struct guest_memory memory;
static struct vcpu_block block;
static char message[IMAGE_MESSAGE];
static uint8_t file[0x4000];
static uint64_t file_size;
static bool broken;

static bool read_file(void *context, uint64_t offset, void *to, size_t bytes)
{
    const uint8_t *from = context;

    if (broken && bytes > 0x200) {
        return false;
    }
    memcpy(to, from + offset, bytes);
    return true;
}

static struct image_file kernel(void)
{
    return (struct image_file){"vmlinux", file_size, read_file, file};
}

static int setup(void **state)
{
    (void)state;
    ram = calloc(1, RAM);
    guest_memory_init(&memory, ram, RAM);
    memset(file, 0, sizeof(file));
    memset(&block, 0, sizeof(block));
    message[0] = 0;
    broken = false;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free(ram);
    return 0;
}

static Elf64_Ehdr *elf64(void)
{
    Elf64_Ehdr *header = (Elf64_Ehdr *)file;
    Elf64_Phdr *segment = (Elf64_Phdr *)(file + 64);

    *header = (Elf64_Ehdr){.e_type = ET_EXEC,
                           .e_machine = EM_X86_64,
                           .e_entry = 0x1000100,
                           .e_phoff = 64,
                           .e_phentsize = sizeof(*segment),
                           .e_phnum = 2};
    memcpy(header->e_ident, "\177ELF\2\1\1", 7);
    segment[0] = (Elf64_Phdr){PT_LOAD, 5, 0x1000, 0xffffffff81000000, 0x1000000, 0x1000, 0x3000, 0x1000};
    segment[1] = (Elf64_Phdr){PT_NOTE, 4, UINT64_MAX, 0, UINT64_MAX, 0, UINT64_MAX, 1};
    memset(file + 0x1000, 0xaa, 0x1000);
    file_size = 0x2000;
    return header;
}

static Elf64_Phdr *segment64(void)
{
    return (Elf64_Phdr *)(file + 64);
}

static void elf32(void)
{
    Elf32_Ehdr *header = (Elf32_Ehdr *)file;
    Elf32_Phdr *segment = (Elf32_Phdr *)(file + 52);

    *header = (Elf32_Ehdr){.e_type = ET_EXEC,
                           .e_machine = EM_386,
                           .e_entry = 0x1000000,
                           .e_phoff = 52,
                           .e_phentsize = sizeof(*segment),
                           .e_phnum = 1};
    memcpy(header->e_ident, "\177ELF\1\1\1", 7);
    segment[0] = (Elf32_Phdr){PT_LOAD, 0x1000, 0xc1000000, 0x1000000, 0x1000, 0x2000, 7, 0x1000};
    file_size = 0x2000;
}

static void put(unsigned offset, uint64_t value, unsigned size)
{
    memcpy(file + offset, &value, size);
}

static void bzimage(void)
{
    memset(file, 0, sizeof(file));
    put(0x1f1, 4, 1);
    put(0x1fe, 0xaa55, 2);
    put(0x200, 0x6aeb, 2); /* the header ends at 0x26c */
    put(0x202, 0x53726448, 4);
    put(0x206, 0x020f, 2);
    put(0x211, 0x01, 1);
    put(0x22c, 0x7fffffff, 4);
    put(0x230, 0x200000, 4);
    put(0x234, 1, 1);
    put(0x236, 0x01, 2);
    put(0x238, 2047, 4);
    put(0x258, 0x1000000, 8);
    put(0x260, 0x100000, 4);
    memset(file + 0xa00, 0xbb, 0x600);
    file_size = 0x1000;
}

static bool load(struct image *image)
{
    struct image_file f = kernel();

    return image_load(&f, &memory, image, message);
}

static void assert_refused(const char *text)
{
    struct image image;

    assert_false(load(&image));
    assert_string_equal(message, text);
}

static void an_elf_kernel_is_put_in_its_place(void **state)
{
    struct image image;

    (void)state;
    elf64();
    memset(ram + 0x1000000, 0x77, 0x4000);
    assert_true(load(&image));
    assert_int_equal(image.mode, IMAGE_ENTRY_64);
    assert_int_equal(image.entry, 0x1000100);
    assert_int_equal(image.end, 0x1003000);
    assert_int_equal(ram[0x1000fff], 0xaa);
    assert_int_equal(ram[0x1001000], 0x00);
    assert_int_equal(ram[0x1002fff], 0x00);
    assert_int_equal(ram[0x1003000], 0x77);
    assert_int_equal(image.setup_header_size, 0);
}

static void a_32_bit_elf_kernel(void **state)
{
    struct image image;

    (void)state;
    elf32();
    assert_true(load(&image));
    assert_int_equal(image.mode, IMAGE_ENTRY_32);
    assert_int_equal(image.entry, 0x1000000);
    assert_int_equal(image.initrd_max, 0x37ffffff);
}

static void elf_files_that_are_wrong(void **state)
{
    (void)state;
    elf64()->e_ident[EI_CLASS] = 3;
    assert_refused("vmlinux: ELF class 3 is neither 32 nor 64 bit");
    elf64()->e_ident[EI_DATA] = ELFDATA2MSB;
    assert_refused("vmlinux: ELF byte order 2 is not little-endian");
    elf64()->e_type = ET_REL;
    assert_refused("vmlinux: ELF type 1 is not an executable");
    elf64()->e_machine = EM_AARCH64;
    assert_refused("vmlinux: ELF machine 183 does not fit a 64-bit x86 kernel");
    elf64()->e_phentsize = 55;
    assert_refused("vmlinux: program headers of 55 bytes are too small");
    elf64()->e_phnum = 0;
    assert_refused("vmlinux: 0 program headers; 1 to 64 can be loaded");
    elf64()->e_phnum = 65;
    assert_refused("vmlinux: 65 program headers; 1 to 64 can be loaded");
    elf64()->e_phoff = 0x1fff;
    assert_refused("vmlinux: program header 0 is beyond the end of the file");
    elf64()->e_phoff = UINT64_MAX - 8;
    assert_refused("vmlinux: program header 0 is beyond the end of the file");
    elf64()->e_entry = 0x1001000;
    assert_refused("vmlinux: the entry point 0x1001000 is in no segment");
}

static void segments_that_are_wrong(void **state)
{
    (void)state;
    elf64();
    segment64()->p_offset = 0x1001;
    assert_refused("vmlinux: segment: bytes 0x1001 + 0x1000 are beyond the file's 0x2000");
    elf64();
    segment64()->p_filesz = UINT64_MAX;
    assert_refused("vmlinux: segment: bytes 0x1000 + 0xffffffffffffffff are beyond the file's 0x2000");
    elf64();
    segment64()->p_memsz = 0xfff;
    assert_refused("vmlinux: segment: more bytes in the file (0x1000) than in memory (0xfff)");
    elf64();
    segment64()->p_paddr = RAM - 0x2000;
    assert_refused(
        "vmlinux: segment: address 0x1ffe000 + 0x3000 is not in guest RAM from 0x100000 to 0x2000000");
    elf64();
    segment64()->p_paddr = UINT64_MAX - 0x1000;
    assert_refused("vmlinux: segment: address 0xffffffffffffefff + 0x3000 is not in guest RAM from 0x100000 "
                   "to 0x2000000");
    elf64();
    segment64()->p_paddr = 0x7000; /* on top of the boot parameters */
    assert_refused(
        "vmlinux: segment: address 0x7000 + 0x3000 is not in guest RAM from 0x100000 to 0x2000000");
    elf64();
    broken = true;
    assert_refused("vmlinux: segment: reading 0x1000 bytes at 0x1000 failed");
}

static void files_that_are_no_kernels(void **state)
{
    (void)state;
    file_size = 100;
    assert_refused("vmlinux: a file of 100 bytes is no kernel");
    file_size = sizeof(file);
    assert_refused("vmlinux: neither an ELF file nor a bzImage");
}

static void a_bzimage_goes_to_its_preferred_address(void **state)
{
    struct image image;

    (void)state;
    bzimage();
    assert_true(load(&image));
    assert_int_equal(image.mode, IMAGE_ENTRY_64);
    assert_int_equal(image.entry, 0x1000200);
    assert_int_equal(image.end, 0x1100000);
    assert_int_equal(ram[0x1000000], 0xbb);
    assert_int_equal(image.setup_header_size, 0x26c - 0x1f1);
    put(0x236, 0, 2); /* no 64-bit entry */
    assert_true(load(&image));
    assert_int_equal(image.mode, IMAGE_ENTRY_32);
    assert_int_equal(image.entry, 0x1000000);
    put(0x258, 0x2000000, 8); /* does not fit there, but the kernel can be moved */
    assert_true(load(&image));
    assert_int_equal(image.entry, 0x200000);
}

static void bzimages_that_are_wrong(void **state)
{
    (void)state;
    bzimage();
    put(0x202, 0, 4);
    assert_refused("vmlinux: no Linux boot header (HdrS) at 0x202");
    bzimage();
    put(0x206, 0x020b, 2);
    assert_refused("vmlinux: boot protocol 2.11 is older than 2.12");
    bzimage();
    put(0x211, 0, 1);
    assert_refused("vmlinux: a zImage: only kernels that load above 1 MiB are supported");
    bzimage();
    put(0x230, 0x300000, 4);
    assert_refused("vmlinux: kernel_alignment 0x300000 is not a power of two of a page or more");
    bzimage();
    put(0x230, 0, 4);
    assert_refused("vmlinux: kernel_alignment 0x0 is not a power of two of a page or more");
    bzimage();
    put(0x1f1, 7, 1);
    assert_refused("vmlinux: 7 setup sectors leave no kernel in 0x1000 bytes");
    bzimage();
    put(0x260, 0x5ff, 4);
    assert_refused("vmlinux: init_size 0x5ff is less than the kernel's 0x600 bytes");
    bzimage();
    put(0x260, 0x7fffffff, 4);
    assert_refused(
        "vmlinux: kernel: address 0x200000 + 0x7fffffff is not in guest RAM from 0x100000 to 0x2000000");
    bzimage();
    put(0x234, 0, 1);
    put(0x258, 0x8000, 8);
    assert_refused(
        "vmlinux: kernel: address 0x8000 + 0x100000 is not in guest RAM from 0x100000 to 0x2000000");
    bzimage();
    file_size = 0x202;
    assert_refused("vmlinux: too short for a bzImage");
}

static uint64_t parameter(unsigned offset, unsigned size)
{
    uint64_t value = 0;

    memcpy(&value, ram + BOOT_PARAMETERS + offset, size);
    return value;
}

static bool start(uint64_t initrd_size, const char *cmdline)
{
    struct linux_boot boot = {.kernel = kernel(), .cmdline = cmdline};

    boot.initrd = (struct image_file){"initrd", initrd_size, read_file, file};
    return linux_boot(&boot, &memory, &block, message);
}

static void what_a_64_bit_kernel_finds(void **state)
{
    uint64_t *tables;

    (void)state;
    elf64();
    assert_true(start(0x1801, "console=ttyS0"));
    assert_string_equal((char *)ram + BOOT_CMDLINE, "console=ttyS0");
    assert_int_equal(parameter(0x228, 4), BOOT_CMDLINE);
    assert_int_equal(parameter(0x218, 4), RAM - 0x2000);
    assert_int_equal(parameter(0x21c, 4), 0x1801);
    assert_memory_equal(ram + RAM - 0x2000, file, 0x1801);
    assert_int_equal(parameter(0x210, 1), 0xff);
    assert_int_equal(parameter(0x1fe, 2), 0xaa55);
    assert_int_equal(parameter(0x202, 4), 0x53726448);
    assert_int_equal(parameter(0x1e8, 1), 3);
    assert_int_equal(parameter(0x2d0 + 8, 8), 0x9fc00);
    assert_int_equal(parameter(0x2d0 + 16, 4), 1);
    assert_int_equal(parameter(0x2d0 + 20 + 16, 4), 2);
    assert_int_equal(parameter(0x2d0 + 40, 8), 0x100000);
    assert_int_equal(parameter(0x2d0 + 48, 8), RAM - 0x100000);
    assert_int_equal(block.rip, 0x1000100);
    assert_int_equal(block.gpr[VCPU_RSI], BOOT_PARAMETERS);
    assert_int_equal(block.cr3, BOOT_PAGE_TABLES);
    assert_int_equal(block.efer, 0x500);
    assert_int_equal(block.segment[VCPU_CS].selector, 0x10);
    assert_int_equal(block.segment[VCPU_CS].attributes, 0xa9b);
    assert_int_equal(block.segment[VCPU_DS].selector, 0x18);
    assert_int_equal(block.changed, VCPU_CHANGED_ALL & ~(VCPU_CHANGED_EVENT | VCPU_CHANGED_TSC));
    tables = (uint64_t *)(ram + BOOT_PAGE_TABLES);
    assert_int_equal(tables[0], (BOOT_PAGE_TABLES + 0x1000) | 3);
    assert_int_equal(tables[512 + 3], (BOOT_PAGE_TABLES + 0x5000) | 3);
    assert_int_equal(tables[1024 + 2047], 0xffe00083u);
    /* The descriptor that CS was loaded from. */
    assert_int_equal(((uint64_t *)(ram + BOOT_GDT))[2], 0x00af9b000000ffff);
    assert_int_equal(((uint64_t *)(ram + BOOT_GDT))[3], 0x00cf93000000ffff);
}

static void what_a_32_bit_kernel_finds(void **state)
{
    (void)state;
    elf32();
    assert_true(start(0, ""));
    assert_int_equal(block.cr0 & 0x80000001u, 1);
    assert_int_equal(block.efer, 0);
    assert_int_equal(block.segment[VCPU_CS].attributes, 0xc9b);
    assert_int_equal(block.gpr[VCPU_RSI], BOOT_PARAMETERS);
    assert_int_equal(parameter(0x218, 4), 0);
    assert_int_equal(((uint64_t *)(ram + BOOT_GDT))[2], 0x00cf9b000000ffff);
}

static void a_bzimage_brings_its_own_header(void **state)
{
    (void)state;
    bzimage();
    assert_true(start(0, "x"));
    assert_int_equal(parameter(0x206, 2), 0x020f);
    assert_int_equal(parameter(0x258, 8), 0x1000000);
    assert_int_equal(parameter(0x210, 1), 0xff);
    assert_int_equal(parameter(0x26c, 4), 0);
}

static void requests_that_cannot_be_met(void **state)
{
    char cmdline[2050];

    (void)state;
    elf64();
    memset(cmdline, 'x', sizeof(cmdline));
    cmdline[2048] = 0;
    assert_false(start(0, cmdline));
    assert_string_equal(message, "vmlinux: a command line of 2048 characters; it takes 2047");
    assert_false(start(RAM, "x"));
    assert_string_equal(message, "initrd: 0x2000000 bytes do not fit in guest RAM between the kernel's end "
                                 "0x1003000 and 0x2000000");
    assert_false(start(RAM - 0x1002000, "x"));
    assert_false(start(UINT64_MAX, "x"));
    guest_memory_init(&memory, ram, 8 << 20);
    assert_false(start(0, "x"));
    assert_string_equal(message, "vmlinux: 8 MiB of guest RAM; at least 16 are needed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_elf_kernel_is_put_in_its_place, setup, teardown),
        cmocka_unit_test_setup_teardown(a_32_bit_elf_kernel, setup, teardown),
        cmocka_unit_test_setup_teardown(elf_files_that_are_wrong, setup, teardown),
        cmocka_unit_test_setup_teardown(segments_that_are_wrong, setup, teardown),
        cmocka_unit_test_setup_teardown(files_that_are_no_kernels, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bzimage_goes_to_its_preferred_address, setup, teardown),
        cmocka_unit_test_setup_teardown(bzimages_that_are_wrong, setup, teardown),
        cmocka_unit_test_setup_teardown(what_a_64_bit_kernel_finds, setup, teardown),
        cmocka_unit_test_setup_teardown(what_a_32_bit_kernel_finds, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bzimage_brings_its_own_header, setup, teardown),
        cmocka_unit_test_setup_teardown(requests_that_cannot_be_met, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
