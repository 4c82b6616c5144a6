# SPDX-License-Identifier: BSD-2-Clause
"""
run_case.py CASE LOGS: runs one system test. CASE is a file with a function run(case); it calls case.check for every
result. What the consoles of its machines show is kept in LOGS.
"""

import importlib.util
import os
import re
import sys
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools", "run"))
sys.path.insert(0, os.path.join(ROOT, "tests", "system"))

from guest import Guest
from machine import Machine, MachineError


class Case:
    """What a test needs: machines of built applications, and a place for its results."""

    def __init__(self, name, logs):
        self.root = ROOT
        self.name = name
        self.logs = logs
        self.failed = 0
        self.machines = 0

    def build(self, app):
        return os.path.join(ROOT, "build", app)

    def simulate(self, app, *options):
        return [os.path.join(self.build(app), "simulate"), *options]

    def machine(self, command, kind=Machine):
        self.machines += 1
        return kind(command, log=os.path.join(self.logs, f"{self.name}-console-{self.machines}.log"))

    def guest(self, app, *options):
        """A machine that runs `app`, whose guest can be talked to."""
        return self.machine(self.simulate(app, *options), Guest)

    def judge(self, text, count):
        """The results that components print, "ok WHAT" or "not ok WHAT" a line; there must be `count` of them."""
        results = re.findall(r"^(ok|not ok) (.*?)\r?$", text, re.MULTILINE)
        for result, what in results:
            self.check(what, result == "ok")
        self.check("all checks have run", len(results) == count, f"{len(results)} results\n{text}")

    def judge_components(self, app, last, count, faults=()):
        """Boots an application whose components judge themselves, print `last` (a pattern) at the end of it, and switch
        the machine off. `faults`: patterns of the faults that belong to the test. Returns what was printed."""
        with self.machine(self.simulate(app)) as machine:
            machine.expect(r"Causeway", 30)
            machine.expect(last + r"\r?\n", 120)
            status = machine.wait(30)
            text = machine.console()
        self.judge(text, count)
        for fault in faults:
            self.check(f"a fault is reported: {fault}", re.search("FAULT: " + fault, text), text)
        self.check("nothing else faults", text.count("FAULT") == len(faults), text)
        self.check("power_off ends the emulator with status 0", status == 0, status)
        return text

    def check(self, text, good, detail=""):
        """One result. `text` says what must hold."""
        if good:
            print(f"ok {text}", flush=True)
        else:
            self.failed += 1
            print(f"not ok {text}", flush=True)
            if detail:
                print("    " + str(detail).replace("\n", "\n    "), flush=True)


def main():
    path, logs = sys.argv[1:]
    name = os.path.basename(path)[len("case_"):-len(".py")]
    specification = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    case = Case(name, logs)
    try:
        module.run(case)
    except MachineError as error:
        case.check("the machine does what the test expects", False, error)
    except Exception:
        case.check("the test runs to its end", False, traceback.format_exc())
    return 1 if case.failed else 0


if __name__ == "__main__":
    sys.exit(main())
