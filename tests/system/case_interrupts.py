# SPDX-License-Identifier: BSD-2-Clause
"""Interrupts in their older form, from a real device: who waits, polls or has registered gets each of them."""

LIMIT = 120

RESULTS = 8


def run(case, app="interrupts"):
    case.judge_components(app, "driver is done", RESULTS)
