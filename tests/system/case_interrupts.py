# SPDX-License-Identifier: BSD-2-Clause
"""Interrupts in their older form, from a real device: who waits, polls or has registered gets each of them."""

LIMIT = 120

RESULTS = 8


def run(case):
    with case.machine(case.simulate("interrupts")) as machine:
        machine.expect(r"Causeway", 30)
        machine.expect(r"driver is done\n", 60)
        text = machine.before
        case.judge(text, RESULTS)
        case.check("nothing faults", "FAULT" not in text, text)
        case.check("power_off ends the emulator with status 0", machine.wait(30) == 0)
