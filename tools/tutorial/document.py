# SPDX-License-Identifier: BSD-2-Clause
"""A rendered page as an HTML document. What Markdown means is cmark-gfm's to say."""

import html
import re
import subprocess

_COMMAND = ["cmark-gfm", "--extension", "table"]

_STYLE = """
body { max-width: 50em; margin: 2em auto; padding: 0 1em; font-family: sans-serif; line-height: 1.5; }
pre { padding: 0.7em 1em; overflow-x: auto; background: #f3f3f0; line-height: 1.3; }
td, th { padding: 0.2em 1em 0.2em 0; text-align: left; vertical-align: top; }
"""


class DocumentError(Exception):
    """The page could not be translated; the text says why."""


def to_html(markdown):
    """A document of its own, without links to anything outside but the page's."""
    try:
        done = subprocess.run(_COMMAND, input=markdown, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              encoding="utf-8")
    except FileNotFoundError:
        raise DocumentError(f"HTML needs {_COMMAND[0]}; 'make setup' installs it") from None
    if done.returncode != 0:
        raise DocumentError(f"{_COMMAND[0]} ended with status {done.returncode}: {done.stderr.strip()}")
    title = re.search(r"<h1>(.*?)</h1>", done.stdout)
    name = re.sub(r"<[^>]*>", "", title.group(1)) if title else html.escape("Tutorial")
    return (f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{name}</title>\n'
            f"<style>{_STYLE}</style>\n</head>\n<body>\n{done.stdout}</body>\n</html>\n")
