# SPDX-License-Identifier: BSD-2-Clause
"""
The expressions in a page's tags: strings, numbers, lists, tuples, names and calls with keywords. They look like
Python's, whose parser reads them; what they may do is only what is listed here.
"""

import ast
import inspect

from problem import PageError, suggestion

_CONSTANTS = {"true": True, "false": False, "none": None}


class Expression:
    """One expression and where it stands."""

    def __init__(self, text, file, line):
        self.file = file
        self.line = line
        if not text.strip():
            raise PageError(file, line, "something is missing in this tag")
        try:
            # In brackets an expression may go over several lines.
            self.node = ast.parse("(" + text + "\n)", mode="eval").body
        except (SyntaxError, ValueError):
            raise PageError(file, line, f"'{' '.join(text.split())}' cannot be understood") from None

    def error(self, text, node=None):
        return PageError(self.file, self.line + (node.lineno - 1 if node else 0), text)

    def value(self, names):
        """The value; `names` are the variables and functions, by name. See call() for functions."""
        return self._value(self.node, names)

    def filters(self):
        """The calls of a filter tag, (name, node or None) each, in the order in which they act."""
        calls = []
        node = self.node
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            calls.append(node.right)
            node = node.left
        calls.append(node)
        return [self._filter(call) for call in reversed(calls)]

    def arguments(self, call, names):
        """(positional, keyword) arguments of a call that filters() or _value found."""
        if call is None:
            return [], {}
        positional = [self._value(argument, names) for argument in call.args]
        if any(keyword.arg is None for keyword in call.keywords):
            raise self.error("'**' is not known here", call)
        return positional, {keyword.arg: self._value(keyword.value, names) for keyword in call.keywords}

    def _filter(self, node):
        if isinstance(node, ast.Name):
            return node.id, None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return node.func.id, node
        raise self.error("a filter's name must follow 'filter'", node)

    def _value(self, node, names):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, int, bool, type(None))):
            return node.value
        if isinstance(node, ast.List):
            return [self._value(item, names) for item in node.elts]
        if isinstance(node, ast.Tuple):
            return tuple(self._value(item, names) for item in node.elts)
        if isinstance(node, ast.Name):
            return self._look_up(node.id, node, names)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, names)
        if isinstance(node, ast.Call):
            return self._call(node, names)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return not self._value(node.operand, names)
        raise self.error(f"'{ast.unparse(node)}' is not known here", node)

    def _look_up(self, name, node, names):
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if name not in names:
            raise self.error(f"there is no '{name}'" + suggestion(name, names), node)
        return names[name]

    def _attribute(self, node, names):
        """A member of an enumeration."""
        members = self._value(node.value, names)
        if not isinstance(members, dict) or node.attr not in members:
            known = list(members) if isinstance(members, dict) else []
            raise self.error(f"there is no '{ast.unparse(node)}'" + suggestion(node.attr, known), node)
        return members[node.attr]

    def _call(self, node, names):
        function = self._value(node.func, names)
        name = ast.unparse(node.func)
        if not callable(function):
            raise self.error(f"'{name}' is no function", node)
        positional, keywords = self.arguments(node, names)
        return call(function, name, (self.file, self.line + node.lineno - 1), positional, keywords)


def call(function, name, place, positional, keywords):
    """Calls a function of the page with its place, (file, line), in front; wrong arguments are the page's error."""
    try:
        inspect.signature(function).bind(place, *positional, **keywords)
    except TypeError as error:
        raise PageError(*place, f"{name}: {error}") from None
    return function(place, *positional, **keywords)
