# SPDX-License-Identifier: BSD-2-Clause
"""The rendered page as something to read: Markdown without what only the tags have left behind."""

import os
import re

_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|[#/])([^)#\s]+)")
_COMMENT = re.compile(r"<!--.*?-->[ \t]*\n?", re.DOTALL)
_FENCE = re.compile(r"[ ]{0,3}(```+|~~~+)")


def clean(text):
    """Drops comments, blanks at line ends, and empty lines in excess; listings stay as they are, but for their ends."""
    pieces = []
    for listing, lines in _split(text.split("\n")):
        if listing:
            pieces += [lines[0].rstrip(), *_trim(lines[1:-1]), lines[-1].rstrip()]
            continue
        for line in _COMMENT.sub("", "\n".join(lines)).split("\n"):
            if line.strip() or (pieces and pieces[-1].strip()):
                pieces.append(line.rstrip())
    return "\n".join(_trim(pieces)) + "\n"


def move_links(text, source, target):
    """The same page for another folder: relative links lead from `target` where they led from `source`."""
    def moved(link):
        return os.path.relpath(os.path.join(source, link.group(1)), target or ".")

    pieces = []
    for listing, lines in _split(text.split("\n")):
        pieces.append("\n".join(lines) if listing else _LINK.sub(moved, "\n".join(lines)))
    return "\n".join(pieces)


def _trim(lines):
    """Without the empty lines at both ends."""
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _split(lines):
    """Yields (is it a listing, lines); a listing has its fences, and one that is never closed ends with the page."""
    start = 0
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if not fence:
            at += 1
            continue
        end = next((i for i in range(at + 1, len(lines))
                    if lines[i].strip().startswith(fence.group(1)) and not lines[i].strip().strip(fence.group(1)[0])),
                   len(lines) - 1)
        if at > start:
            yield False, lines[start:at]
        yield True, lines[at:end + 1]
        start = at = end + 1
    if start < len(lines):
        yield False, lines[start:]
