# SPDX-License-Identifier: BSD-2-Clause
"""The emulator as it runs for measurements: counted instructions, deterministic time. Guests must not notice."""

import re

LIMIT = 600

COUNTED = "--extra-qemu-args=-icount shift=0,sleep=off"
ROUNDS = 20000


def run(case):
    with case.guest("connectors", COUNTED) as guest:
        guest.boot()
        guest.log_in()
        status, output = guest.run(f"connector_test --events 1:1 --rounds {ROUNDS}", 300)
        case.check(f"{ROUNDS} event round trips under counted time, none lost",
                   status == 0 and f"{ROUNDS} of {ROUNDS} round trips" in output, output[-2000:])
        guest.check("rmmod emits_event consumes_event dataport")
        _, output = guest.run("insmod /root/hypercall_test.ko second=2; dmesg | grep hypercall_test:", 200)
        case.check("no interrupt comes while the guest has interrupts off, and none is lost",
                   re.search(r"hypercall_test: 1\.\.\d+, 0 failed", output), output[-3000:])
        _, log = guest.run("dmesg", forbidden=None)
        case.check("the guest's log is clean", not guest.trouble(log), "\n".join(guest.trouble(log)))
        case.check("poweroff ends the emulator with status 0", guest.power_off() == 0)
