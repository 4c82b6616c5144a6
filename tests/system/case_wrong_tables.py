# SPDX-License-Identifier: BSD-2-Clause
"""Tables in cross_vm.c that do not match the specification: each monitor says what is wrong, and starts no guest."""

LIMIT = 120

MISTAKES = [
    "cross_vm_dataports_init: entry 1 is the dataport 'second', whose id in the specification is 2",
    "cross_vm_dataports_init: entry 1 is NULL: ids are contiguous from 1",
    "cross_vm_emits_events_init: entry 1 is NULL: ids are contiguous from 1",
    "cross_vm_consumes_events_init: entry 1 has id 3; 2 events have ids 1 to 2",
    "cross_vm_consumes_events_init: entry 1 has id 1, which another one has",
    "cross_vm_consumes_events_init: entry 0 has no reg_callback",
]


NOT_STARTED = "the guest is not started, because its connectors are not right"


def run(case):
    with case.machine(case.simulate("wrong-tables")) as machine:
        for _ in MISTAKES:
            machine.expect(NOT_STARTED + r"\n", 30)
        lines = machine.console().splitlines()
    for number, mistake in enumerate(MISTAKES):
        said = [line for line in lines if line.startswith(f"vm{number}: ")]
        for text in (mistake, NOT_STARTED):
            case.check(f"guest {number}: {text}", any(line.endswith(": " + text) for line in said), "\n".join(lines))
    case.check("nothing else is said", len(lines) == 1 + 2 * len(MISTAKES), "\n".join(lines))
