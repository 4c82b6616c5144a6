#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Shows that check_docs.py finds each kind of mistake, on small trees with one mistake each."""

import os
import tempfile
import unittest

import check_docs

GUEST = """
#ifndef ABI_GUEST_H
#define ABI_GUEST_H
#define CAUSEWAY_ONE 0x10u /* a remark about CAUSEWAY_NOTHING */
#define CAUSEWAY_TEXT "abc"
enum kind { CAUSEWAY_FIRST, CAUSEWAY_SECOND = 5, /* no; field */ CAUSEWAY_LAST };
struct page {
    unsigned magic, version;
    unsigned pending[4]; /* not; this */
    union {
        struct {
            unsigned char size;
        } port;
    };
};
#endif
"""
GUEST_PAGE = """# Guest
`CAUSEWAY_ONE` (`0x10`) CAUSEWAY_TEXT CAUSEWAY_FIRST CAUSEWAY_SECOND CAUSEWAY_LAST magic version pending size port
"""
SYSCALL_PAGE = "# Calls\nCW_CALL VCPU_REGISTER CW_ERROR\n"
TREE = {
    "abi/guest.h": GUEST,
    "abi/syscall.h": "#define CW_CALL 1\n",
    "abi/vcpu.h": "#define VCPU_REGISTER 2\n",
    "abi/error.h": "#define CW_ERROR 3\n",
    "docs/guest-abi.md": GUEST_PAGE,
    "docs/system-calls.md": SYSCALL_PAGE,
    "README.md": "# Readme\n",
}


class Check(unittest.TestCase):
    def find(self, **changes):
        """The problems of the sample tree with some files replaced; a file's name is written a__b_c for a/b.c."""
        with tempfile.TemporaryDirectory() as root:
            for path, text in {**TREE, **{self.path(key): text for key, text in changes.items()}}.items():
                os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
            return list(check_docs.problems(root))

    @staticmethod
    def path(key):
        folder, _, name = key.rpartition("__")
        stem, _, ending = name.rpartition("_")
        return os.path.join(folder, stem.replace("guest_abi", "guest-abi") + "." + ending)

    def test_right_tree(self):
        self.assertEqual(self.find(), [])

    def test_every_constant_and_field(self):
        for word in ("CAUSEWAY_TEXT", "CAUSEWAY_FIRST", "CAUSEWAY_SECOND", "CAUSEWAY_LAST", "magic", "version",
                     "pending", "size", "port"):
            found = self.find(docs__guest_abi_md=GUEST_PAGE.replace(word, ""))
            self.assertEqual(found, [f"docs/guest-abi.md: {word} of abi/guest.h is not described"])

    def test_unknown_constant(self):
        found = self.find(docs__guest_abi_md=GUEST_PAGE + "CAUSEWAY_NOTHING")
        self.assertEqual(found, ["docs/guest-abi.md: CAUSEWAY_NOTHING is in none of abi/guest.h"])

    def test_wrong_number(self):
        found = self.find(docs__guest_abi_md=GUEST_PAGE.replace("0x10", "0x11"))
        self.assertEqual(found, ["docs/guest-abi.md: CAUSEWAY_ONE is not 0x11 but 0x10"])

    def test_header_that_is_not_understood(self):
        found = self.find(abi__error_h="const int error = 3;\n")
        self.assertIn("docs/system-calls.md: no constants were recognised in abi/error.h", found)

    def test_links(self):
        right = ("[a](docs/guest-abi.md) [b](docs/guest-abi.md#guest) [c](#a-heading) [d](https://example.org/x)\n"
                 "# A `heading`\n")
        self.assertEqual(self.find(README_md=right), [])
        self.assertEqual(self.find(README_md="[a](docs/none.md)"),
                         ["README.md: the link to docs/none.md leads nowhere"])
        self.assertEqual(self.find(README_md="[a](docs/guest-abi.md#none)"),
                         ["README.md: docs/guest-abi.md has no heading 'none'"])
        self.assertEqual(self.find(README_md="[a](#none)"), ["README.md: README.md has no heading 'none'"])
        found = self.find(docs__guest_abi_md=GUEST_PAGE + "[a](docs/system-calls.md)")
        self.assertEqual(found, ["docs/guest-abi.md: the link to docs/system-calls.md leads nowhere"])

    def test_paths(self):
        right = ("`abi/guest.h`, `abi/*.h`, `abi/`, `BUILD/simulate`, `/abi/none.h`, `a/b`, `abi`\n"
                 "```\n`abi/none.h`\n```\n")
        self.assertEqual(self.find(README_md=right), [])
        for path in ("abi/none.h", "kernel/", "docs/*.txt"):
            self.assertEqual(self.find(README_md=f"see `{path}`"), [f"README.md: there is no {path}"])

    def test_files_of_a_tutorial(self):
        page = '`components/a.c`, `components/b.c`\n/*- filter File("components/a.c") --*/\n/*- endfilter -*/\n'
        self.assertEqual(self.find(README_md=page), ["README.md: there is no components/b.c"])

    def test_pages_that_sources_name(self):
        self.assertEqual(self.find(kernel__main_c="/* see docs/guest-abi.md. */"), [])
        self.assertEqual(self.find(kernel__main_c="/* see docs/none.md. */"),
                         ["kernel/main.c: there is no docs/none.md"])
        self.assertEqual(self.find(kernel__main_c='"tests/docs/none.md"'), [])


if __name__ == "__main__":
    unittest.main()
