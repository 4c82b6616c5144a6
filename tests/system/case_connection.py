# SPDX-License-Identifier: BSD-2-Clause
"""
Connections on PCI beside connectors of the other kind, in a 64-bit and in a 32-bit guest: used, misused by the guest's
root, and unloaded.
"""

import os
import re
import subprocess

from guest import Guest

LIMIT = 900

ROUNDS = 10000


def run(case):
    for word in (64, 32):
        build = case.build("connection" if word == 64 else "connection-32")
        problem = _build(case, build, word)
        case.check(f"the application is built with a {word}-bit guest", not problem, problem)
        if not problem:
            with case.machine([os.path.join(build, "simulate")], Guest) as guest:
                guest.boot()
                guest.log_in()
                _judge(case, guest, f"{word}-bit guest")


def _build(case, build, word):
    """What went wrong, if anything."""
    source = os.path.join(case.root, "tests", "system", "apps", "connection")
    initial = os.path.join(case.root, "cmake", "causeway.cmake")
    for command in (["cmake", "-G", "Ninja", "-C", initial, "-S", source, "-B", build, f"-DGUEST_WORD={word}"],
                    ["ninja", "-C", build]):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            return done.stdout.decode(errors="replace")[-3000:]
    return ""


def _judge(case, guest, who):
    _discovery(case, guest, who)
    _rounds(case, guest, who, "connections", f"connection_test {ROUNDS} /dev/uio0 /dev/uio1", 240)
    _rounds(case, guest, who, "beside it, events of the other kind", "connector_test --events 1:1 --rounds 1000", 120)
    _tools(case, guest, who)
    _together(case, guest, who)
    _results(case, who, *guest.run("connection_test --garbage /dev/uio0 /dev/uio1", 240))
    _rounds(case, guest, who, "connections after the misuse", "connection_test 100 /dev/uio0 /dev/uio1", 60)
    _rounds(case, guest, who, "events of the other kind after it", "connector_test --events 1:1 --rounds 100", 60)
    _unload(case, guest, who)
    _restart(case, guest, who)
    _, log = guest.run("dmesg", forbidden=None)
    case.check(f"{who}: its log is clean", not guest.trouble(log), "\n".join(guest.trouble(log)))
    case.check(f"{who}: poweroff ends the emulator with status 0", guest.power_off() == 0)


def _discovery(case, guest, who):
    names = guest.check("cat /sys/class/uio/uio0/name /sys/class/uio/uio1/name").split()
    case.check(f"{who}: two connections by their names", names == ["box", "connector"], names)
    sizes = guest.check("cat /sys/class/uio/uio*/maps/map*/size").split()
    case.check(f"{who}: one has a dataport", [int(size, 16) for size in sizes] == [16384, 16384, 4096], sizes)
    irq = guest.check("grep -c 'box, connector' /proc/interrupts")
    case.check(f"{who}: both share one interrupt line", irq.strip() == "1", irq)


def _rounds(case, guest, who, text, command, timeout):
    status, output = guest.run(command, timeout)
    done = re.findall(r"(\d+) of (\d+) round trips", output)
    case.check(f"{who}: {text}: " + ", ".join(f"{a} of {b} round trips" for a, b in done),
               status == 0 and done and all(a == b for a, b in done), output[-2000:])


def _results(case, who, status, output):
    lines = re.findall(r"^(not )?ok (.*)$", output, re.MULTILINE)
    for bad, text in lines:
        case.check(f"{who}: {text}", not bad)
    case.check(f"{who}: the misuse ends well", status == 0 and len(lines) == 12, output[-3000:])


def _tools(case, guest, who):
    """The tools take a connection's file as they take a node."""
    for command, good, wanted in (
            ("echo hello | dataport_write /dev/uio0 16384; dataport_read /dev/uio0 16384", True, "hello\n\n"),
            ("echo again | dataport_write /dev/uio0; dataport_read /dev/uio0", True, "again\n\n"),
            ("echo first | dataport_write /dev/page; dataport_read /dev/page", True, "first\n\n"),
            ("(sleep 1; emits_event_emit /dev/uio1) & consumes_event_wait /dev/uio1", True,
             "Back from waiting with val: "),
            ("(sleep 1; emits_event_emit /dev/ping) & consumes_event_wait /dev/pong", True, "Back from waiting\n"),
            ("dataport_read /dev/uio1", False, "/dev/uio1: No such device or address"),
            ("dataport_read /dev/uio0 16385", False, "the dataport has 16384 bytes, not 16385"),
            ("dataport_read /dev/uio0 4k", False, "the size is not a number: 4k"),
            ("dataport_read", False, "Usage: ")):
        status, output = guest.run(command)
        case.check(f"{who}: {command}", (status == 0) == good and wanted in output, f"{status}\n{output}")


def _together(case, guest, who):
    """Both kinds at the same time, each with an interrupt line of its own."""
    output = guest.check("connector_test --events 1:1 --rounds 2000 & connection_test 2000 /dev/uio0 /dev/uio1; wait",
                         240)
    case.check(f"{who}: both kinds at the same time", output.count("2000 of 2000 round trips") == 3, output)


def _unload(case, guest, who):
    """The module goes and comes again."""
    status, output = guest.run("exec 9</dev/uio0; rmmod connection")
    case.check(f"{who}: the module stays while a file is open", status != 0 and "unavailable" in output, output)
    output = guest.check("emits_event_emit /dev/uio1; rmmod connection; ls /dev/uio* /sys/class/uio; "
                         "modprobe connection; cat /sys/class/uio/uio1/name")
    case.check(f"{who}: the module can be removed and loaded",
               "/dev/uio0\n" not in output and "connector" in output, output)
    _rounds(case, guest, who, "connections of the module loaded again", "connection_test 100 /dev/uio0 /dev/uio1", 60)


def _restart(case, guest, who):
    """A guest that starts anew finds its connections as the first time, wherever they were moved before."""
    config = "/sys/class/uio/uio0/device/config"
    guest.check(f"printf '\\000\\000\\000\\320' | dd of={config} bs=1 seek=20 conv=notrunc 2>/dev/null")
    moved = guest.check(f"dd if={config} bs=1 skip=20 count=4 2>/dev/null | hexdump -v -e '/1 \"%02x\"'")
    case.check(f"{who}: a dataport can be moved", moved.strip() == "080000d0", moved)
    guest.send_line("reboot")
    guest.boot()
    guest.log_in()
    _rounds(case, guest, who, "connections after a restart", "connection_test 1000 /dev/uio0 /dev/uio1", 60)
