/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"
#include "dataport.h"
#include "dataport/ioctl_commands.h"
#include "dataport_allocate.h"

/* ioctl as a 32-bit process makes it. Every argument must be below 4 GiB. */
static long compat_ioctl(int fd, uint32_t command, const void *argument)
{
#ifdef __x86_64__
    long result;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(54l), "b"((long)fd), "c"((long)command), "d"(argument)
                     : "memory");
    if (result < 0 && result >= -4095) {
        errno = (int)-result;
        return -1;
    }
    return result;
#else
    return ioctl(fd, command, argument);
#endif
}

static char *low_page(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

    return page == MAP_FAILED ? NULL : page;
}

static void unallocated_test(int fd)
{
    check_fails(dataport_get_size(fd), ENXIO, "size before allocation");
    check_fails((long)dataport_get_paddr(fd), ENXIO, "address before allocation");
    check_fails((long)mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0), ENXIO, "map before allocation");
    check_fails((long)dataport_mmap(fd), ENXIO, "map by the library before allocation");
}

static void sizes_test(int fd, size_t size)
{
    static const char *const texts[] = {
        "", " ", "x", "-4096", "4096x", "0x", "1e9", "99999999999999999999999", "4096 4096"};
    const size_t wrong[] = {0,        1,        size - 1, size + 1,          size + 4096,
                            size * 2, 1u << 31, SIZE_MAX, SIZE_MAX & ~4095ul};
    char endless[DATAPORT_TEXT_SIZE + 1];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        check_fails(dataport_allocate(fd, wrong[i]), EINVAL, "allocate %zu bytes", wrong[i]);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        check_fails(ioctl(fd, DATAPORT_ALLOCATE, texts[i]), EINVAL, "allocate \"%s\" bytes", texts[i]);
    memset(endless, '0', sizeof(endless));
    check_fails(ioctl(fd, DATAPORT_ALLOCATE, endless), EINVAL, "allocate with an endless number");
    check_fails(ioctl(fd, DATAPORT_ALLOCATE, NULL), EFAULT, "allocate with no number at all");
    check_fails(ioctl(fd, DATAPORT_ALLOCATE, -4096l), EFAULT, "allocate with a number of the kernel's");
}

static void allocated_test(int fd, size_t size)
{
    char text[DATAPORT_TEXT_SIZE], *page = low_page();

    check_fails(dataport_allocate(fd, size), EBUSY, "allocate again");
    check_fails(dataport_allocate(fd, size + 4096), EINVAL, "allocate again with another size");
    check(dataport_get_size(fd) == (ssize_t)size, "size after allocation");
    unsigned long long address = dataport_get_paddr(fd);
    check(address && address % 4096 == 0, "the address is a page's: %#llx", address);
    check_fails(ioctl(fd, DATAPORT_GET_SIZE, NULL), EFAULT, "size to nowhere");
    check_fails(ioctl(fd, DATAPORT_GET_PADDR, -4096l), EFAULT, "address to the kernel's memory");

    /* The answer is no longer than its text: what follows stays as it was. */
    memset(text, 'x', sizeof(text));
    check(ioctl(fd, DATAPORT_GET_SIZE, text) == 0 && text[strlen(text) + 1] == 'x',
          "the size's text ends in time");
    if (!check(page, "memory for a 32-bit process"))
        return;
    check(compat_ioctl(fd, 0x80044402, page) == 0 && strtoull(page, NULL, 10) == size,
          "size in the 32-bit encoding");
    check(compat_ioctl(fd, (uint32_t)DATAPORT_GET_SIZE, page) == 0,
          "size in the 64-bit encoding by a 32-bit process");
    check(compat_ioctl(fd, (uint32_t)DATAPORT_GET_PADDR, page) == 0 && strtoull(page, NULL, 10) == address,
          "address by a 32-bit process");
    snprintf(page, 4096, "%#zx", size);
    check_fails(compat_ioctl(fd, 0x40044400, page), EBUSY, "allocate again in the 32-bit encoding");
    check_fails(compat_ioctl(fd, 0x44400, page), ENOTTY, "unknown command by a 32-bit process");
    munmap(page, 4096);
}

void dataport_test(const struct plan *plan)
{
    int fd;

    if (!plan->dataport) {
        check_skip("dataports");
        return;
    }
    fd = node_open("dataport", plan->dataport, O_RDWR);
    if (!check(fd >= 0, "open the dataport's node"))
        return;
    if (dataport_get_size(fd) < 0) {
        unallocated_test(fd);
        sizes_test(fd, plan->size);
        check(dataport_allocate(fd, plan->size) == 0, "allocate %zu bytes", plan->size);
    } else {
        check_skip("dataports before allocation, because somebody has allocated them");
    }
    allocated_test(fd, plan->size);
    close(fd);
}
