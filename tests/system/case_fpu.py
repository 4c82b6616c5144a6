# SPDX-License-Identifier: BSD-2-Clause
"""Everybody keeps patterns in the x87 and vector registers; nobody sees or changes what others keep there."""

import re

LIMIT = 400

HOLDERS = ("above", "first", "second", "below")
LOOKERS = ("looker", "last_looker")
FAULTS = ("faulty_above", "faulty_beside", "faulty_below")
SECONDS = 20
LEAST = 20  # rounds in which others ran


def run(case):
    with case.guest("fpu") as guest:
        guest.boot()
        guest.log_in()
        output = _load_all(guest)
        for seed in (8, 9):
            _judge_rounds(case, f"guest process {seed}", f"vector_test {seed}", output)
        case.check("a guest that switches registers off and on finds them unchanged",
                   re.search(r"xcr0_test: \d+ rounds, 0 wrong", output), output[-3000:])
        guest.check("emits_event_emit /dev/report; sleep 5")
        for name in FAULTS:
            case.check(f"{name} has died with its registers full",
                       re.search(rf"FAULT: component {name}, thread control: write at 0", guest.console()))
        for name in HOLDERS:
            _judge_rounds(case, name, name, guest.console())
        for name in LOOKERS:
            case.check(f"{name}'s threads start with initial registers",
                       len(re.findall(rf"^{name}: thread \d found nothing", guest.console(), re.MULTILINE)) == 2)
        case.check("a new virtual processor starts with initial registers",
                   "prober: the guest found nothing" in guest.console())
        masks = set(re.findall(r"xcr0 is (\w+)", guest.console()))
        case.check("everybody has x87, SSE and AVX", len(masks) == 1 and int(min(masks), 16) & 7 == 7, masks)
        case.check("nobody complains", "not ok" not in guest.console(), guest.console()[-3000:])
        case.check("poweroff ends the emulator with status 0", guest.power_off() == 0)


def _load_all(guest):
    """Two processes, the module and the faults, all at the same time. Returns what they have printed."""
    guest.check("cd /root; for seed in 8 9; do (vector_test $seed %d; echo ended) >/tmp/$seed & done; sleep 3; "
                "insmod xcr0_test.ko; for f in above beside below; do emits_event_emit /dev/fault_$f; done; "
                "while ! grep -q ended /tmp/8 || ! grep -q ended /tmp/9; do sleep 1; done" % SECONDS, SECONDS + 120)
    return guest.run("cat /tmp/8 /tmp/9; dmesg | grep xcr0_test:")[1]


def _judge_rounds(case, title, name, output):
    found = re.search(rf"{name}: (\d+) rounds, others ran in (\d+), (\d+) wrong", output)
    _, shared, wrong = map(int, found.groups()) if found else (0, 0, 1)
    case.check(f"{title} keeps its registers", found and wrong == 0, output[-3000:])
    case.check(f"{title} was interrupted by others", shared >= LEAST, found and found.group(0))
