"""Which variables does an expression read?"""

from __future__ import annotations

from feel.builtins import FUNCTIONS
from feel.syntax import ast
from feel.syntax.ast import Node


def variables_of(tree: Node) -> frozenset[str]:
    """The names that a tree reads from outside itself; built-in functions that it calls do not count."""
    found: set[str] = set()
    _collect(tree, frozenset(), found)
    return frozenset(found)


def is_external(tree: Node) -> bool:
    """Whether a tree defines a function in another language."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionOf) and node.external:
            return True
        waiting.extend(ast.children(node))
    return False


def _collect(node: Node, known: frozenset[str], found: set[str]) -> None:
    if isinstance(node, ast.Name) and node.name not in known and node.name not in FUNCTIONS:
        found.add(node.name)
    if isinstance(node, ast.ContextOf):
        _collect_context(node, known, found)
        return
    if isinstance(node, ast.For | ast.Quantified):
        _collect_loop(node, known, found)
        return
    if isinstance(node, ast.FunctionOf):
        known = known | {name for name, _ in node.parameters}
    if isinstance(node, ast.Filter):
        known = known | {"item"}
    for child in ast.children(node):
        _collect(child, known, found)


def _collect_context(node: ast.ContextOf, known: frozenset[str], found: set[str]) -> None:
    for key, value in node.entries:
        _collect(value, known, found)
        known = known | {key}


def _collect_loop(node: ast.For | ast.Quantified, known: frozenset[str], found: set[str]) -> None:
    for each in node.iterators:
        _collect(each.domain, known, found)
        if each.end is not None:
            _collect(each.end, known, found)
        known = known | {each.name}
    _collect(node.body if isinstance(node, ast.For) else node.condition, known | {"partial"}, found)
