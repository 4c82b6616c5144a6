#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""
check_docs.py ROOT: compares the documentation with the tree.

- Every constant and field of a header in `REFERENCES` is named on the page that describes it, every constant that the
  page names exists, and a number that the page gives next to a constant is the header's.
- Every relative link in README.md and docs/ leads to a file, and to a heading of it.
- Every file that stands there between backticks, with a path from the root of the tree, exists.
- Every page of docs/ that a source file names exists.
"""

import glob
import os
import re
import sys

# Page: the headers that it is the reference of.
REFERENCES = {
    "docs/guest-abi.md": ["abi/guest.h"],
    "docs/system-calls.md": ["abi/syscall.h", "abi/vcpu.h", "abi/error.h"],
}
CONSTANT = re.compile(r"\b(?:CW|CAUSEWAY|VCPU)_[A-Z0-9_]+\b")

# A path is looked up if it begins with one of these; so BUILD/simulate or a guest's /dev/console is none.
ROOMS = ("abi", "bench", "cmake", "components", "docs", "examples", "guest", "kernel", "lib", "tests", "tools", ".ci")


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as text:
        return text.read()


def without_comments(source):
    return re.sub(r"/\*.*?\*/|//[^\n]*", " ", source, flags=re.DOTALL)


def constants(source):
    """{name: value or None} of the macros and enumerators of a header, but its guard."""
    source = without_comments(source)
    found = {}
    for name, value in re.findall(r"^#define +([A-Z][A-Z0-9_]*)\b(?!\()[ \t]*([^\n]*)", source, re.MULTILINE):
        if value and not name.endswith("_H"):
            found[name] = number(value)
    for body in re.findall(r"\benum\b[^{;]*\{([^}]*)\}", source):
        for name in re.findall(r"\b([A-Z][A-Z0-9_]*)\b *(?=[,=}]|$)", body, re.MULTILINE):
            found.setdefault(name, None)
    return found


def number(text):
    match = re.fullmatch(r"\(?(0x[0-9a-fA-F]+|[0-9]+)[uUlL]*\)?", text.strip())
    return int(match.group(1), 0) if match else None


def fields(source):
    """The names of all fields of all structures of a header."""
    found = set()
    for body in re.findall(r"\b(?:struct|union)\b[^{;()]*\{(.*?)\n\}", without_comments(source), re.DOTALL):
        for declaration in re.findall(r"([^;{}]+);", body):
            for part in declaration.split(","):
                name = re.search(r"([a-z_][a-z0-9_]*)\s*(?:\[[^\]]*\]\s*)*$", part.strip())
                if name:
                    found.add(name.group(1))
    return found


def check_reference(root, page, headers):
    text = read(root, page)
    words = set(re.findall(r"\w+", text))
    known = {}
    for header in headers:
        source = read(root, header)
        found = constants(source)
        if not found:
            yield f"{page}: no constants were recognised in {header}"
        known.update(found)
        for name in sorted(set(found) | fields(source)):
            if name not in words:
                yield f"{page}: {name} of {header} is not described"
    for name in sorted(set(CONSTANT.findall(text)) - set(known)):
        yield f"{page}: {name} is in none of {', '.join(headers)}"
    for name, digits in re.findall(r"`(\w+)` \(`?(0x[0-9a-fA-F]+|[0-9]+)`?\)", text):
        if known.get(name) is not None and known[name] != int(digits, 0):
            yield f"{page}: {name} is not {digits} but {known[name]:#x}"


def prose(text):
    """The text without blocks of code."""
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(text):
    """The anchors of a page's headings, as they are formed where pages are shown."""
    for heading in re.findall(r"^#+ +(.*)$", prose(text), re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        yield plain.replace(" ", "-")


def check_links(root, page):
    text = prose(read(root, page))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
        if not os.path.exists(os.path.join(root, file)):
            yield f"{page}: the link to {target} leads nowhere"
        elif anchor and anchor not in anchors(read(root, file)):
            yield f"{page}: {file} has no heading '{anchor}'"


def check_paths(root, page):
    text = read(root, page)
    # A tutorial's page speaks of the files that its reader writes.
    own = re.findall(r"filter File\(\"([^\"]+)\"", text)
    for path in re.findall(r"`([A-Za-z0-9_.+*-]+(?:/[A-Za-z0-9_.+*-]+)*/?)`", prose(text)):
        if "/" in path and path.split("/")[0] in ROOMS and path not in own and not glob.glob(os.path.join(root, path)):
            yield f"{page}: there is no {path}"


def sources(root):
    """Every text file of the rooms, but the pages themselves and the samples of this check's own test."""
    own = os.path.join("tests", "docs")
    for room in ROOMS:
        for folder, _, files in os.walk(os.path.join(root, room)):
            folder = os.path.relpath(folder, root)
            if not folder.startswith(("docs", own)):
                yield from (os.path.join(folder, file) for file in files)


def check_source(root, source):
    try:
        text = read(root, source)
    except UnicodeDecodeError:
        return
    for page in sorted(set(re.findall(r"(?<![\w/])docs/[\w.-]*\w", text))):
        if not os.path.exists(os.path.join(root, page)):
            yield f"{source}: there is no {page}"


def problems(root):
    pages = sorted(glob.glob("docs/**/*.md", root_dir=root, recursive=True))
    if os.path.exists(os.path.join(root, "README.md")):
        pages.insert(0, "README.md")
    for page, headers in REFERENCES.items():
        yield from check_reference(root, page, headers)
    for page in pages:
        yield from check_links(root, page)
        yield from check_paths(root, page)
    for source in sorted(sources(root)):
        yield from check_source(root, source)


def main():
    found = list(problems(sys.argv[1]))
    print("\n".join(found) or "the documentation fits the tree")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
