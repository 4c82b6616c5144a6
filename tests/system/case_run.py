# SPDX-License-Identifier: BSD-2-Clause
"""make run, with a person at the terminal and without."""

import os
import subprocess
import sys

from guest import Guest, output_lines

LIMIT = 400


def run(case):
    make = ["make", "-C", case.root, "SETUP=skip", "run"]
    with case.machine(make, Guest) as guest:
        guest.boot(timeout=300)
        before = guest.console()
        case.check("a hint tells how to log in, what to type and how to quit, before the boot",
                   -1 < before.find("print_client hello world") < before.find("Causeway 0")
                   and "Ctrl-A X" in before and "root" in before, before[:2000])
        guest.log_in()
        _, output = guest.run("print_client hello world")
        case.check("the scene works at the terminal", output_lines(output) == ["hello", "world"], output)
        case.check("poweroff ends make with status 0", guest.power_off() == 0)

    done = subprocess.run([*make, "CMD=print_client 'two words' $((1 + 2))"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    said = done.stdout.decode()
    case.check("make run CMD=... shows the command's output and ends with status 0",
               done.returncode == 0 and "\ntwo words\n3\n" in said, said)

    for command, status in ("echo to the terminal; exit 7", 7), ("false", 1), ("kill -9 $$", 137):
        ended = subprocess.run([*make, f"CMD={command}"], stdout=subprocess.PIPE)
        case.check(f"make's status is the command's: {command}",
                   ended.returncode == status and (status != 7 or b"to the terminal\n" in ended.stdout), ended)
