# SPDX-License-Identifier: BSD-2-Clause
"""The style tests: what can be said about the files of the tree by looking at them."""

import concurrent.futures
import json
import os
import re
import subprocess

SOURCES = (".c", ".h", ".S", ".l", ".y", ".ld", ".sh", ".py", ".cmake", ".camkes")
NAMED_SOURCES = ("CMakeLists.txt", "Makefile", "Kbuild")
MAX_LINES = 420       # of one file of the product
MAX_LONG_LINES = 700  # of a grammar, or of a test that is a list
MAX_COLUMNS = 120     # of one line

# These files are a tutorial's, word for word; their layout is not ours to change.
VERBATIM = {
    "examples/print/src/cross_vm.c",
    "examples/print/pkgs/print_client/print_client.c",
    "examples/print/pkgs/print_client/CMakeLists.txt",
}

LICENCE = re.compile(r"SPDX-License-Identifier: (BSD-2-Clause|GPL-2\.0-only OR BSD-2-Clause)( \*/)?$")
VENDOR = re.compile(r"(?<![a-z])(svm|vmcb|vmx|vmcs|amd|intel)(?![a-z0-9])", re.IGNORECASE)
# A path below the top-level folder of whoever wrote it; no other machine has it.
MACHINE_PATH = re.compile(r"(?<![\w.$})])/(work|home)/\w+")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def run(root, report):
    files = _files(root)
    for name, look in (("licence lines", _licence), ("vendor words", _vendor), ("file lengths", _length),
                       ("line lengths", _columns), ("unfinished work", _unfinished),
                       ("paths of one machine", _machine_path)):
        problems = [problem for file in files for problem in look(root, file)]
        _tell(report, f"style: {name}", problems)
    code = [file for file in files if file.endswith((".c", ".h")) and file not in VERBATIM]
    _tell(report, "style: clang-format", _format(root, code))
    _tidy(root, report)


def _files(root):
    """All files of the tree that are ours, tracked or about to be."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            check=True, stdout=subprocess.PIPE).stdout.decode().split("\0")
    return [file for file in listed if file and os.path.isfile(os.path.join(root, file))]


def _is_source(file):
    return file.endswith(SOURCES) or os.path.basename(file) in NAMED_SOURCES


def _lines(root, file):
    with open(os.path.join(root, file), encoding="utf-8") as text:
        return text.read().splitlines()


def _licence(root, file):
    if _is_source(file):
        first = _lines(root, file)[:2]
        if first and first[0].startswith("#!"):
            first = first[1:]
        if not first or not LICENCE.search(first[0]):
            yield f"{file}:1: the first line is no SPDX line"


def _vendor(root, file):
    if file.endswith((".c", ".h")) and not file.startswith("kernel/arch/"):
        for number, line in enumerate(_lines(root, file), 1):
            if VENDOR.search(line):
                yield f"{file}:{number}: the word '{VENDOR.search(line).group(0)}' belongs under kernel/arch"


def _length(root, file):
    limit = MAX_LONG_LINES if file.endswith(".y") or file.startswith("tests/") or "/test/" in file else MAX_LINES
    if _is_source(file) and len(_lines(root, file)) > limit:
        yield f"{file}: {len(_lines(root, file))} lines; at most {limit}, please"


def _columns(root, file):
    # What the compiler must refuse is laid out for the columns of its messages.
    if _is_source(file) and file not in VERBATIM and not file.startswith("tests/adl/"):
        for number, line in enumerate(_lines(root, file), 1):
            if len(line) > MAX_COLUMNS:
                yield f"{file}:{number}: {len(line)} columns"


def _machine_path(root, file):
    if _is_source(file) or file.endswith(".md"):
        for number, line in enumerate(_lines(root, file), 1):
            if MACHINE_PATH.search(line):
                yield f"{file}:{number}: {MACHINE_PATH.search(line).group(0)}"


def _unfinished(root, file):
    if _is_source(file) and file != "tests/style_stage.py":
        for number, line in enumerate(_lines(root, file), 1):
            if UNFINISHED.search(line):
                yield f"{file}:{number}: {UNFINISHED.search(line).group(0)}"


def _format(root, code):
    problems = []
    for start in range(0, len(code), 50):
        done = subprocess.run(["clang-format-14", "--dry-run", "--Werror", *code[start:start + 50]], cwd=root,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            problems += [line for line in done.stdout.decode().splitlines() if "error:" in line]
    return problems


def _tidy(root, report):
    """clang-tidy on every source of the product that a build has compiled, with the flags it was compiled with."""
    commands = {}
    for build in ("tests", "print", "hello"):
        folder = os.path.join(root, "build", build)
        if os.path.exists(os.path.join(folder, "compile_commands.json")):
            for file in _tidy_commands(root, folder, os.path.join(report.logs, f"tidy-{build}")):
                commands.setdefault(file, os.path.join(report.logs, f"tidy-{build}"))
    if not commands:
        report.result("style: clang-tidy", "nothing has been built yet, so the sources' flags are unknown")
        return
    groups = _groups(commands, 8)
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        results = pool.map(lambda group: _tidy_group(root, *group), groups)
        problems = [problem for result in results for problem in result]
    _tell(report, f"style: clang-tidy on {len(commands)} files", problems)


def _tidy_commands(root, build, folder):
    """
    Copies a build's compile_commands.json for clang-tidy, and returns the files that are to be looked at. Components
    are compiled with GCC's own headers, which clang cannot read all of; clang's take their place.
    """
    headers = os.path.join(_output("clang-14", "-print-resource-dir"), "include")
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as text:
        commands = text.read().replace(_output("gcc", "-print-file-name=include"), headers)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as text:
        text.write(commands)
    files = [os.path.relpath(entry["file"], root) for entry in json.loads(commands)]
    return [file for file in files
            if file.endswith(".c") and not file.startswith(("build/", "..", "tests/")) and file not in VERBATIM]


def _output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode().strip()


def _groups(commands, size):
    """(build folder, files) with at most `size` files each."""
    for build in sorted(set(commands.values())):
        files = sorted(file for file in commands if commands[file] == build)
        for start in range(0, len(files), size):
            yield build, files[start:start + size]


def _tidy_group(root, build, files):
    done = subprocess.run(["clang-tidy-14", "--quiet", "-p", build, *files], cwd=root,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode == 0:
        return []
    lines = [line for line in done.stdout.decode(errors="replace").splitlines() if " error: " in line]
    return lines or [f"clang-tidy ended with status {done.returncode} on {' '.join(files)}"]


def _tell(report, name, problems):
    if problems:
        with open(report.log_path(name), "w", encoding="utf-8") as log:
            log.write("\n".join(problems) + "\n")
        print("\n".join(problems[:40]))
        report.result(name, f"{len(problems)} places; all are in {report.log_path(name)}")
    else:
        report.result(name)
