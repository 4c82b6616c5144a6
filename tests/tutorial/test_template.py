#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Tags and white space: what a template becomes."""

import os
import tempfile
import unittest

import engine  # noqa: F401 (finds the modules below)
from problem import PageError
from template import Template, render

# Each pair: a template, and what it must become. upper() is a filter, x is "X", call() shows its arguments.
ACCEPTED = [
    ("", ""),
    ("\n", ""),
    ("\n\n", "\n"),
    ("a\r\nb\rc\n", "a\nb\nc"),
    ("a /*# a comment\nof two lines #*/ b", "a  b"),
    ("a /*#- c -#*/ b", "ab"),
    ("a /*#- c #*/ b", "a b"),
    ("a /*? x ?*/ b", "a X b"),
    ("a \n /*?- x ?*/ b", "aX b"),
    ("a /*? x -?*/ \n b", "a Xb"),
    ("/*? 'a?*/b' ?*/", "a?*/b"),
    ("/*? call(1, \"two\", [3, '4'], (5, none), key=true) ?*/", "(1, 'two', [3, '4'], (5, None)) {'key': True}"),
    ("/*? call(\n  1\n) ?*/", "(1,) {}"),
    ("/*? kinds.ONE ?*/", "1"),
    ("a\n/*- filter upper -*/\nb\n/*- endfilter -*/\nc", "a\n\nB\n\nc"),
    ("a\n/*-- filter upper -*/\nb\n/*-- endfilter -*/\nc", "a\nB\nc"),
    ("a\n/*- filter upper --*/\nb\n/*- endfilter --*/\nc", "a\nB\nc"),
    ("a\n/*-- filter upper --*/\n b \n/*-- endfilter --*/\nc", "aBc"),
    ("a /*-+ filter upper +-*/ b /*-+ endfilter +-*/ c", "a  B  c"),
    ("/*- filter upper() -*/a/*- filter twice -*/b/*- endfilter -*/c/*- endfilter -*/", "ABBC"),
    ("/*- filter upper | twice -*/a/*- endfilter -*/", "AA"),
    ("/*- raw -*//*? x ?*/ /*- filter -*//*- endraw -*/", "/*? x ?*/ /*- filter -*/"),
    ("a /*-- raw --*/ b /*-- endraw --*/ c", "abc"),
    ("/*- set y = 'Y' -*//*? y ?*/", "Y"),
    ("/*- if yes -*/a/*- elif x -*/b/*- else -*/c/*- endif -*/", "a"),
    ("/*- if not yes -*/a/*- elif x -*/b/*- else -*/c/*- endif -*/", "b"),
    ("/*- if no -*/a/*- else -*/c/*- endif -*/", "c"),
    ("/*- if no -*/a/*- endif -*/", ""),
    ("/*- if no -*//*- filter upper -*/a/*- endfilter -*//*- endif -*/b", "b"),
    ("/* - x -*/ ?*/ #*/ * /", "/* - x -*/ ?*/ #*/ * /"),
]

# Each triple: a template, the line of the mistake, and the message.
REFUSED = [
    ("a\n/*# b", 2, "this comment has no end '#*/'"),
    ("a\n\n/*? x", 3, "this value has no end '?*/'"),
    ("/*- filter upper", 1, "this block has no end '-*/'"),
    ("/*? call(1 ?*/", 1, "this value has no end: a '(' stays open"),
    ("/*? call)1( ?*/", 1, "this value has a ')' too many"),
    ("/*? call(1] ?*/", 1, "this value has a ']' too many"),
    ("/*? x # y ?*/", 1, "this value has a '#', which means nothing here"),
    ("/*? ?*/", 1, "something is missing in this tag"),
    ("/*? x y ?*/", 1, "'x y' cannot be understood"),
    ("/*? ye ?*/", 1, "there is no 'ye'; did you mean 'yes'?"),
    ("/*? zzz ?*/", 1, "there is no 'zzz'; there is call, kinds, no, x, yes"),
    ("/*? x(1) ?*/", 1, "'x' is no function"),
    ("a\n/*? [\n1,\nz] ?*/", 4, "there is no 'z'; there is call, kinds, no, x, yes"),
    ("/*? 1 + 1 ?*/", 1, "'1 + 1' is not known here"),
    ("/*? lambda: 1 ?*/", 1, "'lambda: 1' is not known here"),
    ("/*? call(**x) ?*/", 1, "'**' is not known here"),
    ("/*? call.__class__ ?*/", 1, "there is no 'call.__class__'"),
    ("/*? kinds.ONCE ?*/", 1, "there is no 'kinds.ONCE'; did you mean 'ONE'?"),
    ("/*? cal(1) ?*/", 1, "there is no 'cal'; did you mean 'call'?"),
    ("\n/*- filter uper -*/\n/*- endfilter -*/", 2, "there is no filter 'uper'; did you mean 'upper'?"),
    ("/*- filter 'x' -*//*- endfilter -*/", 1, "a filter's name must follow 'filter'"),
    ("/*- filter upper(1) -*//*- endfilter -*/", 1, "upper: too many positional arguments"),
    ("/*- filter -*//*- endfilter -*/", 1, "something is missing in this tag"),
    ("a\n/*- filter upper -*/\n\n", 2, "this 'filter' has no 'endfilter'"),
    ("a\n/*- if x -*/\n/*- else -*/\n", 3, "this 'if' has no 'endif'"),
    ("a\n/*- raw -*/\n\n", 2, "this 'raw' has no 'endraw'"),
    ("a\n/*- endfilter -*/", 2, "'endfilter' has no place here: nothing is open"),
    ("/*- filter upper -*/\n/*- endif -*/", 2, "'endif' has no place here: the 'filter' of line 1 is open"),
    ("/*- filter upper -*/a/*- endfilter upper -*/", 1, "nothing may follow 'endfilter'"),
    ("/*- if x -*/a/*- else -*/b/*- else -*/c/*- endif -*/", 1, "'else' behind the 'else' of line 1"),
    ("/*- fliter upper -*/", 1, "there is no block 'fliter'; did you mean 'filter'?"),
    ("/*- set 1 = 2 -*/", 1, "write: set NAME = VALUE"),
    ("/*- set x -*/", 1, "write: set NAME = VALUE"),
    ("/*- set call = 1 -*/", 1, "'call' cannot be set"),
    ("/*- include 'none' -*/", 1, "there is no file 'none'"),
    ("/*- include '../x' -*/", 1, "'../x' is no path below the page's folder"),
    ("/*- include '/x' -*/", 1, "'/x' is no path below the page's folder"),
]


class Context:
    """What a page gives to a template, made small."""

    def __init__(self):
        self.names = {"x": "X", "yes": True, "no": False, "kinds": {"ONE": 1}, "call": self.call}
        self.fixed = {"call"}
        self.filters = {"upper": lambda place, text: text.upper(), "twice": lambda place, text: 2 * text}

    @staticmethod
    def call(_place, *positional, **keywords):
        return f"{positional} {keywords}" if positional or keywords else ""

    def enter(self, *_):
        pass

    def leave(self):
        pass


class TemplateTest(unittest.TestCase):
    def test_accepted(self):
        for source, wanted in ACCEPTED:
            with self.subTest(source):
                self.assertEqual(render(Template("page.md", source).body, Context()), wanted)

    def test_refused(self):
        for source, line, message in REFUSED:
            with self.subTest(source):
                with self.assertRaises(PageError) as caught:
                    render(Template("page.md", source).body, Context())
                self.assertEqual(str(caught.exception), f"page.md:{line}: {message}")

    def test_lines_behind_every_kind_of_tag(self):
        start = "/*#\n#*/\n/*? 'a\\\nb' ?*/\n/*- raw -*/\n\n/*- endraw --*/\n\n\n/*-- if\nx -*//*- endif -*/\n"
        with self.assertRaises(PageError) as caught:
            render(Template("page.md", start + "/*? z ?*/").body, Context())
        self.assertTrue(str(caught.exception).startswith("page.md:12: "), caught.exception)

    def test_missing_page(self):
        with self.assertRaises(PageError) as caught:
            Template("none.md")
        self.assertEqual(str(caught.exception), "none.md:1: No such file or directory")


class IncludeTest(unittest.TestCase):
    def render(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                with open(os.path.join(folder, name), "wb") as out:
                    out.write(text)
            try:
                return render(Template(os.path.join(folder, "page")).body, Context())
            except PageError as error:
                return str(error).replace(os.path.relpath(folder) + "/", "")

    def test_include(self):
        self.assertEqual(self.render(page=b"a /*- include 'part' -*/ b", part=b"/*? x ?*/\n"), "a X b")

    def test_same_file_twice(self):
        self.assertEqual(self.render(page=b"/*- include 'p' -*//*- include 'p' -*/", p=b"a"), "aa")

    def test_circle(self):
        self.assertEqual(self.render(page=b"\n/*- include 'other' -*/", other=b"\n\n/*- include 'page' -*/"),
                         "other:3: circular include: page -> other -> page")

    def test_mistake_in_the_included_file(self):
        self.assertEqual(self.render(page=b"\n/*- include 'other' -*/", other=b"\n\n/*- endif -*/"),
                         "other:3: 'endif' has no place here: nothing is open")

    def test_no_text(self):
        self.assertEqual(self.render(page=b"\xff\xfe"), "page:1: this is no UTF-8 text")


if __name__ == "__main__":
    unittest.main()
