/* SPDX-License-Identifier: BSD-2-Clause */
#include "acpi.h"

#include "arch.h"
#include "console.h"
#include "cpu.h"
#include "string.h"

#define SLEEP_ENABLE (1u << 13)

struct rsdp {
    char signature[8];
    uint8_t checksum;
    char oem[6];
    uint8_t revision;
    uint32_t rsdt;
} __attribute__((packed));

struct sdt {
    char signature[4];
    uint32_t length;
    uint8_t revision, checksum;
    char oem[6], oem_table[8];
    uint32_t oem_revision, creator, creator_revision;
} __attribute__((packed));

#define FADT_DSDT         40
#define FADT_PM1A_CONTROL 64
#define FADT_PM1B_CONTROL 68
#define FADT_MINIMUM      72

static uint64_t top;
static uint16_t pm1a, pm1b, sleep_a, sleep_b;

static const void *bytes_at(uint64_t address, uint64_t size)
{
    return address && address < top && size <= top - address ? arch_physical(address) : NULL;
}

/* A table whose header, length and checksum hold; NULL otherwise. */
static const struct sdt *table_at(uint64_t address)
{
    const struct sdt *table = bytes_at(address, sizeof *table);
    if (!table || table->length < sizeof *table || !bytes_at(address, table->length))
        return NULL;
    uint8_t sum = 0;
    for (uint32_t i = 0; i < table->length; i++)
        sum = (uint8_t)(sum + ((const uint8_t *)table)[i]);
    return sum == 0 ? table : NULL;
}

static uint32_t field32(const struct sdt *table, uint32_t offset)
{
    uint32_t value;
    memcpy(&value, (const uint8_t *)table + offset, sizeof value);
    return value;
}

/* One element of the _S5_ package: a byte, with or without its prefix, or the constants 0 and 1. */
static const uint8_t *package_element(const uint8_t *p, uint16_t *value)
{
    const uint8_t byte_prefix = 0x0a;
    if (*p == byte_prefix)
        p++;
    *value = (uint16_t)((*p & 7u) << 10);
    return p + 1;
}

/* Finds `Name (_S5_, Package () {a, b, …})` in the definition block by its bytes (20.2.5.1). */
static bool find_sleep_types(const struct sdt *dsdt)
{
    const uint8_t *bytes = (const uint8_t *)dsdt;
    for (uint32_t i = sizeof *dsdt; i + 16 <= dsdt->length; i++) {
        if (memcmp(bytes + i, "_S5_", 4) != 0 || bytes[i + 4] != 0x12)
            continue;
        const uint8_t *p = bytes + i + 5;
        p += (*p >> 6) + 2; /* package length, number of elements */
        package_element(package_element(p, &sleep_a), &sleep_b);
        return true;
    }
    return false;
}

void acpi_init(uint64_t rsdp_address, uint64_t top_of_memory)
{
    top = top_of_memory;
    const struct rsdp *rsdp = bytes_at(rsdp_address, sizeof *rsdp);
    if (!rsdp || memcmp(rsdp->signature, "RSD PTR ", 8) != 0)
        return;
    const struct sdt *rsdt = table_at(rsdp->rsdt);
    if (!rsdt)
        return;
    for (uint32_t at = sizeof *rsdt; at + 4 <= rsdt->length; at += 4) {
        const struct sdt *fadt = table_at(field32(rsdt, at));
        if (!fadt || memcmp(fadt->signature, "FACP", 4) != 0 || fadt->length < FADT_MINIMUM)
            continue;
        const struct sdt *dsdt = table_at(field32(fadt, FADT_DSDT));
        if (dsdt && find_sleep_types(dsdt)) {
            pm1a = (uint16_t)field32(fadt, FADT_PM1A_CONTROL);
            pm1b = (uint16_t)field32(fadt, FADT_PM1B_CONTROL);
        }
        return;
    }
}

void arch_power_off(void)
{
    if (pm1a)
        cpu_out16(pm1a, sleep_a | SLEEP_ENABLE);
    if (pm1b)
        cpu_out16(pm1b, sleep_b | SLEEP_ENABLE);
    /* The chipset takes its time. */
    for (uint64_t start = arch_now(); arch_now() - start < arch_frequency();)
        cpu_pause();
    console_print("The machine can be switched off now.\n");
    arch_halt();
}

void arch_power_reset(void)
{
    cpu_out8(0xcf9, 0x02); /* reset control register, then the keyboard controller's line */
    cpu_out8(0xcf9, 0x06);
    cpu_out8(0x64, 0xfe);
    arch_halt();
}
