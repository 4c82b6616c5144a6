# SPDX-License-Identifier: BSD-2-Clause
"""setup.sh on machines that it cannot see here: nothing missing, something missing, no root, no Debian."""

import os
import shutil
import subprocess

LIMIT = 60

TOOLS = ("sh", "cat", "sed", "grep", "env", "rm")
FAKES = {
    "dpkg-query": 'for name; do :; done; case " $MISSING " in *" $name "*) exit 1 ;; esac; printf installed',
    "id": 'echo "$FAKE_USER"',
    "apt-get": 'echo "$*" >>"$CALLS"; [ "$1" = update ] || [ ! -e "$OLD_LISTS" ] || { rm "$OLD_LISTS"; exit 100; }',
    "sudo": 'echo sudo >>"$CALLS"; exec "$@"',
}


def run(case):
    folder = os.path.join(case.logs, "setup")
    shutil.rmtree(folder, ignore_errors=True)

    status, said, calls = setup(case, folder, missing="")
    case.check("with everything there, it is silent and calls nothing", (status, said, calls) == (0, "", []), said)

    status, said, calls = setup(case, folder, missing="mtools graphviz")
    case.check("as root, it installs exactly what is missing", status == 0 and len(calls) == 1
               and calls[0].split()[0] == "install" and calls[0].split()[-2:] == ["mtools", "graphviz"], calls)
    case.check("... and says what and why", "mtools               ISO images for UEFI" in said
               and "graphviz             pictures of assemblies" in said and "xorriso" not in said, said)

    status, said, calls = setup(case, folder, missing="mtools", old_lists=True)
    case.check("old package lists are updated once",
               status == 0 and calls[1:2] == ["update"] and len(calls) == 3, calls)

    status, said, calls = setup(case, folder, missing="mtools", user="1000")
    case.check("an ordinary user goes through sudo", status == 0 and calls[0] == "sudo" and len(calls) == 2, calls)

    status, said, calls = setup(case, folder, missing="mtools", user="1000", without=("sudo",))
    case.check("without sudo, the command for root is shown", status == 1 and "apt-get install mtools" in said
               and not calls, said)

    status, said, calls = setup(case, folder, missing="", without=("dpkg-query",))
    case.check("on another system, the list is shown and nothing is done",
               status == 1 and "not a Debian system" in said and "qemu-system-x86" in said and not calls, said)


def setup(case, folder, missing, user="0", old_lists=False, without=()):
    """(exit status, output, calls of apt-get and sudo) with only TOOLS and FAKES on the path."""
    binaries = os.path.join(folder, "bin")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(binaries)
    for tool in TOOLS:
        os.symlink(shutil.which(tool), os.path.join(binaries, tool))
    for name, script in FAKES.items():
        if name not in without:
            path = os.path.join(binaries, name)
            with open(path, "w", encoding="utf-8") as out:
                out.write(f"#!{shutil.which('sh')}\n{script}\n")
            os.chmod(path, 0o755)
    calls, lists = os.path.join(folder, "calls"), os.path.join(folder, "old-lists")
    if old_lists:
        open(lists, "w").close()
    done = subprocess.run([shutil.which("sh"), os.path.join(case.root, "tools", "setup.sh")],
                          env={"PATH": binaries, "MISSING": missing, "FAKE_USER": user, "CALLS": calls,
                               "OLD_LISTS": lists}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    called = open(calls, encoding="utf-8").read().splitlines() if os.path.exists(calls) else []
    return done.returncode, done.stdout.decode(), called
