# SPDX-License-Identifier: BSD-2-Clause
"""Event connectors and message queues on the real kernel: what merges, what is counted, whose badge it is."""

import re

LIMIT = 120

RESULTS = 26


def run(case, app="events"):
    with case.machine(case.simulate(app)) as machine:
        machine.expect(r"Causeway", 30)
        machine.expect(r"sink is done\n", 60)
        text = machine.before
        results = re.findall(r"^(ok|not ok) (.*?)\r?$", text, re.MULTILINE)
        for result, what in results:
            case.check(what, result == "ok")
        case.check("all checks have run", len(results) == RESULTS, text)
        case.check("nothing faults", "FAULT" not in text, text)
        case.check("power_off ends the emulator with status 0", machine.wait(30) == 0)
