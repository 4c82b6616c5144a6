#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The tutorial page that this project grew from, if it lies beside the checkout: its files, byte for byte."""

import os
import unittest

from engine import SEED
from page import SOLUTION, START, Page

NAMES = ["CMakeLists.txt", "camkes_init", "components/print_server.c", "crossvm_tutorial.camkes",
         "pkgs/print_client/CMakeLists.txt", "pkgs/print_client/print_client.c", "src/cross_vm.c"]


@unittest.skipUnless(os.path.exists(SEED), "there is no page " + os.path.normpath(SEED))
class SeedTest(unittest.TestCase):
    def setUp(self):
        self.page = Page(SEED)

    def test_outline(self):
        self.assertEqual(self.page.tasks, ["crossvm"])
        self.assertEqual(len(self.page.subtasks["crossvm"]), 14)
        for after in (False, True):
            self.assertEqual(self.page.completion("crossvm", after), "buildroot login")

    def test_start(self):
        files = self.page.render(START)[1]
        self.assertEqual(sorted(files), NAMES)
        for name in NAMES:
            if name not in ("CMakeLists.txt", "crossvm_tutorial.camkes"):
                self.assertEqual(files[name].text, "\n")
        self.assertIn('\nAddToFileServer("rootfs.cpio" ${default_rootfs_file})\n', files["CMakeLists.txt"].text)
        self.assertIn("\ncomponent Init0 {\n    VM_INIT_DEF()\n}\n", files["crossvm_tutorial.camkes"].text)

    def test_solution(self):
        files = self.page.render(SOLUTION)[1]
        self.assertEqual(sorted(files), NAMES)
        self.assertEqual([name for name in NAMES if files[name].executable], ["camkes_init"])
        # The page's white space: an empty first line, and lines of blanks where an indented include stands.
        self.assertEqual([name for name in NAMES if files[name].text[0] != "\n"], ["crossvm_tutorial.camkes"])
        self.assertEqual(files["camkes_init"].text.split("\n")[1], "#!/bin/sh")
        self.assertEqual(files["crossvm_tutorial.camkes"].text.split("\n").count("    "), 2)
        self.assertEqual([len(files[name].text) for name in NAMES], [2874, 428, 270, 1966, 415, 953, 1725])

    def test_reading(self):
        text = self.page.render(START)[0]
        self.assertNotIn("/*-", text)
        self.assertNotIn("/*?", text)
        self.assertNotIn("sel4_tutorials_regenerate_tutorial", text)
        self.assertIn("emits_event_init /dev/camkes_do_print", text)


if __name__ == "__main__":
    unittest.main()
