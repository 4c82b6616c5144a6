# SPDX-License-Identifier: BSD-2-Clause
"""The project's own tutorial: every state builds without a warning and boots, and what its reader types does it."""

import os
import re
import subprocess
import sys

from guest import KERNEL_TROUBLE, Guest, output_lines

LIMIT = 600

PAGE = os.path.join("docs", "tutorial.md")
FORGED = "first\\n99 the counter says hello"


def run(case):
    folder = case.build("tutorial-own")
    if _states(case, folder):
        _warnings(case, folder)
        _access(case, folder)
        _check(case, folder)
        _scene(case, folder)


def _tool(case, *arguments):
    tool = os.path.join(case.root, "tools", "tutorial", "tutorial.py")
    done = subprocess.run([sys.executable, tool, *arguments], cwd=case.root, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def _states(case, folder):
    status, said = _tool(case, "test", PAGE, "--folder", folder)
    for text in re.findall(r"^ok (.*)$", said, re.MULTILINE):
        case.check(text, True)
    if status != 0:
        case.check("every state of the page can be built and boots", False, said[-3000:])
    return status == 0


def _warnings(case, folder):
    logs = [name for name in os.listdir(folder) if name.endswith("-build.log")]
    warnings = []
    for name in logs:
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as text:
            warnings += [f"{name}: {line}" for line in text if re.search("warning", line, re.IGNORECASE)]
    case.check("no state is built with a warning", len(logs) >= 7 and not warnings, "".join(warnings))


def _access(case, folder):
    """The page shows the real access matrix of its desk."""
    with open(os.path.join(case.root, PAGE), encoding="utf-8") as text:
        shown = re.search(r"^```\n(desk0\n.*?)^```$", text.read(), re.MULTILINE | re.DOTALL).group(1)
    with open(os.path.join(folder, "build", "access.txt"), encoding="utf-8") as text:
        real = re.search(r"^desk0\n.*?(?=^  its own)", text.read(), re.MULTILINE | re.DOTALL).group(0)
    case.check("the page shows what its desk may touch", shown.split() == real.split(), real)


def _check(case, folder):
    status, said = _tool(case, "check", os.path.join(folder, "app"), os.path.join(folder, "build"))
    case.check("the solution can be checked", status == 0 and said.startswith("ok: "), said)


def _scene(case, folder):
    """What steps 4 to 6 show, in the solution."""
    with case.machine([os.path.join(folder, "build", "simulate")], Guest) as guest:
        for _ in range(2):
            guest.expect(r"^Welcome to Buildroot$", 300, KERNEL_TROUBLE)
        for name in ("vm0", "vm1"):
            guest.switch_to(name)
            guest.log_in()
        guest.switch_to("vm0")
        _, output = guest.run('note "hello, journal"')
        case.check("a note is entered", output_lines(output) == ["4 guest 0: hello, journal"], output)
        _, output = guest.run(f"note \"$(printf '{FORGED}')\"")
        case.check("a forged entry is harmless",
                   output_lines(output) == ["5 guest 0: first?99 the counter says hello"], output)
        # The other guest's line and this one's end are on their way at the same time.
        guest.send_line('talk "and good bye"')
        guest.expect(r"^and good bye\n", 60)
        case.check("guest 1 hears more", guest.run("true")[0] == 0)  # it has also said that it has heard
        guest.switch_to("vm1")
        guest.send_line("echo c >/proc/sysrq-trigger")
        guest.expect(r"end Kernel panic.*\n", 60)
        guest.switch_to("vm0")
        _, output = guest.run("note alive")
        case.check("a crash of guest 1 is not noticed", output_lines(output) == ["6 guest 0: alive"], output)
