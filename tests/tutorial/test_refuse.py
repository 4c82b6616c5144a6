#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Every page of refuse/ is refused with the line and the message that its first line tells."""

import glob
import os
import re
import unittest

import engine  # noqa: F401 (finds the modules below)
from page import Page
from problem import PageError

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "refuse")


class RefuseTest(unittest.TestCase):
    def test_every_page(self):
        os.chdir(FOLDER)
        pages = sorted(glob.glob("*.md"))
        self.assertGreater(len(pages), 25)
        for path in pages:
            with self.subTest(path):
                with open(path, encoding="utf-8") as text:
                    line, message = re.fullmatch(r"<!-- (\d+): (.*) -->", text.readline().rstrip()).groups()
                with self.assertRaises(PageError) as caught:
                    Page(path)
                self.assertEqual(str(caught.exception), f"{path}:{line}: {message}")


if __name__ == "__main__":
    unittest.main()
