# SPDX-License-Identifier: BSD-2-Clause
"""A group on the real kernel: three instances in one address space call each other directly; a fourth cannot."""

LIMIT = 120

RESULTS = 22


def run(case, app="groups"):
    fault = "component doomed, thread victim.control: write at 10"
    text = case.judge_components(app, "lead is done", RESULTS, [fault])
    for worker in ("left", "right"):
        case.check(f"the control thread of {worker} runs too", f"{worker} runs\n" in text, text)
