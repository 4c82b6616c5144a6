# SPDX-License-Identifier: BSD-2-Clause
"""A guest that restarts finds its connectors working again."""

from guest import output_lines

LIMIT = 600


def run(case):
    with case.guest("print") as guest:
        guest.boot()
        guest.log_in()
        for round_number in (1, 2):
            case.check(f"the scene works before restart {round_number}", _prints(guest, f"before{round_number}"))
            guest.send_line("reboot")
            guest.boot()
            guest.log_in()
            case.check(f"the scene works after restart {round_number}", _prints(guest, f"after{round_number}"))
        case.check("poweroff ends the emulator with status 0", guest.power_off() == 0)


def _prints(guest, word):
    status, output = guest.run(f"print_client {word}")
    return status == 0 and output_lines(output) == [word]
