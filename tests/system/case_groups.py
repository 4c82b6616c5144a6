# SPDX-License-Identifier: BSD-2-Clause
"""A group on the real kernel: three instances in one address space call each other directly; a fourth cannot."""

LIMIT = 120

RESULTS = 19


def run(case, app="groups"):
    with case.machine(case.simulate(app)) as machine:
        machine.expect(r"Causeway", 30)
        machine.expect(r"lead is done\n", 60)
        text = machine.before
        case.judge(text, RESULTS)
        for worker in ("left", "right"):
            case.check(f"the control thread of {worker} runs too", f"{worker} runs\n" in text, text)
        case.check("nothing faults", "FAULT" not in text, text)
        case.check("power_off ends the emulator with status 0", machine.wait(30) == 0)
