/* SPDX-License-Identifier: BSD-2-Clause */
#include "acpi.h"
#include "arch.h"
#include "boot_info.h"
#include "boot_memory.h"
#include "clock.h"
#include "cpu.h"
#include "domain.h"
#include "fpu.h"
#include "guest.h"
#include "layout.h"
#include "paging.h"
#include "pic.h"
#include "segments.h"

#define FEATURE7_EBX_SMEP (1u << 7)
#define FEATURE7_EBX_SMAP (1u << 20)
#define FEATURE7_ECX_UMIP (1u << 2)

#define APIC_AREA_START 0xfec00000ul /* I/O and local APICs */
#define APIC_AREA_END   0xfef00000ul

void entry_syscall(void);

/* The end of RAM and of the firmware's tables, which lie directly behind it. */
static uint64_t top_of_memory(const struct boot_info *info)
{
    uint64_t top = 0;
    for (unsigned i = 0; i < info->ram_ranges; i++)
        top = info->ram[i].end > top ? info->ram[i].end : top;
    for (bool grown = true; grown;) {
        grown = false;
        for (unsigned i = 0; i < info->used_ranges; i++) {
            const struct boot_range *used = &info->used[i];
            if (used->start <= top && used->end > top) {
                top = used->end;
                grown = true;
            }
        }
    }
    return top;
}

/* The kernel never touches user addresses, so SMAP needs no exceptions and RFLAGS.AC is never set. */
static void enable_protections(void)
{
    uint64_t cr4 = cpu_read_cr4() | CR4_PGE;
    if (cpu_id(0, 0).eax >= 7) {
        struct cpuid features = cpu_id(7, 0);
        cr4 |= features.ebx & FEATURE7_EBX_SMEP ? CR4_SMEP : 0;
        cr4 |= features.ebx & FEATURE7_EBX_SMAP ? CR4_SMAP : 0;
        cr4 |= features.ecx & FEATURE7_ECX_UMIP ? CR4_UMIP : 0;
    }
    cpu_write_cr4(cr4);
}

static void enable_syscalls(void)
{
    cpu_write_msr(MSR_EFER, cpu_read_msr(MSR_EFER) | EFER_SCE);
    cpu_write_msr(MSR_STAR, (uint64_t)SELECTOR_KERNEL_CODE << 32 | (uint64_t)(SELECTOR_USER_DATA - 8) << 48);
    cpu_write_msr(MSR_LSTAR, (uint64_t)entry_syscall);
    cpu_write_msr(MSR_SFMASK, RFLAGS_TF | RFLAGS_IF | RFLAGS_DF | RFLAGS_NT | RFLAGS_AC);
    cpu_write_msr(MSR_FS_BASE, 0);
    cpu_write_msr(MSR_GS_BASE, 0);
    cpu_write_msr(MSR_KERNEL_GS_BASE, 0);
}

void arch_init(const struct boot_info *info)
{
    uint64_t top = top_of_memory(info);
    paging_init(top);
    segments_init();
    enable_protections();
    enable_syscalls();
    fpu_init();
    pic_init();
    clock_init();
    acpi_init(info->rsdp, top);
    guest_init();
}

bool arch_device_range_allowed(uint64_t start, uint64_t end)
{
    bool apic = start < APIC_AREA_END && end > APIC_AREA_START;
    return !apic && !boot_memory_touches(start, end);
}

void arch_domain_init(struct domain *domain)
{
    domain->arch.root = (uint64_t)paging_new_root() - DIRECT_MAP_BASE;
    domain->arch.ports = PORTS_NONE;
}

void arch_domain_map(struct domain *domain, uint64_t address, uint64_t physical, uint64_t size,
                     uint32_t rights, bool device)
{
    uint64_t flags = PTE_USER | (rights & TABLE_RIGHT_WRITE ? PTE_WRITE : 0) |
                     (rights & TABLE_RIGHT_EXECUTE ? 0 : PTE_NX) | (device ? PTE_UNCACHED : 0);
    paging_map(arch_physical(domain->arch.root), address, physical, size, flags);
}

void arch_domain_allow_ports(struct domain *domain, uint16_t first, uint16_t last)
{
    if (domain->arch.ports == PORTS_NONE)
        domain->arch.ports = segments_new_ports();
    segments_allow_ports(domain->arch.ports, first, last);
}
