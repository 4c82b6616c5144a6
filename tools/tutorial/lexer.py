# SPDX-License-Identifier: BSD-2-Clause
"""
Cuts a page into text and tags.

The syntax is Jinja's with other marks: a block is /*- ... -*/, a value /*? ... ?*/, a comment /*# ... #*/. One more
dash inside a mark (/*-- ... --*/) takes away the white space, line ends included, on that side of the tag. Nothing else
takes white space away, but one line end at the end of the page. What stands between /*- raw -*/ and /*- endraw -*/ is
text.
"""

import collections
import re

from problem import PageError

# kind: "text", "block" or "value". line: where it starts, from 1.
Token = collections.namedtuple("Token", "kind line text")

_START = re.compile(r"/\*(?P<mark>[-?#])(?P<sign>[-+]?)")
_RAW = re.compile(r"/\*-[-+]?\s*raw\s*(?:--\*/\s*|-\*/)")
_END_RAW = re.compile(r"/\*-(?P<sign>[-+]?)\s*endraw\s*(?:\+-\*/|--\*/\s*|-\*/)")
_END = {
    "-": re.compile(r"\+-\*/|--\*/\s*|-\*/"),
    "?": re.compile(r"-\?\*/\s*|\?\*/"),
    "#": re.compile(r"\+#\*/|-#\*/\s*|#\*/"),
}
_NAMES = {"-": "block", "?": "value", "#": "comment"}
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def tokens(source, file):
    """Yields the tokens of a page."""
    source = re.sub(r"\r\n|\r", "\n", source)
    if source.endswith("\n"):
        source = source[:-1]
    at = 0
    line = 1
    while at < len(source):
        start = _START.search(source, at)
        if not start:
            yield Token("text", line, source[at:])
            return
        text = source[at:start.start()]
        if text:
            yield Token("text", line, text.rstrip() if start.group("sign") == "-" else text)
        line += text.count("\n")
        token, end = _tag(source, start, file, line)
        if token:
            yield token
        line += source.count("\n", start.start(), end)
        at = end


def _tag(source, start, file, line):
    """(token or None, end) of the tag that `start` matched."""
    raw = _RAW.match(source, start.start())
    if raw:
        return _raw_text(source, raw, file, line)
    mark = start.group("mark")
    if mark == "#":
        found = _END["#"].search(source, start.end())
        if not found:
            raise PageError(file, line, "this comment has no end '#*/'")
        return None, found.end()
    found = _end_of_code(source, start.end(), mark, file, line)
    return Token(_NAMES[mark], line, source[start.end():found.start()]), found.end()


def _raw_text(source, raw, file, line):
    end = _END_RAW.search(source, raw.end())
    if not end:
        raise PageError(file, line, "this 'raw' has no 'endraw'")
    text = source[raw.end():end.start()]
    if end.group("sign") == "-":
        text = text.rstrip()
    # White space behind a stripping 'raw' mark belongs to the mark; the line is that of the first character.
    return Token("text", line + source.count("\n", raw.start(), raw.end()), text), end.end()


def _end_of_code(source, at, mark, file, line):
    """The match of the mark that ends a tag: not one inside a string or between brackets."""
    open_brackets = []
    while at < len(source):
        end = None if open_brackets else _END[mark].match(source, at)
        if end:
            return end
        string = _STRING.match(source, at)
        character = source[at]
        if character == "#":
            raise PageError(file, line, f"this {_NAMES[mark]} has a '#', which means nothing here")
        if character in _BRACKETS.values():
            open_brackets.append(character)
        elif character in _BRACKETS:
            if not open_brackets or open_brackets.pop() != _BRACKETS[character]:
                raise PageError(file, line, f"this {_NAMES[mark]} has a '{character}' too many")
        at = string.end() if string else at + 1
    if open_brackets:
        raise PageError(file, line, f"this {_NAMES[mark]} has no end: a '{open_brackets[-1]}' stays open")
    raise PageError(file, line, f"this {_NAMES[mark]} has no end '{mark}*/'")
