# SPDX-License-Identifier: BSD-2-Clause
"""The CAmkES runtime on the real kernel: calls, events, locks, timers, start-up, and what a fault does to others."""

LIMIT = 180

RESULTS = 33

# The faults that belong to the test, and no others.
FAULTS = (
    r"component mortal, thread work: write at 10, instruction at [0-9a-f]+",
    r"component writer, thread control: write at 3[0-9a-f]+, instruction at ",
)


def run(case, app="runtime"):
    case.judge_components(app, "tester is done", RESULTS, FAULTS)
