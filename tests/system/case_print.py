# SPDX-License-Identifier: BSD-2-Clause
"""The main scene: a process in a stock Linux guest has its arguments printed by an isolated component."""

import random
import shlex
import string

from guest import output_lines

LIMIT = 420

INIT_LINES = [
    "Creating dataport node /dev/camkes_data",
    "Allocating 4096 bytes for /dev/camkes_data",
    "Creating consuming event node /dev/camkes_done_printing",
    "Creating emitting event node /dev/camkes_do_print",
]


def run(case):
    with case.guest("print") as guest:
        guest.boot()
        boot_text = guest.console()
        at = [boot_text.find(line + "\n") for line in INIT_LINES]
        case.check("the device nodes are made before the login prompt, in order", -1 not in at and at == sorted(at), at)
        guest.log_in()
        _print_scene(case, guest)
        _random_arguments(case, guest)
        _long_arguments(case, guest)
        _clean_log(case, guest)
        case.check("poweroff ends the emulator with status 0", guest.power_off() == 0)


def _print_scene(case, guest):
    status, output = guest.run("print_client hello world")
    case.check("print_client ends with status 0", status == 0, output)
    case.check("the component prints each argument on a line", output_lines(output) == ["hello", "world"], output)
    case.check("the module says that the dataport was mapped", "dataport received mmap for minor 1\n" in output, output)
    status, output = guest.run("print_client")
    case.check("without arguments nothing is printed", status == 0 and output_lines(output) == [], output)


def _random_arguments(case, guest):
    seed = random.SystemRandom().randrange(1 << 32)
    draw = random.Random(seed)
    letters = string.ascii_letters + string.digits + "_-+=.,:;/!%^&*()[]{}<>|~?'\"$#\\ "
    arguments = ["x" + "".join(draw.choice(letters) for _ in range(draw.randrange(1, 60))) + "x" for _ in range(40)]
    command = "print_client " + " ".join(shlex.quote(argument) for argument in arguments)
    status, output = guest.run(command)
    case.check("forty random arguments come out as they went in", status == 0 and output_lines(output) == arguments,
               f"seed {seed}\nwanted {arguments}\ngot    {output_lines(output)}")


def _long_arguments(case, guest):
    for length in (4095, 4096, 5000):
        command = f'print_client "$(head -c {length} /dev/zero | tr "\\0" a)" end'
        status, output = guest.run(command)
        # The serial server shows a long line in pieces.
        *pieces, last = output_lines(output)
        case.check(f"an argument of {length} bytes ends with the dataport",
                   status == 0 and "".join(pieces) == "a" * min(length, 4096) and last == "end", output[:300])


def _clean_log(case, guest):
    _, log = guest.run("dmesg", forbidden=None)
    trouble = guest.trouble(log)
    case.check("the guest's log is clean", not trouble, "\n".join(trouble))
