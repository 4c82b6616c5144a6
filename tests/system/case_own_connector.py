# SPDX-License-Identifier: BSD-2-Clause
"""Connectors that an application defines, with their glue in C headers."""

import re

LIMIT = 120


def run(case, app="own-connector"):
    with case.machine(case.simulate(app)) as machine:
        machine.expect(r"reader is done\n", 60)
        text = machine.before
        results = re.findall(r"^(ok|not ok) (.*?)\r?$", text, re.MULTILINE)
        for result, what in results:
            case.check(what, result == "ok")
        case.check("all checks have run, and nothing faults", len(results) == 3 and "FAULT" not in text, text)
        case.check("power_off ends the emulator with status 0", machine.wait(30) == 0)
