# SPDX-License-Identifier: BSD-2-Clause
"""Machines that cannot run the system, and images that are broken: each gets one clear sentence, and nothing starts."""

import os
import re
import shutil
import subprocess

LIMIT = 180


def run(case):
    refused(case, "a processor without virtual machines is named", r"AMD-V", "--cpu-opts", "EPYC,-svm")
    refused(case, "too little memory is named", r"needs \d+ MiB of RAM", "--mem-size", "192M")
    folder = os.path.join(case.logs, "machine-images")
    os.makedirs(folder, exist_ok=True)
    for name, change in (("a flipped bit", flip), ("a cut image", cut), ("an empty image", empty)):
        broken = os.path.join(folder, name.replace(" ", "-") + ".img")
        shutil.copyfile(os.path.join(case.build("hello"), "images", "system.img"), broken)
        change(broken)
        refused(case, f"{name} is refused", r"system (table|image)", "--image", broken, app="hello")
    no_svm(case)
    options(case)


def refused(case, text, reason, *arguments, app="print"):
    """The console shows a line with the reason, and nothing of a component or a guest."""
    with case.machine(case.simulate(app, *arguments)) as machine:
        machine.expect(r"Causeway", 30)
        machine.expect(rf"^.*(?i:{reason}).*$", 30, forbidden=r"greeter says|Linux version")
        case.check(text, True)


def flip(path):
    with open(path, "r+b") as image:
        image.seek(40)
        byte = image.read(1)
        image.seek(40)
        image.write(bytes([byte[0] ^ 4]))


def cut(path):
    os.truncate(path, 8192)


def empty(path):
    os.truncate(path, 0)


def no_svm(case):
    """An emulator that does not know the processor feature."""
    fake = os.path.join(case.logs, "machine-images", "fake-qemu")
    with open(fake, "w", encoding="utf-8") as out:
        out.write("#!/bin/sh\necho 'Recognized CPUID flags: fpu vmx'\n")
    os.chmod(fake, 0o755)
    done = subprocess.run(case.simulate("hello", "--binary", fake), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    case.check("an emulator without AMD-V is named",
               done.returncode == 1 and b"cannot emulate AMD-V" in done.stdout, done.stdout)


def options(case):
    """The script's own errors are one sentence each."""
    for arguments, reason in ((["--mem-size", "lots"], "is no memory size"), (["--frob"], "there is no option"),
                              (["--mem-size"], "a value must follow"), (["--binary", "no-such-qemu"], "not installed"),
                              (["--image", "/nowhere"], "there is no file")):
        done = subprocess.run(case.simulate("hello", *arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = done.stdout.decode()
        case.check(f"simulate {' '.join(arguments)}: {reason}",
                   done.returncode == 1 and reason in said and len(re.findall("\n", said)) == 1, said)
