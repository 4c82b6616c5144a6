# SPDX-License-Identifier: BSD-2-Clause
"""
run_command.py BUILD COMMAND: boots BUILD, runs COMMAND in its guest, shows the command's output, powers off.

The exit status is the command's; 125 if the machine did not get that far.
"""

import os
import sys

from guest import Guest
from machine import MachineError


def progress(text):
    print(f"run: {text}", file=sys.stderr, flush=True)


def main():
    if len(sys.argv) != 3:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    build, command = sys.argv[1:]
    log = os.path.join(build, "console.log")
    try:
        with Guest([os.path.join(build, "simulate")], log=log) as guest:
            progress("booting the guest; without hardware acceleration this takes up to a minute")
            guest.boot(forbidden=r"Kernel panic")
            guest.log_in()
            progress(f"running: {command}")
            status, output = guest.run(command, timeout=float(os.environ.get("TIMEOUT", "600")), forbidden=None)
            sys.stdout.write(output)
            sys.stdout.flush()
            progress(f"the command ended with status {status}; powering off")
            guest.power_off()
            return status
    except MachineError as error:
        progress(f"error: {error}\nThe whole console is in {log}")
        return 125
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
