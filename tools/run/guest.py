# SPDX-License-Identifier: BSD-2-Clause
"""The Linux guest of a machine: log in, run commands, switch off."""

import re
import shlex

from machine import Machine, MachineError

# Signs of a guest's kernel in trouble. The first match on the console ends whatever was waited for.
KERNEL_TROUBLE = (r"Kernel panic|Oops[ :]|BUG:|Call Trace:|WARNING: CPU|general protection fault|"
                  r"soft lockup|rcu: INFO|clocksource: .*unstable|nobody cared|spurious")


NEXT_CONSOLE = "\x1c"  # Ctrl-\


class Guest(Machine):
    """A machine with a Linux guest whose console is in the foreground; several guests share the terminal."""

    def switch_to(self, name):
        """Gives the terminal to the guest of the monitor `name`. Further consoles must be there already."""
        for _ in range(16):
            self.send(NEXT_CONSOLE)
            if self.expect(r"the terminal belongs to (\w+).*\n", 60).group(1).decode() == name:
                return
        raise MachineError(f"no console is called {name!r}")

    def boot(self, timeout=240, forbidden=KERNEL_TROUBLE):
        """Waits for the login prompt."""
        self.expect(r"^Welcome to Buildroot", timeout, forbidden)
        self.expect(r"^buildroot login: ", 60, forbidden)

    def log_in(self):
        """
        Logs in as root, and has the shell read commands in a loop: at its own prompt it would echo and edit them.
        """
        self.send_line("root")
        # 32-bit guests ask for a password.
        if self.expect(r"# |^Password: ", 30).group(0) != b"# ":
            self.send_line("root")
            self.expect(r"# ", 30)
        # What is typed before this answer may be lost, because the shell changes the terminal's mode meanwhile.
        self.send_line("stty -echo; echo ready=$((1 + 1)); while IFS= read -r line; do eval \"$line\"; done; exit")
        self.expect(r"ready=2\n", 30)
        self.marks = 0
        self.run("true")

    def run(self, command, timeout=60, forbidden=KERNEL_TROUBLE):
        """Runs a shell command; returns (status, output); the output is all that the console showed meanwhile."""
        self.marks += 1
        quoted = shlex.quote(command).replace("\n", "'$'\\n''")
        self.send_line(f"sh -c {quoted} </dev/null; echo \"@{self.marks}:$?@\"")
        found = self.expect(rf"@{self.marks}:([0-9]+)@\n", timeout, forbidden)
        return int(found.group(1)), self.before

    def check(self, command, timeout=60):
        """Runs a command that must succeed; returns its output."""
        status, output = self.run(command, timeout)
        if status != 0:
            raise MachineError(f"in the guest, {command!r} ended with status {status}:\n{output}")
        return output

    @staticmethod
    def trouble(log):
        """The lines of a kernel's log that tell of trouble."""
        return [line for line in log.splitlines() if re.search(KERNEL_TROUBLE, line)]

    def power_off(self, timeout=60):
        """Switches the guest off; returns the emulator's exit status."""
        self.send_line("poweroff")
        return self.wait(timeout)


def output_lines(text):
    """The lines of a console's text without those of the guest's kernel, which start with a time."""
    return [line for line in text.splitlines() if not re.match(r"\[ *[0-9]+\.[0-9]+\] ", line)]
