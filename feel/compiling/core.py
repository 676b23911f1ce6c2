"""How does a node find the function that compiles it?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from feel.compiling.scope import Code, Scope
from feel.syntax.ast import Node

N = TypeVar("N", bound=Node)

Compiler = Callable[[Node, Scope], Code]

_compilers: dict[type[Node], Compiler] = {}


def compiles(kind: type[N]) -> Callable[[Callable[[N, Scope], Code]], Callable[[N, Scope], Code]]:
    """Mark the function that compiles nodes of this kind."""

    def mark(compiler: Callable[[N, Scope], Code]) -> Callable[[N, Scope], Code]:
        _compilers[kind] = cast(Compiler, compiler)
        return compiler

    return mark


def compiled(node: Node, scope: Scope) -> Code:
    """The closure that evaluates a node."""
    return _compilers[type(node)](node, scope)
