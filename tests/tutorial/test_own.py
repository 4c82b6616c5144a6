#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The project's own tutorial: what its reader gets in every state, and that it is clean to read."""

import os
import re
import subprocess
import tempfile
import unittest

from engine import ROOT
from markdown import clean
from page import SOLUTION, START, Page

PATH = os.path.join(ROOT, "docs", "tutorial.md")
FIRST = ["CMakeLists.txt", "components/journal.c", "journal.camkes"]


class OwnTest(unittest.TestCase):
    def setUp(self):
        self.page = Page(PATH)

    def test_outline(self):
        self.assertEqual(self.page.tasks, ["hello", "call", "guest", "connect", "second", "talk"])
        self.assertEqual(sorted(self.page.render(START)[1]), FIRST)
        for task in self.page.tasks:
            self.assertIsNotNone(self.page.completion(task, True), task)

    def test_every_task_starts_where_the_last_one_ended(self):
        before = START
        for task in self.page.tasks:
            with self.subTest(task):
                files = [self.page.render(state)[1] for state in (before, self.page.state(task, False))]
                self.assertEqual(*({name: file.text for name, file in state.items()} for state in files))
            before = self.page.state(task, True)

    def test_files_are_clean(self):
        for state in [START] + [self.page.state(task, True) for task in self.page.tasks]:
            for name, file in self.page.render(state)[1].items():
                with self.subTest(name, state=state):
                    self.assertRegex(file.text, r"\A\S")
                    self.assertRegex(file.text, r"\S\n\Z")
                    self.assertNotRegex(file.text, r"[ \t]\n|\n\n\n|\t")

    def test_code_has_the_format_of_the_tree(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, file in self.page.render(SOLUTION)[1].items():
                if name.endswith((".c", ".h")):
                    path = os.path.join(folder, os.path.basename(name))
                    with open(path, "w", encoding="utf-8") as out:
                        out.write(file.text)
                    style = "--style=file:" + os.path.join(ROOT, ".clang-format")
                    done = subprocess.run(["clang-format-14", style, "--dry-run", "--Werror", path],
                                          stderr=subprocess.PIPE, text=True)
                    self.assertEqual(done.returncode, 0, done.stderr)

    def test_reading(self):
        text = clean(self.page.render(START)[0])
        self.assertNotRegex(text, r"/\*[-?#]|[-?#]\*/|\n\n\n")
        self.assertEqual(text.count("\n```") % 2, 0)
        # Every file of the solution is told of by its name.
        for name in self.page.render(SOLUTION)[1]:
            self.assertIn(f"`{name}`", text)
        self.assertEqual(re.findall(r"^# .*$", text.split("```")[0], re.MULTILINE),
                         ["# From nothing to two guests and three components"])


if __name__ == "__main__":
    unittest.main()
