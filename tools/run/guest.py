# SPDX-License-Identifier: BSD-2-Clause
"""The Linux guest of a machine: log in, run commands, switch off."""

import re
import shlex

from machine import Machine, MachineError

# Signs of a guest's kernel in trouble. The first match on the console ends whatever was waited for.
KERNEL_TROUBLE = (r"Kernel panic|Oops[ :]|BUG:|Call Trace:|WARNING: |general protection fault|"
                  r"soft lockup|rcu: INFO|clocksource: .*unstable|nobody cared|spurious")


class Guest(Machine):
    """A machine with one Linux guest whose console is in the foreground."""

    def boot(self, timeout=240, forbidden=KERNEL_TROUBLE):
        """Waits for the login prompt."""
        self.expect(r"^Welcome to Buildroot", timeout, forbidden)
        self.expect(r"^buildroot login: ", 60, forbidden)

    def log_in(self):
        """
        Logs in as root, and puts the shell behind a pipe: a shell that reads from the terminal would echo and edit.
        """
        self.send_line("root")
        self.expect(r"# ", 30)
        self.send_line("stty -echo; cat | sh; exit")
        self.expect(r"exit\n", 30)
        self.marks = 0
        self.run("true")

    def run(self, command, timeout=60, forbidden=KERNEL_TROUBLE):
        """Runs a shell command; returns (status, output); the output is all that the console showed meanwhile."""
        self.marks += 1
        self.send_line(f"sh -c {shlex.quote(command)} </dev/null; echo \"@{self.marks}:$?@\"")
        found = self.expect(rf"@{self.marks}:([0-9]+)@\n", timeout, forbidden)
        return int(found.group(1)), self.before

    def check(self, command, timeout=60):
        """Runs a command that must succeed; returns its output."""
        status, output = self.run(command, timeout)
        if status != 0:
            raise MachineError(f"in the guest, {command!r} ended with status {status}:\n{output}")
        return output

    def power_off(self, timeout=60):
        """Switches the guest off; returns the emulator's exit status."""
        self.send_line("poweroff")
        return self.wait(timeout)


def output_lines(text):
    """The lines of a console's text without those of the guest's kernel, which start with a time."""
    return [line for line in text.splitlines() if not re.match(r"\[ *[0-9]+\.[0-9]+\] ", line)]
