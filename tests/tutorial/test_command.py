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
        for option, wanted in ((("--after", "one"), "1"), (("--before", "two"), "1\n2"),
                               (("--after", "one/s"), "1"), (("--solution",), "1\n2")):
            with self.subTest(option):
                status, said = self.run_tool("write", "page.md", "out", *option)
                self.assertEqual(status, 0, said)
                self.assertEqual(self.file(), wanted)

    def test_check(self):
        self.put("page.md", PAGE.replace('"one", TaskContentType.COMPLETED',
                                         '"one", TaskContentType.COMPLETED, completion="^hello [wu]orld"'))
        self.run_tool("write", "page.md", "out")
        self.assertEqual(self.run_tool("check", "out", "."),
                         (1, "tutorial: the page does not say what the state of out must show\n"))
        self.run_tool("write", "page.md", "out", "--after", "one")
        for shown, status in (("hello world", 0), ("hello earth", 1)):
            self.put("simulate", f"#!/bin/sh\necho {shown}\n")
            os.chmod(os.path.join(self.folder, "simulate"), 0o755)
            got, said = self.run_tool("check", "out", ".")
            self.assertEqual(got, status, said)
            wanted = "not ok: the machine stopped" if status else "ok: the system shows '^hello [wu]orld'"
            self.assertTrue(said.startswith(wanted), said)

    def test_unknown_task(self):
        self.assertEqual(self.run_tool("write", "page.md", "out", "--after", "three"),
                         (1, "tutorial: the page has no task 'three'; there is one, two\n"))

    def test_render(self):
        self.assertEqual(self.run_tool("render", "page.md"), (0, "# Title\n\nText12\n"))
        self.assertEqual(self.run_tool("render", "page.md", "--output", "plain.md"), (0, ""))
        with open(os.path.join(self.folder, "plain.md"), encoding="utf-8") as text:
            self.assertEqual(text.read(), "# Title\n\nText12\n")

    def test_render_elsewhere(self):
        self.put("page.md", "[a](b.md#c) [d](https://e/f) [g](#h)\n```\n[i](j)\n```\n")
        os.mkdir(os.path.join(self.folder, "x"))
        self.assertEqual(self.run_tool("render", "page.md", "--output", "x/plain.md"), (0, ""))
        with open(os.path.join(self.folder, "x", "plain.md"), encoding="utf-8") as text:
            self.assertEqual(text.read(), "[a](../b.md#c) [d](https://e/f) [g](#h)\n```\n[i](j)\n```\n")

    def test_html(self):
        self.put("page.md", "# A `b`\n\n<script>x</script>\n\n| c |\n|---|\n| d |\n\n```c\n1 < 2;\n```\n")
        status, said = self.run_tool("render", "page.md", "--html")
        self.assertEqual(status, 0, said)
        for part in ("<title>A b</title>", "<td>d</td>", '<code class="language-c">1 &lt; 2;\n</code>', "</html>\n"):
            self.assertIn(part, said)
        self.assertNotIn("<script>", said)
        done = subprocess.run([sys.executable, TOOL, "render", "page.md", "--html"], cwd=self.folder, text=True,
                              env={"PATH": "/nonexistent"}, stderr=subprocess.PIPE)
        self.assertEqual((done.returncode, done.stderr),
                         (1, "tutorial: HTML needs cmark-gfm; 'make setup' installs it\n"))

    def test_update(self):
        self.run_tool("write", "page.md", "out", "--after", "one")
        self.assertEqual(self.run_tool("update", "out"), (0, ""))
        self.put("page.md", PAGE.replace("--*/1/*", "--*/one/*"))
        self.assertEqual(self.run_tool("update", "out"), (0, "wrote out/f\n"))
        self.assertEqual(self.file(), "one")
        self.put("page.md", PAGE.replace("one", "eins"))
        status, said = self.run_tool("update", "out")
        self.assertEqual(status, 1)
        self.assertIn("does not fit its page any more: the page has no task 'one'", said)
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
