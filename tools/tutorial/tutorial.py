#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""
tutorial.py: reads a tutorial page with task tags, and writes, renders or tests what it describes.

See docs/tutorial-pages.md for pages.
"""

import argparse
import os
import re
import sys

import document
from markdown import clean, move_links
from page import SOLUTION, START, Page
from problem import PageError
from workspace import Workspace, WorkspaceError


def main(arguments):
    options = _parser().parse_args(arguments)
    try:
        return options.command(options) or 0
    except (PageError, WorkspaceError, document.DocumentError, OSError) as error:
        print(f"tutorial: {error}", file=sys.stderr)
    except re.error as error:
        print(f"tutorial: a completion text is no regular expression: {error}", file=sys.stderr)
    return 1


def _parser():
    parser = argparse.ArgumentParser(prog="tutorial.py", description="Works with tutorial pages.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    tasks = commands.add_parser("tasks", help="list the tasks of a page and their subtasks")
    write = commands.add_parser("write", help="write the files of a state into a folder; without an option, the start")
    update = commands.add_parser("update", help="bring a folder's files up to date with its page, which has changed")
    render = commands.add_parser("render", help="print the page as plain Markdown or HTML, to read it")
    check = commands.add_parser("check", help="boot a build of a folder, and wait for the completion text of its state")
    test = commands.add_parser("test", help="build and boot every state, and wait for its completion text")
    for command, function in ((tasks, _tasks), (write, _write), (update, _update), (render, _render), (check, _check),
                              (test, _test)):
        command.set_defaults(command=function)
        if command not in (update, check):
            command.add_argument("page", metavar="PAGE")
    for command in (write, update, check):
        command.add_argument("folder", metavar="FOLDER")
    check.add_argument("build", metavar="BUILD")
    for command in (write, update):
        command.add_argument("--force", action="store_true", help="lose your changes where the page has changed, too")
    state = write.add_mutually_exclusive_group()
    state.add_argument("--before", metavar="TASK", help="what a reader has at the start of TASK (name, name/subtask)")
    state.add_argument("--after", metavar="TASK", help="what a reader has at the end of TASK")
    state.add_argument("--solution", action="store_true", help="what a reader has at the end of the page")
    render.add_argument("--output", metavar="FILE", help="write to FILE; relative links will be right there")
    render.add_argument("--html", action="store_true", help="as an HTML page")
    test.add_argument("--folder", metavar="FOLDER", required=True, help="where to build; its contents are replaced")
    test.add_argument("--task", metavar="TASK", action="append", help="only what there is after TASK; may be repeated")
    return parser


def _tasks(options):
    page = Page(options.page)
    for task in page.tasks:
        print(task)
        for subtask in page.subtasks.get(task, []):
            if subtask:
                print(f"{task}/{subtask}")


def _state(page, options):
    if options.solution:
        return SOLUTION
    name = options.before or options.after
    if name is None:
        return START
    try:
        return page.state(name, options.after is not None)
    except ValueError as error:
        raise WorkspaceError(str(error)) from None


def _write(options):
    page = Page(options.page)
    _tell(options.folder, Workspace(options.folder).write(page, _state(page, options), options.force))


def _update(options):
    workspace = Workspace(options.folder)
    path, state = workspace.origin()
    if not os.path.exists(path):
        # The reader has the files and can do without the page.
        print(f"tutorial: the page {path} is gone; {options.folder} stays as it is")
        return
    page = _page_with(options.folder, path, state)
    _tell(options.folder, workspace.write(page, state, options.force))


def _page_with(folder, path, state):
    """The page, which must know the state of the folder still."""
    page = Page(path)
    if state.task is not None:
        try:
            page.state(state.task + (f"/{state.subtask}" if state.subtask else ""), state.after)
        except ValueError as error:
            raise WorkspaceError(f"{folder} does not fit its page any more: {error}") from None
    return page


def _tell(folder, names):
    for name in names:
        print(f"wrote {os.path.join(folder, name)}")


def _render(options):
    text = clean(Page(options.page).render(START)[0])
    if options.output:
        text = move_links(text, os.path.dirname(options.page), os.path.dirname(options.output))
    if options.html:
        text = document.to_html(text)
    if options.output:
        with open(options.output, "w", encoding="utf-8") as out:
            out.write(text)
    else:
        sys.stdout.write(text)


def _check(options):
    import trial

    path, state = Workspace(options.folder).origin()
    completion = _page_with(options.folder, path, state).completion_of(state)
    if not completion:
        raise WorkspaceError(f"the page does not say what the state of {options.folder} must show")
    problem = trial.boot(options.build, completion, os.path.join(options.build, "check.log"))
    print(f"not ok: {problem}" if problem else f"ok: the system shows {_quoted(completion)}")
    return 1 if problem else 0


def _quoted(completion):
    return ", ".join(f"'{line.strip()}'" for line in completion.splitlines() if line.strip())


def _test(options):
    import trial

    page = Page(options.page)
    os.makedirs(options.folder, exist_ok=True)
    attempt = trial.Trial(page, options.folder)
    failed = 0
    try:
        states = trial.states(page, options.task or [])
    except ValueError as error:
        raise WorkspaceError(str(error)) from None
    for name, state, completion in states:
        problem = attempt.run(name, state, completion)
        text = f"the system {name} " + (f"shows {_quoted(completion)}" if completion else "can be built")
        print(f"not ok {text}\n    " + problem.replace("\n", "\n    ") if problem else f"ok {text}", flush=True)
        failed += problem is not None
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
