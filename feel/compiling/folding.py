"""Which calls can be computed once and for all? Those that only spell a date, a time or a duration."""

from __future__ import annotations

from feel.budget import Run
from feel.builtins.registry import BuiltIn
from feel.compiling.scope import Scope
from feel.syntax import ast

SPELLING = frozenset({"date", "time", "date and time", "duration"})


def folded(node: ast.Node, scope: Scope) -> ast.Node:
    """The constant that a call like `date("2024-01-31")` is; any other node as it is."""
    if not isinstance(node, ast.Call) or not isinstance(node.function, ast.Name) or node.names is not None:
        return node
    name, arguments = node.function.name, [each for each in node.arguments if isinstance(each, ast.Constant)]
    built_in = scope.functions.get(name)
    if name not in SPELLING or len(arguments) < len(node.arguments) or scope.declares(name):
        return node
    if not isinstance(built_in, BuiltIn):
        return node
    value = built_in.call(Run(), [each.value for each in arguments])
    return node if value is None else ast.Constant(node.position, value)
