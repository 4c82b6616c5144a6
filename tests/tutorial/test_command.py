#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The command line: what it prints and with which status it ends."""

import os
import subprocess
import sys
import tempfile
import unittest

from engine import TOOL, append, content, declare, file

PAGE = "\n".join((declare("one", "two"), "# Title", "", "", "", "Text", content("one", "COMPLETED", "1", "s"),
                  content("two", "ALL", "2"), file("f", append(("one", "s"), "two")), ""))


class CommandTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name
        self.put("page.md", PAGE)

    def put(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as out:
            out.write(text)

    def run_tool(self, *arguments):
        done = subprocess.run([sys.executable, TOOL, *arguments], cwd=self.folder, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def file(self):
        with open(os.path.join(self.folder, "out", "f"), encoding="utf-8") as text:
            return text.read()

    def test_tasks(self):
        self.assertEqual(self.run_tool("tasks", "page.md"), (0, "one\none/s\ntwo\n"))

    def test_states(self):
        for option, wanted in (((), ""), (("--after", "one"), "1"), (("--before", "two"), "1\n2"),
                               (("--after", "one/s"), "1"), (("--solution",), "1\n2")):
            with self.subTest(option):
                status, said = self.run_tool("write", "page.md", "out", *option)
                self.assertEqual(status, 0, said)
                self.assertEqual(self.file(), wanted)

    def test_unknown_task(self):
        self.assertEqual(self.run_tool("write", "page.md", "out", "--after", "three"),
                         (1, "tutorial: the page has no task 'three'; there is one, two\n"))

    def test_render(self):
        self.assertEqual(self.run_tool("render", "page.md"), (0, "# Title\n\nText12\n"))
        self.assertEqual(self.run_tool("render", "page.md", "--output", "plain.md"), (0, ""))
        with open(os.path.join(self.folder, "plain.md"), encoding="utf-8") as text:
            self.assertEqual(text.read(), "# Title\n\nText12\n")

    def test_update(self):
        self.run_tool("write", "page.md", "out", "--after", "one")
        self.assertEqual(self.run_tool("update", "out"), (0, ""))
        self.put("page.md", PAGE.replace("--*/1/*", "--*/one/*"))
        self.assertEqual(self.run_tool("update", "out"), (0, "wrote out/f\n"))
        self.assertEqual(self.file(), "one")
        self.put("page.md", PAGE.replace("one", "eins"))
        status, said = self.run_tool("update", "out")
        self.assertEqual(status, 1)
        self.assertIn("cannot be brought up to date: the page has no task 'one'", said)
        os.remove(os.path.join(self.folder, "page.md"))
        status, said = self.run_tool("update", "out")
        self.assertEqual(status, 0)
        self.assertIn("is gone", said)

    def test_refusals(self):
        self.put("wrong.md", "\n/*- endfilter -*/")
        self.assertEqual(self.run_tool("tasks", "wrong.md"),
                         (1, "tutorial: wrong.md:2: 'endfilter' has no place here: nothing is open\n"))
        self.assertEqual(self.run_tool("tasks", "none.md"), (1, "tutorial: none.md:1: No such file or directory\n"))
        self.assertEqual(self.run_tool("update", "out")[0], 1)
        self.assertEqual(self.run_tool("write", "page.md")[0], 2)
        self.assertEqual(self.run_tool("write", "page.md", "out", "--solution", "--after", "one")[0], 2)
        self.assertEqual(self.run_tool()[0], 2)


if __name__ == "__main__":
    unittest.main()
