#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The page for its readers."""

import unittest

import engine  # noqa: F401 (finds the modules below)
from markdown import clean

PAIRS = [
    ("", "\n"),
    ("\n\na\n\n\n\nb  \n \n\n", "a\n\nb\n"),
    ("<!-- c\n\nd -->\n\n# T\n<!-- e --> f", "# T\nf\n"),
    ("a\n```c\n\n\nint x;  \n\n\n\nint y;\n\n```\nb", "a\n```c\nint x;  \n\n\n\nint y;\n```\nb\n"),
    ("```\n<!-- kept -->\n```\n\n\n\na", "```\n<!-- kept -->\n```\n\na\n"),
    ("````\n```\n\n\n\n```\n````\n\n\n\na", "````\n```\n\n\n\n```\n````\n\na\n"),
    ("~~~ sh\n```\n~~~\n", "~~~ sh\n```\n~~~\n"),
]


class MarkdownTest(unittest.TestCase):
    def test_pages(self):
        for page, wanted in PAIRS:
            with self.subTest(page):
                self.assertEqual(clean(page), wanted)

    def test_clean_page_stays(self):
        for _, wanted in PAIRS:
            with self.subTest(wanted):
                self.assertEqual(clean(wanted), wanted)


if __name__ == "__main__":
    unittest.main()
