#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What happens to a reader's files when a state is written over them."""

import os
import tempfile
import unittest

from engine import append, content, declare, file
from page import SOLUTION, START, Page
from workspace import Workspace, WorkspaceError

PAGE = "\n".join((declare("t"), content("t", "BEFORE", "old"), content("t", "COMPLETED", "new"),
                  '/*-- filter File("d/run", mode="executable") -*/', append("t"), "/*- endfilter -*/",
                  file("same", "same")))


class WorkspaceTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = os.path.join(scratch.name, "work")
        self.workspace = Workspace(self.folder)
        self.page = self.make(PAGE)

    def make(self, text):
        return Page(os.path.join(os.path.dirname(self.folder), "page.md"), text)

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as text:
            return text.read()

    def put(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as out:
            out.write(text)

    def refused(self, page, state=START):
        with self.assertRaises(WorkspaceError) as caught:
            self.workspace.write(page, state)
        return str(caught.exception)

    def test_first_time(self):
        self.assertEqual(self.workspace.write(self.page, START), ["d/run", "same"])
        self.assertEqual(self.read("d/run"), "\nold\n")
        self.assertTrue(os.access(self.path("d/run"), os.X_OK))
        self.assertFalse(os.stat(self.path("same")).st_mode & 0o111)
        self.assertEqual(self.workspace.origin(), (os.path.realpath(self.page.template.path), START))

    def test_empty_folder(self):
        os.mkdir(self.folder)
        self.assertEqual(self.workspace.write(self.page, START), ["d/run", "same"])

    def test_folder_of_somebody_else(self):
        os.mkdir(self.folder)
        self.put("mine", "x")
        self.assertIn("is not empty", self.refused(self.page))
        self.assertEqual(os.listdir(self.folder), ["mine"])

    def test_other_state(self):
        self.workspace.write(self.page, START)
        self.assertEqual(self.workspace.write(self.page, SOLUTION), ["d/run"])
        self.assertEqual(self.read("d/run"), "\nnew\n")
        self.assertEqual(self.workspace.origin()[1], SOLUTION)

    def test_nothing_new(self):
        self.workspace.write(self.page, START)
        before = os.stat(self.path("same")).st_mtime_ns
        self.assertEqual(self.workspace.write(self.page, START), [])
        self.assertEqual(os.stat(self.path("same")).st_mtime_ns, before)

    def test_changes_of_the_reader_stay(self):
        self.workspace.write(self.page, START)
        self.put("same", "mine")
        self.put("notes", "mine")
        self.assertEqual(self.workspace.write(self.page, SOLUTION), ["d/run"])
        self.assertEqual((self.read("same"), self.read("notes")), ("mine", "mine"))

    def test_both_changed(self):
        self.workspace.write(self.page, START)
        self.put("d/run", "mine")
        self.assertIn("files that you have changed, too: d/run. ", self.refused(self.page, SOLUTION))
        self.assertEqual(self.read("d/run"), "mine")
        self.assertEqual(self.workspace.origin()[1], START)
        self.assertEqual(self.workspace.write(self.page, SOLUTION, force=True), ["d/run"])
        self.assertEqual(self.read("d/run"), "\nnew\n")

    def test_reader_was_faster(self):
        self.workspace.write(self.page, START)
        self.put("d/run", "\nnew\n")
        self.workspace.write(self.page, SOLUTION)
        self.assertEqual(self.read("d/run"), "\nnew\n")

    def test_missing_file_comes_back(self):
        self.workspace.write(self.page, START)
        os.remove(self.path("same"))
        self.assertEqual(self.workspace.write(self.page, START), ["same"])

    def test_file_that_the_page_drops(self):
        self.workspace.write(self.page, START)
        less = self.make(PAGE.replace(file("same", "same"), ""))
        self.put("same", "mine")
        self.assertIn("same", self.refused(less))
        self.put("same", "same")
        self.workspace.write(less, START)
        self.assertFalse(os.path.exists(self.path("same")))

    def test_folder_in_the_way(self):
        self.workspace.write(self.page, START)
        os.makedirs(self.path("new"))
        more = self.make(PAGE.replace("same", "other") + "\n" + file("new", "new"))
        self.assertIn("new is a folder", self.refused(more))
        self.assertFalse(os.path.exists(self.path("other")))

    def test_file_in_the_way(self):
        self.workspace.write(self.page, START)
        self.assertIn("same is a file", self.refused(self.make(PAGE.replace('"same"', '"same/deep/er"'))))

    def test_link_is_not_followed(self):
        self.workspace.write(self.page, START)
        outside = self.folder + "-outside"
        with open(outside, "w", encoding="utf-8") as out:
            out.write("same")
        os.remove(self.path("same"))
        os.symlink(outside, self.path("same"))
        self.workspace.write(self.make(PAGE.replace('"same") --*/same', '"same") --*/changed')), START)
        self.assertEqual(self.read("same"), "changed")
        with open(outside, encoding="utf-8") as text:
            self.assertEqual(text.read(), "same")

    def test_damaged(self):
        self.workspace.write(self.page, START)
        for text in ("{", "{}", "[]"):
            self.put(".tutorial/state.json", text)
            with self.assertRaises(WorkspaceError):
                self.workspace.origin()


if __name__ == "__main__":
    unittest.main()
