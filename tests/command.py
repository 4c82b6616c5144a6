# SPDX-License-Identifier: BSD-2-Clause
"""Runs a command of a test stage with a time limit, its output in a file."""

import os
import signal
import subprocess
import time


def run(command, log, limit, **options):
    """Returns (problem, output, seconds); problem is None if the command ended with status 0 within `limit` seconds."""
    start = time.monotonic()
    with open(log, "wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                   start_new_session=True, **options)
        try:
            status = process.wait(limit)
            problem = None if status == 0 else f"status {status}; see {log}"
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            problem = f"not done after {limit} s; see {log}"
    with open(log, encoding="utf-8", errors="replace") as text:
        return problem, text.read(), time.monotonic() - start
