# SPDX-License-Identifier: BSD-2-Clause
"""Kernel, libraries, components and guest programs built with clang: no warnings, and they do the same."""

import os

import case_hello
import case_runtime
from clang_build import build_with_clang

LIMIT = 600


def run(case):
    _build(case, "two-guests", "examples")
    if _build(case, "hello", "examples"):
        case_hello.run(case, "clang-hello")
    if _build(case, "runtime", os.path.join("tests", "system", "apps")):
        case_runtime.run(case, "clang-runtime")


def _build(case, name, folder):
    return build_with_clang(case, name, os.path.join(case.root, folder, name), case.build(f"clang-{name}"))
