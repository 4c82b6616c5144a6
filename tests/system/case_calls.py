# SPDX-License-Identifier: BSD-2-Clause
"""Every connector that carries calls: parameters, order, signals, buffers, servers without threads, timers, liars."""

LIMIT = 180

RESULTS = 131

# What the rogue's lies cost each server, in the order of the first one.
REFUSALS = (
    "steady: carried: a message does not say how long it is, or is longer than its buffer",
    "steady: joined: a string in a message has no end",
    "serial: stream: a request names a method that does not exist",
)


def run(case, app="calls"):
    text = case.judge_components(app, "all are done", RESULTS)
    for refusal in REFUSALS:
        case.check(f"a lie is reported: {refusal}", refusal in text, text)
