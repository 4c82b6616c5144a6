# SPDX-License-Identifier: BSD-2-Clause
"""Kernel, libraries, components and guest programs built with clang: no warnings, and they do the same."""

import os

import case_calls
import case_events
import case_groups
import case_hello
import case_own_connector
import case_runtime
from clang_build import build_with_clang

LIMIT = 900

APPS = os.path.join("tests", "system", "apps")

# Application, its folder, and the case that judges it.
SYSTEMS = [
    ("hello", "examples", case_hello),
    ("runtime", APPS, case_runtime),
    ("calls", APPS, case_calls),
    ("events", APPS, case_events),
    ("groups", APPS, case_groups),
    ("own-connector", "examples", case_own_connector),
]


def run(case):
    for name, folder, judge in SYSTEMS:
        if _build(case, name, folder):
            judge.run(case, f"clang-{name}")
    _build(case, "two-guests", "examples")


def _build(case, name, folder):
    return build_with_clang(case, name, os.path.join(case.root, folder, name), case.build(f"clang-{name}"))
