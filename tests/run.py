# SPDX-License-Identifier: BSD-2-Clause
"""
run.py [STAGE...]: runs the tests of all stages, or of those named: host, build, style, system.

Each result is one line; the last line is "N passed, N failed". The full output of every test is in build/test-logs.
"""

import os
import re
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests"))

import build_stage
import host_stage
import style_stage
import system_stage

STAGES = {
    "host": host_stage.run,
    "build": build_stage.run,
    "style": style_stage.run,
    "system": system_stage.run,
}


class Report:
    """Counts results and shows them as they come."""

    def __init__(self, logs):
        self.logs = logs
        self.passed = 0
        self.failures = []

    def result(self, name, problem=None, tests=1, seconds=None):
        """`tests` tests of one program passed, or, if there is a `problem`, one of them failed."""
        spent = "" if seconds is None else f" ({seconds:.1f} s)"
        if problem is None:
            self.passed += tests
            many = f", {tests} tests" if tests > 1 else ""
            print(f"ok      {name}{many}{spent}", flush=True)
        else:
            self.failures.append(name)
            print(f"FAILED  {name}{spent}: {problem}", flush=True)

    def log_path(self, name):
        return os.path.join(self.logs, re.sub(r"[^A-Za-z0-9._-]+", "-", name) + ".log")


def main():
    names = sys.argv[1:] or list(STAGES)
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        print(f"run.py: there is no stage {unknown[0]!r}, but: {', '.join(STAGES)}", file=sys.stderr)
        return 2
    logs = os.path.join(ROOT, "build", "test-logs")
    os.makedirs(logs, exist_ok=True)
    report = Report(logs)
    for name in names:
        print(f"-- {name}", flush=True)
        start = time.monotonic()
        STAGES[name](ROOT, report)
        print(f"-- {name}: {time.monotonic() - start:.0f} s", flush=True)
    if report.failures:
        print("failed: " + ", ".join(report.failures))
    print(f"{report.passed} passed, {len(report.failures)} failed")
    return 1 if report.failures or report.passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
