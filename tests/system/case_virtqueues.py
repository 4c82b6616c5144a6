# SPDX-License-Identifier: BSD-2-Clause
"""Virtqueues on the real kernel: chains of buffers go from a driver to three devices, and come back."""

LIMIT = 120

RESULTS = 15


def run(case, app="virtqueues"):
    case.judge_components(app, "driver is done", RESULTS)
