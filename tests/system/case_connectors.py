# SPDX-License-Identifier: BSD-2-Clause
"""Connectors misused from all sides: by processes, by the guest's kernel, by components that fail."""

import re

LIMIT = 600

ROUNDS = 100000

# The kernel's report of each fault: component, thread, kind, address, instruction.
FAULTS = {
    "write_null": r"FAULT: component null_writer, thread control: write at 0, instruction at [0-9a-f]+",
    "read_past_end": r"FAULT: component over_reader, thread control: read at [0-9a-f]+000, instruction at [0-9a-f]+",
    "run_data": r"FAULT: component data_runner, thread control: instruction fetch at ([0-9a-f]+), instruction at \1",
    "use_up_stack": r"FAULT: component stack_eater, thread control: write at [0-9a-f]+, instruction at [0-9a-f]+",
    "use_port": r"FAULT: component port_user, thread control: .*, instruction at [0-9a-f]+",
}


def run(case):
    with case.guest("connectors") as guest:
        guest.boot()
        guest.log_in()
        judge(case, guest)


def judge(case, guest):
    """All that is tried in a guest of the application, until it is switched off."""
    _wrong_size(case, guest)
    _processes(case, guest)
    _round_trips(case, guest, ROUNDS)
    for event, pattern in FAULTS.items():
        _fault(case, guest, event, pattern)
    _round_trips(case, guest, 1000)
    _hypercalls(case, guest)
    _, log = guest.run("dmesg", forbidden=None)
    case.check("the guest's log is clean", not guest.trouble(log), "\n".join(guest.trouble(log)))
    case.check("poweroff ends the emulator with status 0", guest.power_off() == 0)


def _wrong_size(case, guest):
    """A size that is not the specification's is told in the guest, by its kernel, and by the monitor."""
    status, output = guest.run("dataport_init /dev/small 4096 /dev/twin 8192; echo status $?; sleep 1")
    case.check("a wrong size ends dataport_init with a clear message", "status 1\n" in output and
               "/dev/twin: cannot set up 8192 bytes: Invalid argument" in output, output)
    case.check("the guest's kernel names both sizes",
               "invalid dataport size 8192 for dataport 2, which has 4096 bytes" in output, output)
    case.check("so does the monitor, once",
               output.count("dataport 2, 'twin': the guest says 8192 bytes, the specification 4096") == 1, output)


def _processes(case, guest):
    status, output = guest.run("connector_test --dataport 3:4194304 --read-only 4:4096 --events 1:1", 180)
    for number, text in re.findall(r"^not ok (\d+) - (.*)$", output, re.MULTILINE):
        case.check(f"processes: {text} ({number})", False)
    passed = re.findall(r"^ok \d+ - (.*)$", output, re.MULTILINE)
    case.check(f"processes: {len(passed)} checks of connector_test", status == 0 and len(passed) > 30, output[-3000:])


def _round_trips(case, guest, rounds):
    status, output = guest.run(f"connector_test --events 1:1 --rounds {rounds}", 240)
    case.check(f"{rounds} event round trips, none lost",
               status == 0 and f"{rounds} of {rounds} round trips" in output, output[-2000:])


def _fault(case, guest, event, pattern):
    output = guest.check(f"emits_event_emit /dev/{event}; sleep 1")
    case.check(f"{event}: the kernel says who, what and where", re.search(pattern, output), output)
    status, output = guest.run("connector_test --events 1:1 --rounds 100")
    case.check(f"{event}: the others go on", status == 0 and "survived" not in output, output)


def _hypercalls(case, guest):
    guest.check("rmmod emits_event consumes_event dataport")
    status, output = guest.run("insmod /root/hypercall_test.ko second=2; dmesg | grep hypercall_test:", 120)
    for text in sorted(set(re.findall(r"hypercall_test: not ok \d+ - (.*)$", output, re.MULTILINE))):
        case.check(f"hypercalls: {text}", False)
    total = re.search(r"hypercall_test: 1\.\.(\d+), 0 failed", output)
    case.check(f"hypercalls: {total.group(1) if total else 'no'} bad ones got their errors", bool(total),
               output[-3000:])
    guest.check("rmmod hypercall_test; modprobe dataport && modprobe consumes_event && modprobe emits_event")
    case.check("the modules find their connectors again",
               guest.run("connector_test --events 1:1 --rounds 100")[0] == 0)
