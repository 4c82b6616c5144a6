# SPDX-License-Identifier: BSD-2-Clause
"""Wrong calls of the SDK's functions: each stops the configuration with a sentence that says what is wrong."""

import os
import re
import shutil
import subprocess

LIMIT = 300

SAYS = {
    "component_source": "there is no file 'nowhere.c', and no rule that makes it",
    "component_keyword": "DeclareCAmkESComponent(Lonely): unknown argument 'SOURCE;lonely.c'",
    "component_name": "'not a name' is no name for a component",
    "component_include": "there is no folder 'nowhere'",
    "component_undeclared": "Instance 'lonely' is a 'Lonely', but nothing says what that is made of",
    "component_library": "wants the library 'no_such_library', which no target of this build makes",
    "vm_twice": "DeclareCAmkESVM(Init0): a component of that name is declared already",
    "specification_missing": "there is no specification 'nowhere.camkes'",
    "specification_twice": "this build has a root server already",
    "specification_wrong": "wrong.camkes was refused; the reasons are above",
    "generate_without": "no specification yet",
    "generate_arguments": "GenerateCAmkESRootserver takes no arguments, but got 'now'",
    "file_missing": "AddToFileServer(bzimage): there is no file 'nowhere'",
    "file_twice": "the file server 'fserv' has a file of that name",
    "file_name": "'../lonely' must be a path below the root",
    "kernel_31": "the word size is \"32\" or \"64\", not \"31\"",
    "rootfs_16": "the word size is \"32\" or \"64\", not \"16\"",
    "toolchain_unknown": "there is no toolchain 'linux-tcc', but: linux-gcc-32bit-pic, linux-gcc-64bit-pic",
    "overlay_path": "'../etc' must be a path below the root",
    "overlay_twice": "the overlay 'overlay' has a file etc/one already",
    "overlay_project": "there is no external project 'no-project'",
    "overlay_files": "FILES is missing",
    "rootfs_distribution": "not \"debian\" \"overlay\"",
    "rootfs_no_overlay": "there is no overlay 'overlay'",
    "decompress_missing": "DecompressLinuxKernel: there is no file 'nowhere'",
    "simulate_arguments": "GenerateSimulateScript takes no arguments, but got 'now'",
    "simulate_memory": "'lots' is no memory size",
}


def run(case):
    build = os.path.join(case.logs, "sdk-build")
    shutil.rmtree(build, ignore_errors=True)
    status, said = configure(case, build, "nothing")
    case.check("right calls are accepted", status == 0, said)
    for wrong, words in SAYS.items():
        status, said = configure(case, build, wrong)
        case.check(f"{wrong}: {words}", status != 0 and words in said, said)
    without = subprocess.run(["cmake", "-G", "Ninja", "-S", os.path.join(case.root, "tests", "system", "sdk"),
                              "-B", build + "-2"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    case.check("without the initial cache, find_package says what is missing",
               without.returncode != 0 and b"camkes-vm" in without.stdout, without.stdout.decode())


def configure(case, build, wrong):
    """(status, what CMake said, on one line: CMake breaks lines where it likes)."""
    done = subprocess.run(["cmake", "-G", "Ninja", "-C", os.path.join(case.root, "cmake", "causeway.cmake"),
                           "-S", os.path.join(case.root, "tests", "system", "sdk"), "-B", build, f"-DWRONG={wrong}"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, re.sub(r"\s+", " ", done.stdout.decode())
