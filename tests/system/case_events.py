# SPDX-License-Identifier: BSD-2-Clause
"""Event connectors and message queues on the real kernel: what merges, what is counted, whose badge it is."""

LIMIT = 120

RESULTS = 26


def run(case, app="events"):
    with case.machine(case.simulate(app)) as machine:
        machine.expect(r"Causeway", 30)
        machine.expect(r"sink is done\n", 60)
        text = machine.before
        case.judge(text, RESULTS)
        case.check("nothing faults", "FAULT" not in text, text)
        case.check("power_off ends the emulator with status 0", machine.wait(30) == 0)
