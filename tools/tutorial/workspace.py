# SPDX-License-Identifier: BSD-2-Clause
"""
A folder that holds a tutorial's files in some state, and the work of its reader on them.

The folder .tutorial inside it keeps where the files came from and how they were written, so that a later writing (of
another state, or of a page that has changed) can tell the reader's changes from the page's and loses neither.
"""

import json
import os

from page import State

KEPT = ".tutorial"


class WorkspaceError(Exception):
    """A folder that cannot be written; nothing in it was changed."""


class Workspace:
    def __init__(self, folder):
        self.folder = folder
        self.kept = os.path.join(folder, KEPT)

    def origin(self):
        """(path of the page, State) that the folder was last written from."""
        try:
            with open(os.path.join(self.kept, "state.json"), encoding="utf-8") as text:
                state = json.load(text)
            return state["page"], State(state["task"], state["subtask"], state["after"])
        except (OSError, ValueError, KeyError, TypeError):
            raise WorkspaceError(f"{self.folder} holds no tutorial, or its {KEPT} is damaged") from None

    def write(self, page, state, force=False):
        """
        Brings the folder to a state of the page. Returns the names of the files that changed. Files that the reader has
        changed stay, unless the page has a new text for them: that is refused, with `force` the reader's text is lost.
        """
        if not os.path.isdir(self.kept) and os.path.isdir(self.folder) and os.listdir(self.folder):
            raise WorkspaceError(f"{self.folder} is not empty, and was not written as a tutorial")
        _, files = page.render(state)
        before = self._base()
        changes = {name: files.get(name) for name in sorted({*before, *files}) if self._differs(name, files, before)}
        lost = [name for name in changes if self._is_changed(name, files, before)]
        if lost and not force:
            raise WorkspaceError("the page has a new text for files that you have changed, too: "
                                 + ", ".join(lost) + ". Changes would be lost; --force loses them.")
        for name in changes:
            self._check_place(name)
        for name, file in changes.items():
            self._put(self.folder, name, file)
        self._keep(page, state, files, before)
        return list(changes)

    def _check_place(self, name):
        """A file of the page cannot take the place of a folder, nor lie in a file."""
        path = self._path(name)
        if os.path.isdir(path) and not os.path.islink(path):
            raise WorkspaceError(f"{path} is a folder, and the page has a file of that name")
        parent = os.path.dirname(path)
        while not os.path.lexists(parent):
            parent = os.path.dirname(parent) or "."
        if not os.path.isdir(parent):
            raise WorkspaceError(f"{parent} is a file, and the page has a folder of that name")

    def _path(self, name):
        return os.path.join(self.folder, name)

    def _base(self):
        """The files as they were last written, {name: text}."""
        base = os.path.join(self.kept, "base")
        found = {}
        for folder, _, names in os.walk(base):
            for name in names:
                path = os.path.join(folder, name)
                found[os.path.relpath(path, base)] = _read(path)
        return found

    def _differs(self, name, files, before):
        """Whether the page wants something else in a file than it did, or the file is missing."""
        if name not in files:
            return os.path.lexists(self._path(name))
        return before.get(name) != files[name].text or not os.path.lexists(self._path(name))

    def _is_changed(self, name, files, before):
        """Whether there is a file with a text that is neither the page's old one nor its new one."""
        if not os.path.lexists(self._path(name)):
            return False
        return _read(self._path(name)) not in (before.get(name), files[name].text if name in files else None)

    def _keep(self, page, state, files, before):
        base = os.path.join(self.kept, "base")
        for name in {*before, *files}:
            self._put(base, name, files.get(name))
        os.makedirs(base, exist_ok=True)
        with open(os.path.join(self.kept, "state.json"), "w", encoding="utf-8") as text:
            json.dump({"page": os.path.realpath(page.template.path), **state._asdict()}, text, indent=1)

    @staticmethod
    def _put(folder, name, file):
        """Writes a file of the page, or removes it."""
        path = os.path.join(folder, name)
        if file is None:
            if os.path.lexists(path):
                os.remove(path)
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)
        # A new file in the place of the old: what others see is never half of it, and a link is not followed.
        new = path + ".new"
        with open(new, "w", encoding="utf-8", newline="") as text:
            text.write(file.text)
        mode = os.stat(new).st_mode
        os.chmod(new, mode | 0o100 if file.executable else mode)
        os.replace(new, path)


def _read(path):
    """The text of a file, or None if it has none."""
    try:
        with open(path, encoding="utf-8", newline="") as text:
            return text.read()
    except (OSError, UnicodeDecodeError):
        return None
