# SPDX-License-Identifier: BSD-2-Clause
"""A machine that runs a built system in the emulator, and its console."""

import os
import re
import select
import signal
import subprocess
import sys
import time

COLOURS = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


class MachineError(Exception):
    """The machine did not do what was expected; the text says what, and what its console showed last."""


class Machine:
    """
    Runs BUILD/simulate with its console on pipes.

    `log`: a file that gets everything the console shows. `echo`: show it on stdout, too. All times are in seconds.
    What the console showed and nobody asked for yet is kept: expect() looks at it first.
    """

    def __init__(self, command, log=None, echo=False):
        self.command = command
        self.log = open(log, "wb") if log else None
        self.echo = echo
        self.pending = b""
        self.all = b""
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def send(self, text):
        """Types `text`, with pauses, because a console keeps only so much that has not been read."""
        data = text.encode()
        try:
            for start in range(0, len(data), 256):
                if start:
                    time.sleep(0.05)
                self.process.stdin.write(data[start:start + 256])
                self.process.stdin.flush()
        except BrokenPipeError:
            raise MachineError("the machine has stopped" + self._shown()) from None

    def send_line(self, text=""):
        self.send(text + "\n")

    def expect(self, pattern, timeout, forbidden=None):
        """
        Waits for a regular expression. Returns its match; what came before it and the match itself are then taken.
        Colours are removed and line ends are "\\n". `forbidden`: an expression that must not appear before.
        """
        wanted = re.compile(pattern.encode(), re.MULTILINE)
        unwanted = re.compile(forbidden.encode(), re.MULTILINE) if forbidden else None
        deadline = time.monotonic() + timeout
        while True:
            found = wanted.search(self.pending)
            bad = unwanted.search(self.pending) if unwanted else None
            if bad and (not found or bad.start() < found.start()):
                raise MachineError(f"the console showed {bad.group(0).decode(errors='replace')!r}" + self._shown())
            if found:
                self.before = self.pending[:found.start()].decode(errors="replace")
                self.pending = self.pending[found.end():]
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                raise MachineError(f"no {pattern!r} within {timeout:g} s" + self._shown())
            if not self._read(left):
                raise MachineError(f"the machine stopped before {pattern!r} came" + self._shown())

    def pass_time(self, seconds):
        """Lets the machine run for so long, and keeps what its console shows."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._read(deadline - time.monotonic()):
            pass

    def wait(self, timeout):
        """Waits for the emulator's end; returns its exit status. The rest of the console's text stays in `pending`."""
        deadline = time.monotonic() + timeout
        while self._read(max(0.0, deadline - time.monotonic())):
            if time.monotonic() >= deadline:
                raise MachineError(f"the machine did not stop within {timeout:g} s" + self._shown())
        try:
            return self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise MachineError(f"the machine did not stop within {timeout:g} s" + self._shown()) from None

    def stop(self):
        """Ends the emulator, if it still runs."""
        if self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGTERM)
                self.process.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                self.process.kill()
                self.process.wait()
        if self.log:
            self.log.close()
            self.log = None

    def _read(self, timeout):
        """Reads what there is, waiting up to `timeout`. False: the console is closed."""
        ready, _, _ = select.select([self.process.stdout], [], [], min(timeout, 1.0))
        if not ready:
            return True
        data = os.read(self.process.stdout.fileno(), 65536)
        if not data:
            return False
        if self.log:
            self.log.write(data)
            self.log.flush()
        if self.echo:
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        self.all += data
        # A colour may be cut in two by the end of a read; it is whole when the next read is added.
        self.pending = COLOURS.sub(b"", self.pending + data).replace(b"\r", b"")
        return True

    def console(self):
        """All that the console has shown so far, without colours, line ends "\\n"."""
        return COLOURS.sub(b"", self.all).replace(b"\r", b"").decode(errors="replace")

    def _shown(self):
        lines = self.console().splitlines()[-12:]
        return ". Last lines of the console:\n" + "\n".join("    " + line for line in lines)
