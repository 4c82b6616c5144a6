# SPDX-License-Identifier: BSD-2-Clause
"""
Two guests side by side, both 64-bit or one of them 32-bit: they talk to each other, and one goes on whatever the other
does to itself.
"""

import re
import time

from guest import KERNEL_TROUBLE, output_lines

LIMIT = 1500

ROUNDS = 500


def run(case):
    _example(case)
    _one_fails(case)


def _boot(guest):
    for _ in range(2):
        guest.expect(r"Welcome to Buildroot\n", 300, KERNEL_TROUBLE)
    for name in ("vm0", "vm1"):
        guest.switch_to(name)
        guest.log_in()


def _receives(case, text, guest, sender, receiver, words):
    """The texts that a program in one guest sends arrive in the other."""
    guest.switch_to(receiver)
    guest.check(f"receive_text {len(words)} >/tmp/received 2>&1 & sleep 1")
    guest.switch_to(sender)
    status, output = guest.run("timeout 60 send_text " + " ".join(words))
    guest.switch_to(receiver)
    received = guest.check("sleep 1; cat /tmp/received")
    case.check(text, status == 0 and output_lines(received) == words, f"{status}\n{output}\n{received}")


def _example(case):
    with case.guest("two-guests") as guest:
        _boot(guest)
        _receives(case, "texts go from guest 0 to guest 1", guest, "vm0", "vm1", ["hello", "guest", "1"])
        _receives(case, "texts go from guest 1 to guest 0", guest, "vm1", "vm0", ["hello", "guest", "0"])
        guest.switch_to("vm1")
        guest.send_line("poweroff")
        guest.expect(r"vm1: the guest is off\n", 60)
        guest.switch_to("vm0")
        case.check("a guest that is off leaves the other running", guest.run("sleep 2; uname")[0] == 0)
        case.check("the last guest's poweroff ends the emulator with status 0", guest.power_off() == 0)


class _RoundTrips:
    """A program in guest 0 that makes round trips with the component all the time."""

    def __init__(self, case, guest):
        self.case = case
        self.guest = guest
        self.seen = 0
        guest.switch_to("vm0")
        guest.check(f"while ! [ -e /tmp/stop ]; do connector_test --events 2:2 --rounds {ROUNDS} || echo FAILED; "
                    "done >/tmp/rounds 2>&1 &")

    def _log(self):
        """What the program has printed so far: each line once, and how often."""
        return self.guest.check("sort /tmp/rounds | uniq -c")

    @staticmethod
    def _good(log):
        good = rf"^ *(\d+) ok .*{ROUNDS} of {ROUNDS} round trips"
        return sum(int(count) for count in re.findall(good, log, re.MULTILINE))

    def check_progress(self, text):
        """They have gone on since the last time, and none was lost."""
        self.guest.switch_to("vm0")
        good = 0
        deadline = time.monotonic() + 60
        while good <= self.seen and time.monotonic() < deadline:
            time.sleep(1)
            log = self._log()
            good = self._good(log)
        bad = re.findall(r"^ *\d+ (?:FAILED|not ok).*", log, re.MULTILINE)
        self.case.check(text, good > self.seen and not bad, log)
        self.seen = good

    def end(self):
        self.guest.check("touch /tmp/stop; while pidof connector_test; do sleep 1; done", 60)
        print(f"{ROUNDS * self._good(self._log())} round trips")


def _one_fails(case):
    with case.guest("guests") as guest:
        _boot(guest)
        trips = _RoundTrips(case, guest)
        trips.check_progress("guest 0 and the component make round trips")
        _knows(case, guest, 0)
        guest.switch_to("vm1")
        _rounds(case, guest, "the component serves guest 1 as well")
        _knows(case, guest, 1)
        _receives(case, "the guests talk to each other meanwhile", guest, "vm0", "vm1", ["hello"])

        _restart(guest, "reboot", None)
        trips.check_progress("guest 0 does not notice that guest 1 restarts")
        _receives(case, "the restarted guest can be talked to", guest, "vm0", "vm1", ["again"])
        _receives(case, "the restarted guest can talk", guest, "vm1", "vm0", ["again"])

        _restart(guest, "echo 1 >/proc/sys/kernel/panic; echo c >/proc/sysrq-trigger", r"Kernel panic")
        trips.check_progress("guest 0 does not notice that guest 1 crashes and restarts")
        guest.switch_to("vm1")
        _rounds(case, guest, "the component serves the guest that has crashed")

        guest.send_line("echo 0 >/proc/sys/kernel/panic; echo c >/proc/sysrq-trigger")
        guest.expect(r"end Kernel panic.*\n", 60)
        trips.check_progress("guest 0 does not notice that guest 1 has crashed for good")
        guest.run("timeout 2 send_text nobody")
        trips.check_progress("a text that nobody takes harms nothing")
        trips.end()
        _, log = guest.run("dmesg", forbidden=None)
        case.check("the log of guest 0 is clean", not guest.trouble(log), "\n".join(guest.trouble(log)))


def _rounds(case, guest, text):
    status, output = guest.run(f"connector_test --events 2:2 --rounds {ROUNDS}", 60)
    case.check(text, status == 0 and f"{ROUNDS} of {ROUNDS} round trips" in output, output)


def _knows(case, guest, number):
    """What the component has written for this guest, after a ping."""
    output = guest.check("dataport_read /dev/page")
    case.check(f"guest {number} has its own memory with the component", f"you are guest {number}\n" in output, output)


def _restart(guest, command, sign):
    """Has guest 1 start anew, and logs in again."""
    guest.switch_to("vm1")
    guest.send_line(command)
    if sign:
        guest.expect(sign, 60)
    guest.expect(r"^Welcome to Buildroot", 300)
    guest.expect(r"^buildroot login: ", 60)
    guest.log_in()
