# SPDX-License-Identifier: BSD-2-Clause
"""The kernel measures the processor's clock right, also when something holds the machine back meanwhile."""

import os
import re
import signal
import time

LIMIT = 120

BOOTS = 8
RUN, STOP = 0.030, 0.015  # seconds; a measurement takes 0.020
TOLERANCE = 0.02


def run(case):
    right = _megahertz(case, disturbed=False)
    found = [_megahertz(case, disturbed=True) for _ in range(BOOTS)]
    case.check(f"in {BOOTS} boots that are held back, the clock is measured as in one that is not",
               all(abs(megahertz - right) <= TOLERANCE * right for megahertz in found), f"{right}: {found}")


def _megahertz(case, disturbed):
    """What the banner says. A disturbed machine stops again and again until that is there."""
    with case.machine(case.simulate("hello")) as machine:
        deadline = time.monotonic() + 30
        while disturbed and b" MHz" not in machine.all and time.monotonic() < deadline:
            os.killpg(machine.process.pid, signal.SIGSTOP)
            time.sleep(STOP)
            os.killpg(machine.process.pid, signal.SIGCONT)
            machine.pass_time(RUN)
        machine.expect(r"([0-9]+) MHz\n", 30)
        return int(re.search(r"([0-9]+) MHz", machine.console()).group(1))
