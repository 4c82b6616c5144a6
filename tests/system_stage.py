# SPDX-License-Identifier: BSD-2-Clause
"""The system tests: each file system/case_*.py boots systems in the emulator and judges what they do."""

import concurrent.futures
import glob
import itertools
import os
import re
import sys

import command


def run(root, report):
    cases = sorted(glob.glob(os.path.join(root, "tests", "system", "case_*.py")))
    # Two at a time: an emulated machine keeps one processor busy. The longest go first, so that no one is left over.
    cases.sort(key=_limit, reverse=True)
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        waiting = {pool.submit(_run_case, report, case): case for case in cases}
        for done in concurrent.futures.as_completed(waiting):
            _report_case(report, waiting[done], *done.result())


def _limit(case):
    """The case's own time limit: its line LIMIT = seconds."""
    with open(case, encoding="utf-8") as text:
        return int(re.search(r"^LIMIT = (\d+)", text.read(), re.MULTILINE).group(1))


def _run_case(report, case):
    runner = os.path.join(os.path.dirname(case), "run_case.py")
    return command.run([sys.executable, runner, case, report.logs], report.log_path(_name(case)), _limit(case))


def _name(case):
    return os.path.basename(case)[len("case_"):-len(".py")]


def _report_case(report, case, problem, output, seconds):
    """
    Each line "ok TEXT" or "not ok TEXT" of a case is a result; the indented lines after it say what went wrong. A case
    that breaks off has failed as a whole.
    """
    name = _name(case)
    lines = output.splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("ok "):
            report.result(f"{name}: {line[3:]}")
        elif line.startswith("not ok "):
            report.result(f"{name}: {line[7:]}", f"see {report.log_path(name)}")
            details = list(itertools.takewhile(lambda text: text.startswith("    "), lines[number:]))
            print("\n".join(details[:3] + details[3:][-20:]), flush=True)
    if problem and "\nnot ok " not in "\n" + output:
        print(output[-3000:])
        report.result(name, problem, seconds=seconds)
