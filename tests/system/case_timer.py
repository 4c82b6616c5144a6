# SPDX-License-Identifier: BSD-2-Clause
"""The example of the time server: each client gets the ticks that it asked for, not before their time."""

import re

LIMIT = 60

TICKERS = {"slow": (300, 3), "fast": (100, 5)}


def run(case):
    with case.machine(case.simulate("timer")) as machine:
        machine.expect(r"(?s)(?:: done\b.*){2}", 30)
        text = machine.all.decode(errors="replace")
        for name, (period, most) in TICKERS.items():
            ticks = re.findall(rf"{name}: tick (\d+) after (\d+) ms", text)
            case.check(f"{name} ticks, {most} times at most", 0 < len(ticks) <= most, text)
            case.check(f"no tick of {name} comes before its time",
                       all(int(after) >= int(number) * period for number, after in ticks), text)
        case.check("no component has faulted", "FAULT" not in text, text)
