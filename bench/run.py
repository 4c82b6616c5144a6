# SPDX-License-Identifier: BSD-2-Clause
"""
run.py: measures what connectors cost, in retired instructions, and what the compiler and the kernel's check of its
tables take on this host; writes build/bench/results.json and results.svg.

The emulator counts the instructions of the whole machine and gives the count as the time stamp (-icount shift=0), so
that the figures do not depend on how busy the host is.
"""

import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools", "run"))
sys.path.insert(0, os.path.join(ROOT, "bench"))

import compiler
import plot
from guest import Guest
from machine import Machine, MachineError

COUNTING = ["--extra-qemu-args", "-icount shift=0,sleep=off"]

APPLICATION = ["-C", os.path.join(ROOT, "cmake", "causeway.cmake")]

# What each measurement is called in the table. Measurements of others, made the same way on the same emulator with a
# Debian 6.1 guest, stand beside ours for orientation.
TITLES = {
    "guest_round_trip": "guest process -> component -> guest process, by events",
    "guest_pci_round_trip": "the same over a connection on PCI",
    "guest_exit": "VM exit to the monitor and re-entry (CPUID)",
    "guest_pipe_round_trip": "pipe ping-pong of two processes inside the guest",
    "component_call": "call and reply between components",
    "component_direct_call": "direct call between two members of a group",
    "component_signal_to_wake": "event between components, emit to wake",
    "component_event_round_trip": "event and answer between components",
    "copy_to_memory": "copy of 1 MiB inside the guest",
    "copy_to_dataport": "copy of 1 MiB into a dataport",
    "copy_from_dataport": "copy of 1 MiB out of a dataport",
    "boot_to_login": "power-on to the login prompt (waiting included)",
}
OTHERS = {
    "KVM with ivshmem-doorbell, round trip": 16131,
    "KVM with virtio-vsock, round trip": 62635,
    "KVM, null exit": 3287,
}


def build(name, *options):
    folder = os.path.join(ROOT, "build", f"bench-{name}")
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        subprocess.run(["cmake", "-G", "Ninja", *options, "-S", os.path.join(ROOT, "bench", name), "-B", folder],
                       check=True)
    subprocess.run(["ninja", "-C", folder], check=True)
    return folder


def parse(text):
    """{name: {samples, min, median, p99, max}} from the lines that the programs write."""
    found = re.findall(r"bench (\w+) samples=(\d+) min=(\d+) median=(\d+) p99=(\d+) max=(\d+)", text)
    keys = ("samples", "min", "median", "p99", "max")
    return {name: dict(zip(keys, map(int, numbers))) for name, *numbers in found}


def measure_components(output):
    folder = build("components", *APPLICATION)
    log = os.path.join(output, "components.log")
    with Machine([os.path.join(folder, "simulate"), *COUNTING], log=log) as machine:
        machine.expect(r"bench done\n", 300)
        return parse(machine.console())


def measure_guest(output):
    folder = build("guest", *APPLICATION)
    with Guest([os.path.join(folder, "simulate"), *COUNTING], log=os.path.join(output, "guest.log")) as guest:
        guest.boot(timeout=120)
        guest.log_in()
        for what in ("round_trip", "pci", "exit", "pipe", "copy"):
            print(f"bench: measuring {what} in the guest", flush=True)
            guest.check(f"bench_guest {what}", timeout=120)
        _, log = guest.run("dmesg", forbidden=None)
        if guest.trouble(log):
            raise MachineError("the guest's kernel complains, so its figures are not to be trusted: "
                               + guest.trouble(log)[0])
        guest.power_off()
        return parse(guest.console())


def table(results):
    lines = [f"{'instructions':58} {'median':>14} {'p99':>14} {'samples':>8}"]
    for name, title in TITLES.items():
        if name in results:
            row = results[name]
            lines.append(f"{title:58} {row['median']:>14,} {row['p99']:>14,} {row['samples']:>8,}")
    lines.append("for orientation, others on the same emulator:")
    lines += [f"{title:58} {figure:>14,}" for title, figure in OTHERS.items()]
    return "\n".join(lines)


def main():
    output = os.path.join(ROOT, "build", "bench")
    os.makedirs(output, exist_ok=True)
    try:
        results = {**measure_components(output), **measure_guest(output)}
        print("bench: measuring the compiler", flush=True)
        compiled = compiler.measure_all(build("host"))
    except (MachineError, compiler.BenchError, subprocess.CalledProcessError) as error:
        print(f"bench: error: {error}", file=sys.stderr)
        return 1
    with open(os.path.join(output, "results.json"), "w", encoding="utf-8") as out:
        json.dump({"unit": "retired instructions", "results": results, "others": OTHERS,
                   "compiler": compiled}, out, indent=2)
        out.write("\n")
    bars = [(TITLES[name], results[name]["median"], True) for name in TITLES
            if name in results and not name.startswith(("boot", "copy"))]
    bars += [(title, figure, False) for title, figure in OTHERS.items()]
    with open(os.path.join(output, "results.svg"), "w", encoding="utf-8") as out:
        out.write(plot.bars("Retired instructions (median)", bars))
    print(table(results))
    print("\nThe compiler, and the kernel's check of its tables, on this host:\n" + compiler.table(compiled))
    print(f"bench: written to {output}/results.json and results.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
