# SPDX-License-Identifier: BSD-2-Clause
"""
compiler.py HOST_BUILD [--bound]: measures the specification compiler, and the kernel's check of what it writes.

HOST_BUILD is a build of bench/host. Each run writes everything that the build of an application asks for, but in one
go: glue code, image, access matrix, graph, and the list of instances; into memory, where there is a /dev/shm.

With --bound, one specification is compiled, and a larger one is only checked; the exit status is 1 if the compiler took
more time of its own (user time: what the file system takes for thousands of files depends on what else the host does)
or more memory than each may.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

SIZES = ((100, 1), (1000, 1), (10000, 1), (100, 10), (1000, 10), (10000, 10))  # instances, connections of each
RUNS, FEW_INSTANCES = 3, 1000  # more instances than that are compiled only once
COMPILED, COMPILED_SECONDS, COMPILED_BYTES = (1000, 10), 1.0, 200e6
CHECKED, CHECKED_SECONDS, CHECKED_BYTES = (10000, 10), 5.0, 500e6  # what is not linear shows here

# What each connection is, in turn: connector, the interfaces of both ends, settings of the second one.
KINDS = (
    ("seL4Notification", "emits Ping out{0};", "consumes Ping in{0};"),
    ("seL4RPCCall", "uses Work out{0};", "provides Work in{0};"),
    ("seL4SharedData", "dataport Buf out{0};", "dataport Buf in{0};"),
    ("seL4RPCDataport", "uses Work out{0};", "provides Work in{0};"),
)


class BenchError(Exception):
    """A program failed; the text says which."""


def specification(instances, each):
    """Instances in a ring; each is connected with those that follow, by every kind of connector in turn."""
    lines = ["procedure Work { int add(in int a, in int b); void note(in string text); }", "component Node {",
             "    control;"]
    for i in range(each):
        lines += ["    " + part.format(i) for part in KINDS[i % len(KINDS)][1:]]
    lines += ["}", "assembly {", "    composition {"]
    lines += [f"        component Node node{i};" for i in range(instances)]
    lines += [f"        connection {KINDS[j % len(KINDS)][0]} link{i}_{j}(from node{i}.out{j}, "
              f"to node{(i + 1 + j) % instances}.in{j});" for i in range(instances) for j in range(each)]
    lines += ["    }", "    configuration {"]
    lines += [f"        node{i}.priority = {10 + i % 200};" for i in range(instances)]
    return "\n".join(lines + ["    }", "}", ""])


def write_specification(folder, instances, each):
    os.makedirs(folder, exist_ok=True)
    source = os.path.join(folder, f"ring-{instances}-{each}.camkes")
    with open(source, "w", encoding="utf-8") as out:
        out.write(specification(instances, each))
    return source


def outputs(build, folder, instances):
    """The options for all outputs."""
    elves = [word for i in range(instances) for word in ("--elf", f"node{i}={build}/idle.elf")]
    return ["--instances", "--glue", os.path.join(folder, "glue"), "--matrix", "--dot",
            "--image", os.path.join(folder, "system.img"), *elves]


def compile_once(build, folder, source, options):
    """(wall, user and system time in s, peak memory in bytes) of one run that finds no files of an earlier one."""
    shutil.rmtree(os.path.join(folder, "glue"), ignore_errors=True)
    command = [os.path.join(build, "camkes", "camkes"), "-w", "--import-path", os.path.join(ROOT, "components"),
               *options, source]
    with open(os.path.join(folder, "reports.txt"), "wb") as reports:
        start = time.monotonic()
        process = os.posix_spawn(command[0], command, os.environ,
                                 file_actions=[(os.POSIX_SPAWN_DUP2, reports.fileno(), 1)])
        _, status, usage = os.wait4(process, 0)
        seconds = time.monotonic() - start
    if status != 0:
        raise BenchError(f"the compiler failed on {source}")
    return seconds, usage.ru_utime, usage.ru_stime, usage.ru_maxrss * 1024


def measure(build, folder, instances, each):
    """The best of several runs, since the host may be busy; and the kernel's check of the image."""
    source = write_specification(folder, instances, each)
    options = outputs(build, folder, instances)
    runs = [compile_once(build, folder, source, options) for _ in range(RUNS if instances <= FEW_INSTANCES else 1)]
    image = os.path.join(folder, "system.img")
    check = subprocess.run([os.path.join(build, "table_time"), image], stdout=subprocess.PIPE, check=False)
    if check.returncode != 0:
        raise BenchError(f"the kernel's check refuses the image of {source}")
    wall, user, system, memory = (min(values) for values in zip(*runs))
    return {"instances": instances, "connections": instances * each, "input_bytes": os.path.getsize(source),
            "image_bytes": os.path.getsize(image), "wall_seconds": round(wall, 3),
            "user_seconds": round(user, 3), "system_seconds": round(system, 3), "peak_bytes": memory,
            "table_check_microseconds": int(check.stdout)}


def scratch_folder():
    return tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)


def measure_all(build):
    """One row for each of SIZES. Raises BenchError."""
    with scratch_folder() as folder:
        return [measure(build, folder, *size) for size in SIZES]


def table(rows):
    lines = [f"{'instances':>9} {'connections':>11} {'user s':>8} {'system s':>8} {'wall s':>8} {'peak MB':>8} "
             f"{'table check ms':>14}"]
    for row in rows:
        lines.append(f"{row['instances']:>9,} {row['connections']:>11,} {row['user_seconds']:>8.2f} "
                     f"{row['system_seconds']:>8.2f} {row['wall_seconds']:>8.2f} {row['peak_bytes'] / 1e6:>8.0f} "
                     f"{row['table_check_microseconds'] / 1000:>14.2f}")
    return "\n".join(lines)


def within(what, size, seconds, memory, most_seconds, most_memory):
    print(f"{size[0]:,} instances, {size[0] * size[1]:,} connections, {what}: {seconds:.2f} s of {most_seconds:g} s, "
          f"{memory / 1e6:.0f} MB of {most_memory / 1e6:g} MB")
    return seconds < most_seconds and memory < most_memory


def bound(build):
    with scratch_folder() as folder:
        row = measure(build, folder, *COMPILED)
        _, user, _, memory = compile_once(build, folder, write_specification(folder, *CHECKED), [])
    compiled = within("compiled", COMPILED, row["user_seconds"], row["peak_bytes"], COMPILED_SECONDS, COMPILED_BYTES)
    return within("checked", CHECKED, user, memory, CHECKED_SECONDS, CHECKED_BYTES) and compiled


def main():
    build, *options = sys.argv[1:]
    try:
        if options == ["--bound"]:
            return 0 if bound(build) else 1
        print(table(measure_all(build)))
        return 0
    except BenchError as error:
        print(f"bench: error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
