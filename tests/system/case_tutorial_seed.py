# SPDX-License-Identifier: BSD-2-Clause
"""
The tutorial page that this project grew from, if it lies beside the checkout: its files build and run byte for byte,
and its reader sees what it shows.
"""

import json
import os
import re
import subprocess
import sys

from clang_build import COMPILER, build_with_clang
from guest import Guest, output_lines

LIMIT = 1200

PAGE = os.path.join("..", "shared", "seed", "crossvm-tutorial.md")

# The page's own listing of the console, from the first line that it shows to the last.
INIT_LINES = [
    "Creating dataport node /dev/camkes_data",
    "Allocating 4096 bytes for /dev/camkes_data",
    "Creating consuming event node /dev/camkes_done_printing",
    "Creating emitting event node /dev/camkes_do_print",
    "",
    "Welcome to Buildroot",
]


def run(case):
    page = os.path.join(case.root, PAGE)
    if not os.path.exists(page):
        case.check(f"skipped: there is no page {os.path.normpath(page)}", True)
        return
    folder = case.build("tutorial-seed")
    if _states(case, page, folder):
        _second_build(case, folder)
        _warnings(case, folder, os.path.join(folder, "build"), "gcc")
        _scene(case, os.path.join(folder, "build"))
        _other_compiler(case, folder)


def _states(case, page, folder):
    """The first exercise alone, the start, the solution; the last one's build stays."""
    tool = os.path.join(case.root, "tools", "tutorial", "tutorial.py")
    good = True
    for tasks in (["--task", "crossvm/vm-cmake-start"], []):
        done = subprocess.run([sys.executable, tool, "test", page, "--folder", folder, *tasks],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for text in re.findall(r"^ok (.*)$", done.stdout, re.MULTILINE):
            case.check(text, True)
        if done.returncode != 0:
            good = False
            case.check("the states of the page can be built and boot", False, done.stdout[-3000:])
    return good


def _second_build(case, folder):
    done = subprocess.run(["ninja", "-C", os.path.join(folder, "build")], stdout=subprocess.PIPE, text=True)
    steps = [line for line in done.stdout.splitlines() if line.startswith("[")]
    expected = ("step for 'print_client-app'", "Completed 'print_client-app'", "Looking at what", "Re-checking")
    case.check("a second build does nothing but look at the guest's program",
               done.returncode == 0 and all(any(words in step for words in expected) for step in steps), done.stdout)


def _warnings(case, folder, build, compiler):
    """The page's C files, with the flags of the build and more warnings."""
    entries = [entry for part in (build, os.path.join(build, "print_client-app")) for entry in _compilations(part)
               if f"{folder}/app/" in os.path.join(entry["directory"], entry["file"]) and entry["file"].endswith(".c")]
    case.check(f"the page's C files are in {compiler}'s build", len(entries) == 3, [entry["file"] for entry in entries])
    for entry in entries:
        command = entry["command"] + " -Wall -Wextra -Werror -fsyntax-only"
        done = subprocess.run(command, shell=True, cwd=entry["directory"], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        case.check(f"{os.path.basename(entry['file'])}: no warning by {compiler}", done.returncode == 0,
                   done.stdout[-2000:])


def _compilations(build):
    done = subprocess.run(["ninja", "-C", build, "-t", "compdb"], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def _other_compiler(case, folder):
    """The whole system once more, built with clang, where a build with another compiler was begun."""
    build = os.path.join(folder, "build-clang")
    if not os.path.exists(build):
        subprocess.run(["cmake", "-G", "Ninja", "-S", os.path.join(case.root, "guest", "linux", "utilities"),
                        "-B", os.path.join(build, "guest", "utilities-32")], check=True, stdout=subprocess.DEVNULL)
    if not build_with_clang(case, "the page's system", os.path.join(folder, "app"), build):
        return
    _warnings(case, folder, build, COMPILER)
    with case.machine([os.path.join(build, "simulate")], Guest) as guest:
        guest.boot()
        guest.log_in()
        status, output = guest.run("print_client hello world")
        case.check("what clang has built prints hello world",
                   status == 0 and output_lines(output) == ["hello", "world"], output)


def _scene(case, build):
    with case.machine([os.path.join(build, "simulate")], Guest) as guest:
        guest.boot()
        shown = [line for line in guest.console().splitlines() if not re.match(r"\[ *[0-9.]+\] ", line)]
        start = shown.index(INIT_LINES[0]) if INIT_LINES[0] in shown else 0
        case.check("the lines before the login prompt are the page's, in its order",
                   shown[start:start + len(INIT_LINES)] == INIT_LINES, "\n".join(shown[-20:]))
        guest.send_line("root")
        guest.expect(r"^Password: $", 30)
        guest.send_line("root")
        guest.expect(r"^# ", 30)
        case.check("root logs in with a password", True)
        guest.send_line("print_client hello world")
        guest.expect(r"^\[ *\d+\.\d{6}\] dataport received mmap for minor 1\nhello\nworld\n", 30)
        case.check("print_client hello world shows what the page shows", True)
        guest.send_line("exit")
        guest.boot(30)
        guest.log_in()
        status, output = guest.run("print_client")
        case.check("without arguments only the mapping is told",
                   status == 0 and re.fullmatch(r"\[ *[0-9.]+\] dataport received mmap for minor 1\n", output), output)
        _, log = guest.run("dmesg", forbidden=None)
        case.check("the guest's log is clean", not guest.trouble(log), "\n".join(guest.trouble(log)))
        case.check("poweroff ends the emulator with status 0", guest.power_off() == 0)
