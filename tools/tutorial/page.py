# SPDX-License-Identifier: BSD-2-Clause
"""
What a page means: its tasks, what they ask for, and the files of any state of the work on them.

A page is a tutorial in Markdown. Its tags keep pieces of it (task content) and put them together to files. A task has
subtasks, in the order in which the page has their first content. A state is "before" or "after" a task or subtask: all
earlier ones are done, the later ones are as they were. See docs/tutorial-pages.md for the tags.
"""

import collections

from problem import PageError, suggestion
from template import Template, check_inner_name, render

BEFORE, COMPLETED, ALL = 1, 2, 3
KINDS = {BEFORE: "BEFORE", COMPLETED: "COMPLETED", ALL: "ALL"}

# subtask: None for the whole task. after: whether it is done. task: None for the first ("before") or last ("after").
State = collections.namedtuple("State", "task subtask after")
START = State(None, None, False)
SOLUTION = State(None, None, True)

Content = collections.namedtuple("Content", "text place")
File = collections.namedtuple("File", "text executable place")


class Page:
    """A page and all that does not depend on the state; refuses a page that is wrong in any state."""

    def __init__(self, path, source=None):
        self.template = Template(path, source)
        self.subtasks = {}
        outline = _Rendering(self, START, None)
        outline.run()
        self.contents = outline.contents
        self.tasks = outline.tasks or []
        outline.check_includes()
        for task, subtask, _ in self.contents:
            if subtask not in self.subtasks.setdefault(task, []):
                self.subtasks[task].append(subtask)
        self.completions = outline.completions
        for state in [SOLUTION] + [State(task, None, after) for task in self.tasks for after in (False, True)]:
            self.render(state)

    def render(self, state):
        """(text of the page, {name: File}) in a state. A file without any text is none: a later task begins it."""
        rendering = _Rendering(self, state, self.contents)
        text = rendering.run()
        return text, {name: file for name, file in rendering.files.items() if file.text}

    def state(self, task, after):
        """The state before or after a task, or "task/subtask"; ValueError says what is wrong with the name."""
        name, slash, subtask = task.partition("/")
        if name not in self.tasks:
            raise ValueError(f"the page has no task '{name}'" + suggestion(name, self.tasks))
        known = [other for other in self.subtasks.get(name, []) if other]
        if slash and subtask not in known:
            raise ValueError(f"task '{name}' has no subtask '{subtask}'" + suggestion(subtask, known))
        return State(name, subtask if slash else None, after)

    def completion_of(self, state):
        """The text that a system in this state shows, or None."""
        if not self.tasks:
            return None
        return self.completion(state.task or self.tasks[-1 if state.after else 0], state.after)

    def completion(self, task, after):
        """The same for a task; before one that says nothing, what the one before it says."""
        kinds = (COMPLETED, ALL) if after else (BEFORE, ALL)
        for kind in kinds:
            if (task, kind) in self.completions:
                return self.completions[task, kind].text
        index = self.tasks.index(task)
        return self.completion(self.tasks[index - 1], True) if index and not after else None


class _Rendering:
    """One pass over a page. `outline`: the contents of an earlier pass, or None in the first, which only collects."""

    def __init__(self, page, state, outline):
        self.page = page
        self.target = state
        self.outline = outline
        self.tasks = None
        self.contents = {}
        self.completions = {}
        self.files = {}
        self.includes = []
        self.open = []
        self.queue = []
        self.names = {
            "declare_task_ordering": self._declare,
            "include_task": self._include_one,
            "include_task_type_append": self._include_append,
            "include_task_type_replace": self._include_replace,
            "ExternalFile": self._external,
            "TaskContentType": {name: kind for kind, name in KINDS.items()},
            "macros": {"cmake_check_script": self._check_script},
            "state": state,
            "solution": state.after,
            "tab": "\t",
        }
        self.fixed = frozenset(self.names)
        self.filters = {
            "TaskContent": self._content,
            "TaskCompletion": self._completion,
            "File": self._file,
            "ExcludeDocs": self._exclude,
            "ELF": self._elf,
        }

    def run(self):
        text = render(self.page.template.body, self)
        for place, name in self.queue:
            self._render_external(place, name)
        return text

    def enter(self, place, name, positional, keywords):
        """A filter's body begins."""
        key = None
        if name == "TaskContent" and positional:
            subtask = keywords.get("subtask", positional[2] if len(positional) > 2 else None)
            key = (positional[0], subtask)
        self.open.append(key)

    def leave(self):
        self.open.pop()

    def _declare(self, place, names):
        if self.tasks is not None:
            raise PageError(*place, "the tasks are declared twice")
        if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
            raise PageError(*place, "declare_task_ordering takes a list of names")
        for name in names:
            if names.count(name) > 1:
                raise PageError(*place, f"task '{name}' is listed twice")
        self.tasks = names
        return ""

    def _check_task(self, place, task):
        if self.tasks is None:
            raise PageError(*place, "declare_task_ordering must come before the first use of a task")
        if task not in self.tasks:
            raise PageError(*place, f"there is no task '{task}'" + suggestion(str(task), self.tasks))

    def _check_kind(self, place, kind):
        if kind not in KINDS:
            raise PageError(*place, f"{kind!r} is no TaskContentType")

    def _content(self, place, text, task, type, subtask=None, completion=None):
        self._check_task(place, task)
        self._check_kind(place, type)
        earlier = self.contents.get((task, subtask, type))
        if earlier:
            raise PageError(*place, f"{_title(task, subtask)} has {KINDS[type]} content already, in line "
                                    f"{earlier.place[1]}")
        self.contents[task, subtask, type] = Content(text, place)
        if completion is not None:
            self.completions[task, type] = Content(completion, place)
        return text

    def _completion(self, place, text, task, type):
        self._check_task(place, task)
        self._check_kind(place, type)
        self.completions[task, type] = Content(text.strip(), place)
        return text

    def _file(self, place, text, name, mode=None):
        check_inner_name(*place, name)
        if name.split("/")[0] == ".tutorial":
            raise PageError(*place, "File: the folder .tutorial is kept for the state of the work")
        if mode not in (None, "executable"):
            raise PageError(*place, f"File: there is no mode {mode!r}, but \"executable\"")
        self._add_file(place, name, text, mode == "executable")
        return text

    def _add_file(self, place, name, text, executable):
        if name in self.files:
            raise PageError(*place, f"there is a file '{name}' already, from line {self.files[name].place[1]}")
        for other in self.files:
            if other.startswith(name + "/") or name.startswith(other + "/"):
                raise PageError(*place, f"'{name}' and '{other}' cannot both be files")
        self.files[name] = File(text, executable, place)

    def _exclude(self, place, text):
        return ""

    def _elf(self, place, text, *_, **__):
        """Tutorials without CAmkES name the programs of their images so."""
        raise PageError(*place, "ELF: a program without CAmkES cannot be built here")

    def _check_script(self, place, state):
        """What makes the build write `check`. What the script waits for is in the state of the folder."""
        if state is not self.target:
            raise PageError(*place, "cmake_check_script takes 'state'")
        return ("include(${SEL4_TUTORIALS_DIR}/settings.cmake)\n"
                "causeway_write_check_script(${CMAKE_CURRENT_SOURCE_DIR})")

    def _external(self, place, name):
        check_inner_name(*place, name)
        self.queue.append((place, name))
        return ""

    def _render_external(self, place, name):
        """A file beside the page becomes a file of the tutorial; it may have tags, too."""
        folder = self.page.template.including[0].rpartition("/")[0]
        if f"{folder}/{name}" in self.page.template.including:
            raise PageError(*place, f"circular include: {name} is this page")
        try:
            other = Template(f"{folder}/{name}", including=self.page.template.including)
        except PageError as error:
            raise PageError(*place, f"ExternalFile: {error}") from None
        self._add_file(place, name, render(other.body, self), False)

    def _include_one(self, place, task, subtask=None):
        return self._include_append(place, [task if subtask is None else (task, subtask)])

    def _include_append(self, place, entries):
        return "\n".join(self._pieces(place, entries, ""))

    def _include_replace(self, place, entries):
        return ([""] + self._pieces(place, entries, None))[-1]

    def _pieces(self, place, entries, nothing):
        """
        The contents of those entries whose task has begun in the wanted state. `nothing` stands for one that has none
        in this state; None leaves it out.
        """
        if not isinstance(entries, list):
            raise PageError(*place, "a list of tasks is expected: names, or pairs of task and subtask")
        pieces = []
        for entry in entries:
            pair = entry if isinstance(entry, tuple) else (entry, None)
            if len(pair) != 2:
                raise PageError(*place, f"{entry!r} is neither a name nor a pair of task and subtask")
            self._check_task(place, pair[0])
            piece = self._piece(place, *pair, nothing)
            if piece is not None:
                pieces.append(piece)
        return pieces

    def _piece(self, place, task, subtask, nothing):
        """None if the task has not begun; `nothing` if it has no content for its state."""
        self.includes.append((place, [key for key in self.open if key], (task, subtask)))
        if self.outline is None:
            return ""
        if subtask not in self.page.subtasks.get(task, []):
            raise self._missing(place, task, subtask)
        done = self._is_done(task, subtask)
        if done is None:
            return None
        for kind in (COMPLETED if done else BEFORE, ALL):
            if (task, subtask, kind) in self.contents:
                return self.contents[task, subtask, kind].text
        if done:
            raise PageError(*place, f"{_title(task, subtask)} has no COMPLETED content")
        return nothing

    def _missing(self, place, task, subtask):
        same = [other for name, other, _ in self.contents if name == task and other]
        hint = suggestion(str(subtask), same)
        return PageError(*place, f"{_title(task, subtask)} has no content in this page{hint}")

    def _is_done(self, task, subtask):
        """Whether a subtask is done in the wanted state; None if its task is later than that."""
        target = self.target
        current = target.task or self.tasks[-1 if target.after else 0]
        distance = self.tasks.index(task) - self.tasks.index(current)
        if distance != 0:
            return True if distance < 0 else None
        if target.subtask is None:
            return target.after
        order = self.page.subtasks[task]
        position = order.index(subtask) - order.index(target.subtask)
        return position < 0 or (position == 0 and target.after)

    def check_includes(self):
        """Every include must be of content that stands above it; a circle can never be that."""
        known = {}
        for (task, subtask, _), content in self.contents.items():
            known.setdefault((task, subtask), content.place)
        for place, inside, key in self.includes:
            if key not in known:
                raise self._missing(place, *key)
            circle = self._circle(inside, key)
            if circle:
                raise PageError(*place, "circular include: " + " -> ".join(_title(*link) for link in circle))
            if known[key][0] == place[0] and known[key][1] > place[1]:
                raise PageError(*place, f"{_title(*key)} is included before its content, which is in line "
                                        f"{known[key][1]}")

    def _circle(self, inside, key):
        """The keys from one of `inside` back to it, if the include of `key` closes such a circle."""
        for start in inside:
            paths = [[start, key]]
            seen = set()
            while paths:
                path = paths.pop()
                if path[-1] == start:
                    return path
                if path[-1] not in seen:
                    seen.add(path[-1])
                    paths += [path + [to] for _, others, to in self.includes if path[-1] in others]
        return None


def _title(task, subtask):
    return f"task '{task}'" + (f", subtask '{subtask}'" if subtask else "")
