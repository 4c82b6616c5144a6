# SPDX-License-Identifier: BSD-2-Clause
"""What is wrong with a page, and where."""

import difflib


class PageError(Exception):
    """A page that is refused. The text starts with the file and the line, and can be shown as it is."""

    def __init__(self, file, line, text):
        super().__init__(f"{file}:{line}: {text}")


def suggestion(word, known):
    """A hint for the end of a message: what of `known` may have been meant, or what there is."""
    close = difflib.get_close_matches(word, known, 1)
    if close:
        return f"; did you mean '{close[0]}'?"
    return "; there is " + ", ".join(sorted(known)) if known else ""
