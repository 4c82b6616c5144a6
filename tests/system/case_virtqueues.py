# SPDX-License-Identifier: BSD-2-Clause
"""Virtqueues on the real kernel: chains of buffers go from a driver to three devices, and come back."""

LIMIT = 120

RESULTS = 15


def run(case):
    with case.machine(case.simulate("virtqueues")) as machine:
        machine.expect(r"Causeway", 30)
        machine.expect(r"driver is done\n", 60)
        text = machine.before
        case.judge(text, RESULTS)
        case.check("nothing faults", "FAULT" not in text, text)
        case.check("power_off ends the emulator with status 0", machine.wait(30) == 0)
