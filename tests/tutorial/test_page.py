#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What the files of a page are in every state."""

import os
import tempfile
import unittest

from engine import append, content, declare, file
from page import SOLUTION, START, Page


def page(*lines):
    return Page("page.md", "\n".join(lines))


def text(subject, state, name="f"):
    return subject.render(state)[1][name].text


class StateTest(unittest.TestCase):
    """Three tasks: the second has two subtasks, of which the first has something before it is done."""

    PAGE = (declare("one", "two", "three"), content("one", "BEFORE", "1b"), content("one", "COMPLETED", "1c"),
            content("two", "BEFORE", "2xb", "x"), content("two", "COMPLETED", "2xc", "x"),
            content("two", "COMPLETED", "2yc", "y"), content("three", "ALL", "3a"),
            file("append", append("one", ("two", "x"), ("two", "y"), "three")),
            file("replace", append("one", ("two", "x"), ("two", "y"), "three").replace("append", "replace")),
            file("single", "/*? include_task('one') ?*/ /*? include_task('two', 'x') ?*/"))

    def setUp(self):
        self.page = page(*self.PAGE)

    def check(self, state, appended, replaced, single):
        _, files = self.page.render(state)
        self.assertEqual(files["append"].text, appended)
        self.assertEqual(files["replace"].text, replaced)
        self.assertEqual(files["single"].text, single)

    def test_start(self):
        self.check(START, "1b", "1b", "1b ")
        self.check(self.page.state("one", False), "1b", "1b", "1b ")

    def test_after_first(self):
        self.check(self.page.state("one", True), "1c", "1c", "1c ")

    def test_before_second(self):
        self.check(self.page.state("two", False), "1c\n2xb\n", "2xb", "1c 2xb")

    def test_after_first_subtask(self):
        self.check(self.page.state("two/x", True), "1c\n2xc\n", "2xc", "1c 2xc")
        self.check(self.page.state("two/y", False), "1c\n2xc\n", "2xc", "1c 2xc")

    def test_after_second(self):
        self.check(self.page.state("two", True), "1c\n2xc\n2yc", "2yc", "1c 2xc")
        self.check(self.page.state("two/y", True), "1c\n2xc\n2yc", "2yc", "1c 2xc")

    def test_content_for_all_states(self):
        self.check(self.page.state("three", False), "1c\n2xc\n2yc\n3a", "3a", "1c 2xc")
        self.check(SOLUTION, "1c\n2xc\n2yc\n3a", "3a", "1c 2xc")

    def test_outline(self):
        self.assertEqual(self.page.tasks, ["one", "two", "three"])
        self.assertEqual(self.page.subtasks, {"one": [None], "two": ["x", "y"], "three": [None]})

    def test_names_of_states(self):
        for name, message in (("tow", "the page has no task 'tow'; did you mean 'two'?"),
                              ("two/z", "task 'two' has no subtask 'z'; there is x, y"),
                              ("one/x", "task 'one' has no subtask 'x'")):
            with self.assertRaises(ValueError) as caught:
                self.page.state(name, True)
            self.assertEqual(str(caught.exception), message)


class TagTest(unittest.TestCase):
    def test_content_stays_in_the_page(self):
        subject = page(declare("a"), "x", content("a", "COMPLETED", " y "), "z")
        self.assertEqual(subject.render(START)[0], "\nxyz")

    def test_excluded(self):
        subject = page(declare("a"), "x/*- filter ExcludeDocs() -*/" + content("a", "COMPLETED", "y"),
                       file("f", append("a")) + "/*- endfilter -*/z")
        rendered, files = subject.render(SOLUTION)
        self.assertEqual(rendered, "\nxz")
        self.assertEqual(files["f"].text, "y")

    def test_solution_is_known(self):
        subject = page(declare("a"), "/*- if solution -*/s/*- else -*/b/*- endif -*//*? tab ?*/")
        self.assertEqual(subject.render(SOLUTION)[0], "\ns\t")
        self.assertEqual(subject.render(START)[0], "\nb\t")

    def test_modes(self):
        subject = page('/*- filter File("x", mode="executable") -*/x/*- endfilter -*/', file("y", "y"))
        files = subject.render(START)[1]
        self.assertTrue(files["x"].executable)
        self.assertFalse(files["y"].executable)

    def test_file_that_a_later_task_begins(self):
        subject = page(declare("a", "b"), content("b", "COMPLETED", "y"), file("f", append("b")))
        self.assertEqual(subject.render(subject.state("a", True))[1], {})
        self.assertEqual(text(subject, SOLUTION), "y")

    def test_check_script(self):
        subject = page(file("CMakeLists.txt", "/*? macros.cmake_check_script(state) ?*/"))
        written = text(subject, START, "CMakeLists.txt")
        self.assertIn("causeway_write_check_script(${CMAKE_CURRENT_SOURCE_DIR})", written)

    def test_page_without_tasks(self):
        subject = page(file("a/b", "text"))
        self.assertEqual(subject.tasks, [])
        self.assertEqual(text(subject, SOLUTION, "a/b"), "text")

    def test_other_file(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, lines in (("page.md", declare("a") + content("a", "ALL", "A") + '/*? ExternalFile("x/y.c") ?*/'),
                                ("x/y.c", "y " + append("a") + "\n")):
                os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
                with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                    out.write(lines)
            rendered, files = Page(os.path.join(folder, "page.md")).render(START)
        self.assertEqual(rendered, "A")
        self.assertEqual(files["x/y.c"].text, "y A")


class CompletionTest(unittest.TestCase):
    def page(self, *lines):
        return page(declare("one", "two"), *lines)

    @staticmethod
    def saying(task, kind, text, subtask="s"):
        return (f'/*- filter TaskContent("{task}", TaskContentType.{kind}, "{subtask}", completion="{text}") -*/'
                "/*- endfilter -*/")

    def test_each_state_has_its_own(self):
        subject = self.page(self.saying("one", "BEFORE", "b"), self.saying("one", "COMPLETED", "c"))
        self.assertEqual([subject.completion("one", after) for after in (False, True)], ["b", "c"])

    def test_last_one_counts(self):
        subject = self.page(self.saying("one", "COMPLETED", "c"), self.saying("one", "COMPLETED", "d", "t"))
        self.assertEqual(subject.completion("one", True), "d")

    def test_block(self):
        subject = self.page('/*- filter TaskCompletion("one", TaskContentType.ALL) -*/\n a\nb \n/*- endfilter -*/')
        self.assertEqual([subject.completion("one", after) for after in (False, True)], ["a\nb", "a\nb"])

    def test_the_task_before(self):
        subject = self.page(self.saying("one", "COMPLETED", "c"))
        self.assertEqual(subject.completion("two", False), "c")
        self.assertIsNone(subject.completion("two", True))
        self.assertIsNone(subject.completion("one", False))


if __name__ == "__main__":
    unittest.main()
