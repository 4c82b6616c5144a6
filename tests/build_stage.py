# SPDX-License-Identifier: BSD-2-Clause
"""Builds the examples and the applications of the system tests, as any application is built; twice, to see that the
second build has nothing to do."""

import os

import command


def applications(root):
    """All (name, source folder, build folder)."""
    found = []
    for folder in ("examples", os.path.join("tests", "system", "apps"), os.path.join("tests", "hostile", "apps")):
        path = os.path.join(root, folder)
        for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
            source = os.path.join(path, name)
            if os.path.exists(os.path.join(source, "CMakeLists.txt")):
                found.append((name, source, build_folder(root, name)))
    return found


def build_folder(root, name):
    return os.path.join(root, "build", name)


def run(root, report):
    for name, source, build in applications(root):
        problem = _build(root, report, name, source, build)
        if problem:
            report.result(f"build of {name}", problem)
            continue
        report.result(f"build of {name}")
        again, output, _ = command.run(["ninja", "-C", build], report.log_path(f"build-{name}-again"), 300)
        if not again and not _idle(output):
            again = f"the second build did something; see {report.log_path(f'build-{name}-again')}"
        report.result(f"second build of {name}", again)


def _build(root, report, name, source, build):
    log = report.log_path(f"build-{name}")
    if not os.path.exists(os.path.join(build, "build.ninja")):
        initial = os.path.join(root, "cmake", "causeway.cmake")
        problem, output, _ = command.run(["cmake", "-G", "Ninja", "-C", initial, "-S", source, "-B", build], log, 1200)
        if problem:
            print(output[-4000:])
            return problem
    problem, output, _ = command.run(["ninja", "-C", build], log, 1200)
    if problem:
        print(output[-4000:])
    return problem


def _idle(output):
    """Whether ninja found nothing to do, or looked at nothing but projects that want to be looked at always."""
    steps = [line for line in output.splitlines() if line.startswith("[")]
    always = ("step for", "Completed '", "Looking at what", "Re-checking")
    return all(any(words in line for words in always) for line in steps)
