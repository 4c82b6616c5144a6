# SPDX-License-Identifier: BSD-2-Clause
"""A connector of the application's own: memory and signals of each writer alone, code of its own at both ends."""

import re

LIMIT = 120


def run(case, app="own-connector"):
    with open(f"{case.build(app)}/access.txt", encoding="utf-8") as text:
        matrix = text.read()
    with case.machine(case.simulate(app)) as machine:
        machine.expect(r"Causeway", 30)
        machine.expect(r"own-connector is done\n", 60)
        text = machine.before
        for writer in (0, 1):
            case.check(f"all bytes of writer {writer} arrive in order",
                       f"writer {writer} has sent 100000 bytes, 0 of them wrong" in text, text)
        case.check("a writer that breaks its pipe is found out, once", text.count("writer 2 has broken its pipe") == 1,
                   text)
        case.check("no component has faulted", "fault" not in text.lower(), text)
    shared = re.findall(r"^ +memory +(\w+)\.outlet \(4 KiB\) +read\+write +(.*)$", matrix, re.MULTILINE)
    pairs = [(writer, "reader: read+write") for writer in ("alice", "bob", "vandal")]
    pairs += [(writer, f"{writer}: read+write") for writer in ("alice", "bob", "vandal")]
    case.check("each writer shares memory with the reader alone", sorted(shared) == sorted(pairs), matrix)
