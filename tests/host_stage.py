# SPDX-License-Identifier: BSD-2-Clause
"""The host tests: unit tests, specifications that must be accepted or refused, fuzzers for a few seconds each."""

import os
import re
import xml.etree.ElementTree

import command


def run(root, report):
    build = os.path.join(root, "build", "tests")
    for name, line in (("configure", ["cmake", "-G", "Ninja", "-S", os.path.join(root, "tests"), "-B", build]),
                       ("build", ["ninja", "-k", "0", "-C", build])):
        problem, output, seconds = command.run(line, report.log_path(f"host-{name}"), 1200)
        if problem:
            print(output[-8000:])
            report.result(f"host tests: {name}", problem, seconds=seconds)
    results = os.path.join(build, "results.xml")
    if os.path.exists(results):
        os.remove(results)
    command.run(["ctest", "--test-dir", build, "-j", "2", "--test-output-size-passed", "100000",
                 "--output-junit", results],
                report.log_path("host-ctest"), 1800)
    if not os.path.exists(results):
        report.result("host tests", "ctest wrote no results; see " + report.log_path("host-ctest"))
        return
    for case in xml.etree.ElementTree.parse(results).getroot().iter("testcase"):
        _report_case(report, case)


def _report_case(report, case):
    output = case.findtext("system-out") or ""
    seconds = float(case.get("time", "0"))
    # A program of cmocka runs many tests and says so; any other counts as one.
    counts = [int(count) for count in re.findall(r"\[  PASSED  \] (\d+) test\(s\)\.$", output, re.MULTILINE)]
    if case.get("status") == "run":
        report.result(case.get("name"), tests=max(1, sum(counts)), seconds=seconds)
    else:
        log = report.log_path("host-" + case.get("name"))
        with open(log, "w", encoding="utf-8") as out:
            out.write(output)
        print(output[-4000:])
        report.result(case.get("name"), f"see {log}", seconds=seconds)
