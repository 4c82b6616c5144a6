# SPDX-License-Identifier: BSD-2-Clause
"""The CAmkES runtime on the real kernel: calls, events, locks, timers, start-up, and what a fault does to others."""

import re

LIMIT = 180

RESULTS = 33

# The faults that belong to the test, and no others.
FAULTS = {
    "a server that faults": r"FAULT: component mortal, thread work: write at 10, instruction at [0-9a-f]+",
    "a write to a read-only dataport": r"FAULT: component writer, thread control: write at 3[0-9a-f]+, instruction at ",
}


def run(case, app="runtime"):
    with case.machine(case.simulate(app)) as machine:
        machine.expect(r"Causeway", 30)
        machine.expect(r"tester is done\n", 120)
        text = machine.before
        status = machine.wait(30)
        text += machine.all.decode(errors="replace").partition("tester is done")[2]
        case.judge(text, RESULTS)
        for what, pattern in FAULTS.items():
            case.check(f"{what} is reported", re.search(pattern, text), text)
        case.check("nothing else faults", text.count("FAULT") == len(FAULTS), text)
        case.check("power_off ends the emulator with status 0", status == 0, status)
