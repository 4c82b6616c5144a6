# SPDX-License-Identifier: BSD-2-Clause
"""A checkout in a path with blanks builds and boots; a changed specification is built again, and nothing else is."""

import os
import shutil
import subprocess

LIMIT = 400


def run(case):
    copy = os.path.join(case.logs, "a path with blanks", "causeway")
    shutil.rmtree(os.path.dirname(copy), ignore_errors=True)
    checkout(case, copy)
    status, said = make(case, copy, "build", "APP=print")
    case.check("the print example builds there", status == 0, said[-3000:])
    status, said = make(case, copy, "build", "APP=hello")
    case.check("the hello example builds there", status == 0, said[-3000:])
    hello_boots(case, copy, "hello is done", "the hello example boots there")
    status, said = make(case, copy, "build", "APP=hello")
    case.check("a second build has nothing to do", "no work to do" in said, said)
    changes(case, copy)
    status, said = make(case, copy, "run", "APP=nothing")
    case.check("an example that is not there is named", status != 0 and "there is no example 'nothing'" in said, said)


def checkout(case, copy):
    """Copies the files of the tree, committed or not, and nothing that was built."""
    listed = subprocess.run(["git", "-C", case.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            check=True, stdout=subprocess.PIPE).stdout.decode().split("\0")
    for file in filter(None, listed):
        source, target = os.path.join(case.root, file), os.path.join(copy, file)
        if os.path.isfile(source):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(source, target)


def make(case, copy, *arguments):
    environment = {**os.environ, "CAUSEWAY_CACHE": os.path.join(case.root, "build", "cache")}
    done = subprocess.run(["make", "-C", copy, "SETUP=skip", *arguments], env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode(errors="replace")


def hello_boots(case, copy, words, text):
    with case.machine([os.path.join(copy, "build", "hello", "simulate")]) as machine:
        machine.expect(words, 60)
        case.check(text, True)


def changes(case, copy):
    """A new instance in the specification is built and boots; what has not changed is not compiled again."""
    specification = os.path.join(copy, "examples", "hello", "hello.camkes")
    with open(specification, encoding="utf-8") as text:
        old = text.read()
    new = old.replace("component Client client;", "component Client client;\n        component Idle idle;")
    new = new.replace("assembly {", "component Idle {\n    control;\n}\n\nassembly {")
    with open(specification, "w", encoding="utf-8") as out:
        out.write(new)
    status, said = make(case, copy, "build", "APP=hello")
    case.check("an instance without a declared component stops the build", status != 0
               and "nothing says what that is made of" in " ".join(said.split()), said[-2000:])
    with open(os.path.join(copy, "examples", "hello", "CMakeLists.txt"), encoding="utf-8") as text:
        build = text.read()
    with open(os.path.join(copy, "examples", "hello", "CMakeLists.txt"), "w", encoding="utf-8") as out:
        client = "DeclareCAmkESComponent(Client"
        out.write(build.replace(client, f"DeclareCAmkESComponent(Idle SOURCES components/idle.c)\n{client}"))
    with open(os.path.join(copy, "examples", "hello", "components", "idle.c"), "w", encoding="utf-8") as out:
        out.write('#include <camkes.h>\n#include <stdio.h>\nint run(void)\n{\n    return puts("idle is here");\n}\n')
    status, said = make(case, copy, "build", "APP=hello")
    case.check("with it, the new instance is built", status == 0 and "idle.elf" in said, said[-2000:])
    case.check("... and what has not changed is not compiled again", "client.c.o" not in said
               and "causeway_kernel.dir" not in said, said[-2000:])
    hello_boots(case, copy, "idle is here", "... and runs")
