/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Start-up on one page. Every step relies only on those above it; from kernel_run() on, no memory is allocated
 * and no object is made.
 */
#include "kernel.h"

#include "arch.h"
#include "boot_info.h"
#include "boot_memory.h"
#include "build.h"
#include "console.h"
#include "scheduler.h"
#include "string.h"
#include "timer.h"
#include "vcpu.h"

#define PAGE         4096ul
#define FIRST_MAPPED (4ul << 30)
#define SLICE_HZ     100

static struct thread *current;
static uint64_t charged_from; /* when the running thread's time was last charged; 0: it has no equal */

extern char kernel_physical_start[], kernel_physical_end[];

static void take_memory(const struct boot_info *info)
{
    const struct boot_range reserved[] = {
        {(uint64_t)kernel_physical_start, (uint64_t)kernel_physical_end},
        {info->image_start, info->image_start + info->image_size},
    };
    boot_memory_init(info, reserved, sizeof reserved / sizeof reserved[0]);
    boot_memory_limit(FIRST_MAPPED);
}

/* The image where the loader put it, or a copy if that is not on a page boundary. */
static uint64_t place_image(const struct boot_info *info)
{
    if (info->image_size == 0)
        panic("the boot loader gave no system image; it belongs to the kernel as its first module (QEMU: "
              "-initrd)");
    if (info->image_start % PAGE == 0)
        return info->image_start;
    uint64_t copy = boot_memory_allocate(info->image_size, PAGE);
    if (copy == 0)
        panic("not enough memory for the system image");
    memcpy(arch_physical(copy), arch_physical(info->image_start), info->image_size);
    return copy;
}

void kernel_main(const struct boot_info *info)
{
    take_memory(info);
    arch_init(info);
    boot_memory_limit(UINT64_MAX);
    console_print("Causeway %s, %s, %lu MiB of RAM free, %lu MHz\n", CAUSEWAY_VERSION, info->loader,
                  boot_memory_free() >> 20, arch_frequency() / 1000000);
    scheduler_init(arch_frequency() / SLICE_HZ);
    uint64_t image = place_image(info);
    build_system(arch_physical(image), info->image_size, image);
    boot_memory_close();
    kernel_run();
}

struct thread *kernel_current(void)
{
    return current;
}

void kernel_enter(void)
{
    if (charged_from != 0)
        scheduler_charge(current, arch_now() - charged_from);
}

/* The next moment the kernel has to act by itself: a timer, or the end of a slice if an equal is waiting. */
static void arm_timer(const struct thread *thread)
{
    uint64_t deadline = timer_next();
    uint64_t slice = thread ? scheduler_slice(thread) : UINT64_MAX;
    charged_from = 0;
    if (slice != UINT64_MAX) {
        charged_from = arch_now();
        if (charged_from + slice < deadline)
            deadline = charged_from + slice;
    }
    arch_timer_arm(deadline);
}

void kernel_run(void)
{
    for (;;) {
        current = scheduler_pick();
        arm_timer(current);
        if (!current)
            arch_idle();
        else if (!current->vcpu)
            arch_thread_run(current);
        else {
            vcpu_run(current->vcpu);
            kernel_enter();
        }
    }
}

void kernel_timer(void)
{
    timer_expire(arch_now());
}
