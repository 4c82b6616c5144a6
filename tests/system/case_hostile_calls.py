# SPDX-License-Identifier: BSD-2-Clause
"""
Components that make every system call in every wrong way. What a slot allows is compared with the system table of the
image; two bystanders must not notice anything.
"""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "hostile"))

import system_table

LIMIT = 180

ENOENT, EACCES, EINVAL = -2, -13, -22
ENDS = "-"  # not tried, because the caller would never come back

# Each call in the order of abi/syscall.h: the slot's type and right, and the result on a slot that has them. Nobody is
# there to be answered; no component here has a power switch, and the caller has no guest.
CALLS = (
    ("NOTIFICATION", "SIGNAL", 0), ("NOTIFICATION", "WAIT", ENDS), ("NOTIFICATION", "WAIT", 0),
    ("ENDPOINT", "CALL", 0), ("ENDPOINT", "RECEIVE", ENDS), ("ENDPOINT", "RECEIVE", ENDS),
    ("ENDPOINT", "RECEIVE", ENOENT), ("IRQ", None, 0), ("TIMER", None, 0), ("VM", None, None), ("VM", None, None),
    ("VCPU", None, None), ("VCPU", None, None), ("VCPU", None, None), ("VCPU", None, None), ("SELF", None, 0),
    ("SELF", None, 0), ("SELF", None, ENDS), ("CONSOLE", None, 0), ("POWER", None, None), ("POWER", None, None))

# Kinds that the caller must have for the test to mean anything.
KINDS = {"SELF", "NOTIFICATION", "ENDPOINT", "IRQ", "TIMER", "PORTS", "REGION", "CONSOLE"}

ATTACKERS = {"caller": 90, "storm": 1, "monitor": 200, "gambler": 4}


def run(case):
    with case.machine(case.simulate("hostile-calls")) as machine:
        for name in ATTACKERS:
            if not re.search(_end(name), machine.console(), re.MULTILINE):
                machine.expect(_end(name), 90, forbidden=r"kernel stops|^FAULT:")
        seen = len(machine.console())
        for _ in range(2):
            machine.pending = b""
            machine.expect(r"bystander: \d+ rounds, \d+ wrong\n", 30)
        text = machine.console()
    _check_slots(case, text)
    for name, least in ATTACKERS.items():
        for number, what in re.findall(rf"^{name}: not ok (\d+) (.*)$", text, re.MULTILINE):
            case.check(f"{name} {number}: {what}", False)
        total, failed = re.search(_end(name), text, re.MULTILINE).groups()
        case.check(f"{name}: {total} attacks, none with another result than documented",
                   failed == "0" and int(total) >= least)
    case.check("nobody has faulted", "FAULT:" not in text)
    case.check("the bystanders go on after the attacks", "bystander:" in text[seen:])
    case.check("the bystanders have noticed nothing", not re.search(r"bystander: .* [1-9]\d* wrong", text))


def _end(name):
    return rf"^{name}: 1\.\.(\d+), (\d+) failed\r?$"


def _check_slots(case, text):
    slots = system_table.slots_of(os.path.join(case.build("hostile-calls"), "images", "system.img"), "caller")
    case.check("the caller has slots of every kind", KINDS <= {kind for kind, _ in slots}, slots)
    shown = re.findall(r"^caller: slot (\S+): (.*)$", text, re.MULTILINE)
    case.check("more slots were tried than there are", len(shown) > len(slots) + 8, len(shown))
    for number, results in shown:
        index = int(number, 16)
        kind, rights = slots[index] if index < len(slots) else ("EMPTY", 0)
        wanted = [str(_result(call, kind, rights)) for call in CALLS]
        case.check(f"every call on slot {number}, {kind.lower()} with rights {rights:#x}", results.split() == wanted,
                   f"{results}\n{' '.join(wanted)}")


def _result(call, kind, rights):
    """What abi/syscall.h says."""
    if kind == "EMPTY":
        return ENOENT
    if kind != call[0]:
        return EINVAL
    if call[1] and not rights & system_table.RIGHTS[call[1]]:
        return EACCES
    return call[2]
