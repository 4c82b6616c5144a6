# SPDX-License-Identifier: BSD-2-Clause
"""Two components without a guest: an event, a dataport, calls, whole lines on the console."""

LIMIT = 120


def run(case, app="hello"):
    with case.machine(case.simulate(app)) as machine:
        machine.expect(r"Causeway", 30)
        case.check("the kernel shows its banner", True)
        machine.expect(r"hello is done\n", 30)
        lines = [line.strip() for line in machine.before.splitlines()]
        case.check("the shared page has the greeter's note",
                   any("the greeter says: welcome to the shared page" in line for line in lines), machine.before)
        greetings = [line.split("number ")[1] for line in lines if "greeting number " in line]
        case.check("three calls are answered in order", greetings == ["1", "2", "3"], machine.before)
        case.check("no component has faulted", "fault" not in machine.before.lower(), machine.before)
