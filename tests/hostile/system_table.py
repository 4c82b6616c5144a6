# SPDX-License-Identifier: BSD-2-Clause
"""Reads the slots of a component out of a system image: abi/system_table.h, seen from outside."""

import struct

ARRAYS = ("domains", "threads", "slots", "mappings", "regions", "notifications", "endpoints", "irqs", "port_ranges",
          "timers", "vms", "vm_mappings", "vcpus", "strings")
HEADER = struct.Struct("<QIIQQ" + "II" * len(ARRAYS))
DOMAIN = struct.Struct("<IIIIIIIIQ")
SLOT = struct.Struct("<IIIIQ")

TYPES = ("EMPTY", "SELF", "NOTIFICATION", "ENDPOINT", "IRQ", "TIMER", "PORTS", "REGION", "VM", "VCPU", "CONSOLE",
         "POWER")
RIGHTS = {"SIGNAL": 1, "WAIT": 2, "CALL": 4, "RECEIVE": 8}


def slots_of(image, component):
    """The (type, rights) of each slot of a component, in order."""
    with open(image, "rb") as file:
        table = file.read()
    header = HEADER.unpack_from(table)
    arrays = {name: header[5 + 2 * i:7 + 2 * i] for i, name in enumerate(ARRAYS)}
    for i in range(arrays["domains"][1]):
        domain = DOMAIN.unpack_from(table, arrays["domains"][0] + i * DOMAIN.size)
        if _string(table, arrays["strings"][0] + domain[0]) == component:
            return [_slot(table, arrays["slots"][0] + (domain[3] + n) * SLOT.size) for n in range(domain[4])]
    raise ValueError(f"{image} has no component {component!r}")


def _slot(table, offset):
    kind, _, rights, _, _ = SLOT.unpack_from(table, offset)
    return TYPES[kind], rights


def _string(table, offset):
    return table[offset:table.index(b"\0", offset)].decode()
