# SPDX-License-Identifier: BSD-2-Clause
"""Tests a page as its reader would: every state is built and booted, and must show its completion text."""

import os
import subprocess
import sys

from page import START
from workspace import Workspace, WorkspaceError

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools", "run"))

from guest import KERNEL_TROUBLE
from machine import Machine, MachineError

BUILD_LIMIT = 1800  # seconds
BOOT_LIMIT = 240    # for each line of a completion text


def states(page, tasks):
    """
    (name, State, completion text or None) of the states to test: those after the named tasks or subtasks; if none is
    named, the start and those after every task.
    """
    found = []
    if not tasks:
        found.append(("at the start", START, page.completion_of(START)))
    for task in tasks or page.tasks:
        state = page.state(task, True)
        found.append((f"after {task}", state, page.completion_of(state)))
    return found


def boot(build, completion, log):
    """
    Boots a build and waits for the lines of a completion text: regular expressions, which must match in this order.
    Returns what went wrong, or None.
    """
    try:
        with Machine([os.path.join(build, "simulate")], log=log) as machine:
            for line in completion.splitlines():
                if line.strip():
                    machine.expect(line.strip(), BOOT_LIMIT, KERNEL_TROUBLE)
    except MachineError as error:
        return str(error)
    return None


class Trial:
    """`folder` gets the application and its build, and a log of what each build and machine said."""

    def __init__(self, page, folder):
        self.page = page
        self.folder = folder
        self.app = os.path.join(folder, "app")
        self.build = os.path.join(folder, "build")

    def run(self, name, state, completion):
        """What went wrong with one state, or None."""
        log = os.path.join(self.folder, name.replace(" ", "-").replace("/", "-"))
        try:
            Workspace(self.app).write(self.page, state, force=True)
        except WorkspaceError as error:
            return str(error)
        initial = os.path.join(ROOT, "cmake", "causeway.cmake")
        commands = [["ninja", "-C", self.build]]
        if not os.path.exists(os.path.join(self.build, "build.ninja")):
            commands.insert(0, ["cmake", "-G", "Ninja", "-C", initial, "-S", self.app, "-B", self.build])
        with open(log + "-build.log", "wb") as out:
            for command in commands:
                problem = self._command(command, out, log + "-build.log")
                if problem:
                    return problem
        return boot(self.build, completion, log + "-console.log") if completion else None

    @staticmethod
    def _command(command, out, log):
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                  timeout=BUILD_LIMIT)
        except subprocess.TimeoutExpired:
            return f"{command[0]} was not done after {BUILD_LIMIT} s; see {log}"
        if done.returncode == 0:
            return None
        with open(log, encoding="utf-8", errors="replace") as text:
            return f"{command[0]} ended with status {done.returncode}; see {log}\n" + "".join(text.readlines()[-15:])
