# SPDX-License-Identifier: BSD-2-Clause
"""Reads a page into a tree, and renders the tree from top to bottom."""

import os

import lexer
from expression import Expression, call
from problem import PageError, suggestion

_BLOCKS = ("filter", "endfilter", "if", "elif", "else", "endif", "set", "include", "raw", "endraw")


class Template:
    """A page that was read; `body` is a list of nodes, which are Text, Value, Filter, Choice, Assignment or Include."""

    def __init__(self, path, source=None, including=()):
        """`including`: the paths of the pages that this one is being included by."""
        self.path = path
        self.file = os.path.relpath(path)
        self.including = (*including, os.path.realpath(path))
        if source is None:
            source = _read(path, self.file)
        self.tokens = list(lexer.tokens(source, self.file))
        self.at = 0
        self.body = self._nodes(None)

    def _nodes(self, opener, ends=()):
        """The nodes up to a block that `ends` names, which stays to be read; `opener` is (line, block) of the owner."""
        nodes = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == "block" and _word(token) in ends:
                self._check_alone(token)
                return nodes
            self.at += 1
            nodes.append(self._node(token, opener))
        if opener:
            raise PageError(self.file, opener[0], f"this '{opener[1]}' has no 'end{opener[1]}'")
        return nodes

    def _node(self, token, opener):
        if token.kind == "text":
            return Text(token.text)
        if token.kind == "value":
            return Value(Expression(token.text, self.file, token.line))
        word, rest = _word(token), token.text.strip()[len(_word(token)):]
        if word == "filter":
            return self._filter(token.line, rest)
        if word == "if":
            return self._choice(token.line, rest)
        if word == "set":
            return self._assignment(token.line, rest)
        if word == "include":
            return Include(self, Expression(rest, self.file, token.line))
        if word not in _BLOCKS:
            raise PageError(self.file, token.line, f"there is no block '{word}'" + suggestion(word, _BLOCKS))
        inside = f"the '{opener[1]}' of line {opener[0]} is open" if opener else "nothing is open"
        raise PageError(self.file, token.line, f"'{word}' has no place here: {inside}")

    def _check_alone(self, token):
        word = _word(token)
        if word != "elif" and token.text.strip() != word:
            raise PageError(self.file, token.line, f"nothing may follow '{word}'")

    def _filter(self, line, rest):
        filters = Expression(rest, self.file, line)
        body = self._nodes((line, "filter"), ("endfilter",))
        self.at += 1
        return Filter(filters, body)

    def _choice(self, line, rest):
        branches = []
        condition = Expression(rest, self.file, line)
        while True:
            branches.append((condition, self._nodes((line, "if"), ("elif", "else", "endif"))))
            token = self.tokens[self.at]
            self.at += 1
            if _word(token) == "endif":
                return Choice(branches)
            if condition is None:
                raise PageError(self.file, token.line, f"'{_word(token)}' behind the 'else' of line {line}")
            line = token.line
            condition = None
            if _word(token) == "elif":
                condition = Expression(token.text.strip()[len("elif"):], self.file, token.line)

    def _assignment(self, line, rest):
        name, equals, value = rest.partition("=")
        if not equals or not name.strip().isidentifier():
            raise PageError(self.file, line, "write: set NAME = VALUE")
        return Assignment(name.strip(), Expression(value, self.file, line))


def _word(token):
    """The first word of a block."""
    words = token.text.split(None, 1)
    name = words[0] if words else ""
    length = next((i for i, letter in enumerate(name) if not (letter.isalnum() or letter == "_")), len(name))
    return name[:length]


def _read(path, file):
    try:
        with open(path, encoding="utf-8", newline="") as text:
            return text.read()
    except OSError as error:
        raise PageError(file, 1, error.strerror) from None
    except UnicodeDecodeError:
        raise PageError(file, 1, "this is no UTF-8 text") from None


class Text:
    def __init__(self, text):
        self.text = text

    def render(self, _):
        return self.text


class Value:
    def __init__(self, expression):
        self.expression = expression

    def render(self, context):
        return str(self.expression.value(context.names))


class Filter:
    """`context.filters` are functions (place, text, argument...) -> text; place is (file, line)."""

    def __init__(self, expression, body):
        self.expression = expression
        self.body = body

    def render(self, context):
        expression = self.expression
        calls = expression.filters()
        for name, _ in calls:
            if name not in context.filters:
                raise expression.error(f"there is no filter '{name}'" + suggestion(name, context.filters))
        place = (expression.file, expression.line)
        arguments = [expression.arguments(node, context.names) for _, node in calls]
        context.enter(place, calls[0][0], *arguments[0])
        text = render(self.body, context)
        context.leave()
        for (name, _), (positional, keywords) in zip(calls, arguments):
            text = call(context.filters[name], name, place, [text, *positional], keywords)
        return text


class Choice:
    def __init__(self, branches):
        self.branches = branches

    def render(self, context):
        for condition, body in self.branches:
            if condition is None or condition.value(context.names):
                return render(body, context)
        return ""


class Assignment:
    def __init__(self, name, expression):
        self.name = name
        self.expression = expression

    def render(self, context):
        if self.name in context.fixed:
            raise self.expression.error(f"'{self.name}' cannot be set")
        context.names[self.name] = self.expression.value(context.names)
        return ""


class Include:
    """Another page in the place of the tag; its path is relative to the page's folder, and stays inside it."""

    def __init__(self, template, expression):
        self.template = template
        self.expression = expression

    def render(self, context):
        name = self.expression.value(context.names)
        path = inner_path(self.expression, os.path.dirname(self.template.path), name)
        if os.path.realpath(path) in self.template.including:
            chain = [os.path.relpath(other) for other in self.template.including] + [os.path.relpath(path)]
            raise self.expression.error("circular include: " + " -> ".join(chain))
        if not os.path.isfile(path):
            raise self.expression.error(f"there is no file '{name}'")
        return render(Template(path, including=self.template.including).body, context)


def inner_path(expression, folder, name):
    """The path of `name` in `folder`; a name that leads out of it is refused."""
    check_inner_name(expression.file, expression.line, name)
    return os.path.join(folder, name)


def check_inner_name(file, line, name):
    parts = name.split("/") if isinstance(name, str) else [""]
    if name != "" and isinstance(name, str) and not name.startswith("/") and ".." not in parts and "\0" not in name \
            and parts[-1] not in ("", "."):
        return
    raise PageError(file, line, f"{name!r} is no path below the page's folder")


def render(nodes, context):
    return "".join(node.render(context) for node in nodes)
