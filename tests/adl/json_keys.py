#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""
json_keys.py DOCUMENT FILE.json...

The document's table of the flat system's keys against examples of it: every key must be in the table, in this order and
with this type, and whatever the table allows must occur in one of the files.
"""

import json
import re
import sys

ROW = re.compile(r"^\| `([a-z_.\[\]]+)` \| ([^|]+) \|")
TYPES = {str: "string", bool: "boolean", int: "integer", type(None): "null"}


def read_table(path):
    """Key with its path -> the types that it can have."""
    table = {}
    with open(path, encoding="utf-8") as document:
        lines = document.read().split("## The flat system as JSON")[1].split("\n## ")[0]
    for line in lines.splitlines():
        match = ROW.match(line)
        if match:
            table[match[1]] = match[2].replace("`", "").split(" or ")
    return table


class Walk:
    def __init__(self, table):
        self.table = table
        self.seen = set()
        self.problems = []

    def value(self, path, value):
        types = self.table.get(path)
        if types == ["any"]:
            self.seen.add((path, "any"))
        elif isinstance(value, dict):
            self.keys(path, value)
        elif isinstance(value, list):
            for item in value:
                self.value(path + "[]", item)
        elif types is None:
            self.problems.append(f"{path} is not documented")
        else:
            kind = value if value in types else TYPES.get(type(value), "fraction")
            if kind not in types:
                self.problems.append(f"{path} is {value!r}, which is none of: {', '.join(types)}")
            self.seen.add((path, kind))

    def keys(self, path, value):
        prefix = path + "." if path else ""
        documented = [re.split(r"[.\[]", key[len(prefix):])[0] for key in self.table if key.startswith(prefix)]
        if list(value) != list(dict.fromkeys(documented)):
            self.problems.append(f"the keys of {path or 'the whole'} are {list(value)}")
        for key, part in value.items():
            self.value(prefix + key, part)


def main():
    walk = Walk(read_table(sys.argv[1]))
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            walk.value("", json.load(file))
    for path, types in walk.table.items():
        walk.problems += [f"{path} is never {kind}" for kind in types if (path, kind) not in walk.seen]
    if not walk.table:
        walk.problems.append("there is no table")
    print("\n".join(walk.problems))
    return 1 if walk.problems else 0


if __name__ == "__main__":
    sys.exit(main())
