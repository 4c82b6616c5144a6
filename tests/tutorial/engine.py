# SPDX-License-Identifier: BSD-2-Clause
"""Finds the tutorial engine, and makes pages of few lines."""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOL = os.path.join(ROOT, "tools", "tutorial", "tutorial.py")
SEED = os.path.join(ROOT, "..", "shared", "seed", "crossvm-tutorial.md")

sys.path.insert(0, os.path.dirname(TOOL))


def content(task, kind, text, subtask=None):
    """A piece of a page that gives a task its content, without white space of its own."""
    name = f'"{task}", TaskContentType.{kind}' + (f', subtask="{subtask}"' if subtask else "")
    return f"/*-- filter TaskContent({name}) --*/{text}/*-- endfilter --*/"


def file(name, text):
    return f'/*-- filter File("{name}") --*/{text}/*-- endfilter --*/'


def append(*entries):
    return f"/*? include_task_type_append([{', '.join(repr(entry) for entry in entries)}]) ?*/"


def declare(*tasks):
    return f"/*? declare_task_ordering({list(tasks)!r}) ?*/"
