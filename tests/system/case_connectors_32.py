# SPDX-License-Identifier: BSD-2-Clause
"""The misuse of connectors by a 32-bit guest: its processes and its kernel see what those of a 64-bit one see."""

import os
import subprocess

import case_connectors
from guest import Guest

LIMIT = 900


def run(case):
    build = case.build("connectors-32")
    problem = _build(case, build)
    case.check("the application is built", not problem, problem)
    if not problem:
        with case.machine([os.path.join(build, "simulate")], Guest) as guest:
            guest.boot()
            guest.log_in()
            case.check("the guest is a 32-bit one", guest.check("uname -m").strip() == "i686")
            case_connectors.judge(case, guest)


def _build(case, build):
    """What went wrong, if anything."""
    source = os.path.join(case.root, "tests", "system", "apps", "connectors")
    initial = os.path.join(case.root, "cmake", "causeway.cmake")
    for command in (["cmake", "-G", "Ninja", "-C", initial, "-S", source, "-B", build, "-DGUEST_WORD=32"],
                    ["ninja", "-C", build]):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            return done.stdout.decode(errors="replace")[-3000:]
    return ""
