# SPDX-License-Identifier: BSD-2-Clause
"""Builds an application with clang in the place of GCC."""

import os
import subprocess

COMPILER = "clang-14"


def build_with_clang(case, name, source, build):
    """Builds `source` in the folder `build`, kernel and all; one result each for the build and for its silence."""
    commands = [["ninja", "-C", build]]
    if not os.path.exists(os.path.join(build, "build.ninja")):
        commands.insert(0, ["cmake", "-G", "Ninja", "-C", os.path.join(case.root, "cmake", "causeway.cmake"),
                            "-S", source, "-B", build, f"-DCMAKE_C_COMPILER={COMPILER}"])
    said = ""
    status = 0
    for command in commands:
        if status == 0:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            status = done.returncode
            said += done.stdout
    case.check(f"clang builds {name}", status == 0, said[-3000:])
    # The specification compiler's own warnings are not about C.
    warnings = [line for line in said.splitlines() if "warning: " in line and ".camkes:" not in line]
    case.check(f"clang has no warning about {name}", not warnings, "\n".join(warnings))
    return status == 0
