# SPDX-License-Identifier: BSD-2-Clause
"""
The guest's modules, libraries and tests on a plain emulated machine, without Causeway: the modules refuse to load, and
with a stand-in for the monitor they keep what they promise to programs.
"""

import os
import subprocess

from guest import Guest

LIMIT = 300

STANDIN = "/usr/lib/causeway/standin"


def run(case):
    guest_files = os.path.join(case.build("print"), "guest")
    built = subprocess.run(["ninja", "-C", case.build("print"), "causeway_guest_tests_64"],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    case.check("the guest's tests are built", built.returncode == 0, built.stdout.decode(errors="replace")[-2000:])
    if built.returncode == 0:
        _machine(case, guest_files)


def _machine(case, files):
    # Every allocation and every warning of the guest's kernel is checked, on two processors.
    checks = "panic_on_warn=1 slub_debug=FZPU page_poison=1 init_on_free=1 debug_pagealloc=on"
    command = ["qemu-system-x86_64", "-machine", "q35", "-cpu", "max", "-smp", "2", "-m", "256", "-nographic",
               "-no-reboot", "-kernel", os.path.join(files, "vmlinuz-64"),
               "-initrd", os.path.join(files, "tests-64.cpio"),
               "-append", f"console=ttyS0,115200 i8042.nokbd=y i8042.nomux=y i8042.noaux=y {checks}"]
    with case.machine(command, Guest) as guest:
        guest.boot()
        case.check("without Causeway the modules say so in one line",
                   guest.console().count("No cross-VM connectors: ") == 1 and
                   "can't load module dataport" in guest.console())
        guest.log_in()
        for module in ("dataport", "consumes_event", "emits_event"):
            status, output = guest.run(f"modprobe {module}")
            case.check(f"{module} is refused with ENODEV", status != 0 and "No such device" in output, output)
        status, output = guest.run("modprobe connection && ! ls /dev/uio0 && rmmod connection uio")
        case.check("connection finds nothing to do", status == 0, output)
        _stand_in(case, guest)
        _, log = guest.run("dmesg", forbidden=None)
        case.check("the guest's log is clean", not guest.trouble(log), "\n".join(guest.trouble(log)))
        case.check("poweroff ends the emulator with status 0", guest.power_off() == 0)


def _stand_in(case, guest):
    guest.check(f"insmod {STANDIN}/monitor.ko")
    # The emulator without virtualisation ignores unknown registers, which the check would not forgive.
    guest.check(f"insmod {STANDIN}/hypercall_test.ko second=2 hardware=0; rmmod hypercall_test")
    _, log = guest.run("dmesg | grep hypercall_test:")
    case.check("every bad hypercall gets its error", ", 0 failed" in log and "not ok" not in log,
               "\n".join(line for line in log.splitlines() if "not ok" in line))

    for module in ("dataport", "consumes_event", "emits_event"):
        guest.check(f"insmod {STANDIN}/{module}.ko")
    _connector_test(case, guest, "passes on fresh modules")
    _tools(case, guest)
    _connector_test(case, guest, "passes on dataports that are in use")
    status, output = guest.run("connector_test --rounds 20000", 120)
    case.check("20000 events come back", status == 0, output)
    status, output = guest.run("rmmod dataport consumes_event emits_event monitor")
    case.check("the modules can be removed", status == 0, output)


def _connector_test(case, guest, text):
    status, output = guest.run("connector_test --no-hypercalls --read-only 2:8192", 120)
    case.check(f"connector_test {text}", status == 0 and ", 0 failed" in output,
               "\n".join(line for line in output.splitlines() if "not ok" in line) or output[-1000:])


def _tools(case, guest):
    """The tools with wrong arguments, then with right ones."""
    guest.check(f"rmmod dataport; insmod {STANDIN}/dataport.ko")
    for command, wanted in (
            ("dataport_init", "Usage: "),
            ("dataport_init /dev/x", "Usage: "),
            ("dataport_init /dev/x 4k", "is not a number: 4k"),
            ("dataport_init /dev/null 4096", "/dev/null: File exists"),
            ("dataport_init /dev/d1 4096 /dev/d2 8192 /dev/d3 4096",
             "/dev/d3: cannot set up 4096 bytes: No such file or directory"),
            ("consumes_event_init", "Usage: "),
            ("emits_event_init /dev/null", "Failed to create device node for emits_event."),
            ("emits_event_emit /dev/nowhere", "Error: No such file or directory"),
            ("dataport_read /dev/null", "/dev/null: Inappropriate ioctl for device")):
        status, output = guest.run(command)
        case.check(f"{command}: a clear message", status not in (0, 127) and wanted in output, output)
    guest.check("rm -f /dev/x /dev/d?; rmmod dataport; insmod " + STANDIN + "/dataport.ko")

    for again in ("", " again"):
        status, output = guest.run("dataport_init /dev/d1 4096 /dev/d2 8192; echo status $?; stat -c %a /dev/d1")
        case.check(f"dataport_init works{again}, nodes are root's", "status 0\n600\n" in output, output)
    status, output = guest.run("echo hello | dataport_write /dev/d1; dataport_read /dev/d1")
    case.check("dataport_write, dataport_read", "hello\n\n" in output, output)
    status, output = guest.run("yes | head -c 9999 | dataport_write /dev/d1; dataport_read /dev/d1 | wc -c")
    case.check("dataport_write leaves room for the zero", "4096\n" in output, output)
    status, output = guest.run("echo x | dataport_write /dev/d2")
    case.check("dataport_write refuses a read-only dataport", status == 1 and "Permission denied" in output, output)
    status, output = guest.run("consumes_event_init /dev/c1; emits_event_init /dev/e1; emits_event_emit /dev/e1; "
                               "consumes_event_wait /dev/c1")
    case.check("an event goes out and comes back", status == 0 and "Back from waiting\n" in output, output)
