# SPDX-License-Identifier: BSD-2-Clause
"""Event connectors and message queues on the real kernel: what merges, what is counted, whose badge it is."""

LIMIT = 120

RESULTS = 26


def run(case, app="events"):
    case.judge_components(app, "sink is done", RESULTS)
