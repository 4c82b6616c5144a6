# SPDX-License-Identifier: BSD-2-Clause
"""
A guest without Linux that attacks its monitor and the kernel by every way out of a guest, and judges the answers
itself; after it, another one that keeps its processor in exceptions for ever. Components beside them must not notice.

Left out is what the emulator cannot do: hardware watchpoints in a guest and a task register without a task end it, it
raises no exceptions of vector instructions, and does not let RDTSCP leave the guest.
"""

import re
import time

LIMIT = 300

END = r"^guest: 1\.\.(\d+), (\d+) failed\n"
FATAL = r"LOST|kernel stops|^FAULT:|second guest: survived"
LEAST = 200  # attacks with an answer
BURST, A_SECOND = 20, 2  # messages of a monitor that its guest provokes


def run(case):
    start = time.monotonic()
    with case.machine(case.simulate("hostile-guest")) as machine:
        end = machine.expect(END, 240, forbidden=FATAL)
        seconds = time.monotonic() - start
        machine.expect(r"^vm0: the guest is off\n", 30, forbidden=FATAL)
        machine.expect(r"^second guest: loops\n", 30, forbidden=FATAL)
        attacks = machine.console()
        machine.expect(r"^partner: .*\n(.*\n)*?partner: .*\n", 30, forbidden=FATAL)
        machine.expect(r"^bystander: .*\n(.*\n)*?bystander: .*\n", 30, forbidden=FATAL)
        after = machine.console()[len(attacks):]
    for number, what in re.findall(r"^guest: not ok (\d+) (.*)$", attacks, re.MULTILINE):
        case.check(f"guest {number}: {what}", False)
    total, failed = (int(group) for group in end.groups())
    case.check(f"{total} attacks, each with the right answer", total >= LEAST and failed == 0)
    _check_messages(case, attacks, seconds)
    _check_partner(case, attacks, after)
    rounds = [int(number) for number in re.findall(r"^bystander: (\d+) rounds, 0 wrong$", attacks, re.MULTILINE)]
    case.check("the bystanders have worked all the time", rounds and rounds[-1] > 20 * seconds, rounds[-1:])
    case.check("the bystanders have noticed nothing",
               not re.search(r"bystander: .* [1-9]\d* wrong", attacks + after))


def _check_messages(case, text, seconds):
    """A message may be led by one that says how many were left out."""
    messages = [line for line in re.findall(r"^vm0: .*$", text, re.MULTILINE) if "messages like" not in line]
    case.check("the monitor's messages are few", len(messages) <= BURST + A_SECOND * (seconds + 10), len(messages))
    left_out = sum(int(number) for number in re.findall(r"^vm0: (\d+) messages like", text, re.MULTILINE))
    case.check("many messages were provoked", left_out > 1000, left_out)


def _check_partner(case, attacks, after):
    found = [tuple(map(int, line)) for line in
             re.findall(r"^partner: (\d+) rounds, (\d+) events, (\d+) words changed$", attacks + after, re.MULTILINE)]
    case.check("the partner's memory has only what it has put there", found and all(line[2] == 0 for line in found))
    case.check("the partner has got the guest's events", found and found[-1][1] > 100, found[-1:])
    case.check("the partner goes on beside a guest that loops", found and after.count("partner:") >= 2)
