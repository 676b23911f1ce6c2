"""How is an expression's text compiled once and evaluated often?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from feel.budget import Run
from feel.builtins import FUNCTIONS
from feel.compiling import compiled
from feel.compiling.scope import Code, Env, Frame, Scope
from feel.errors import FeelError
from feel.measuring import BRANCHES, measured
from feel.syntax.ast import Node
from feel.syntax.names import NameBook, is_special, possible_names, special_names
from feel.syntax.parser import parse, parse_tests
from feel.types import BUILT_IN, FeelType
from feel.values import Value, Variables

Types = Mapping[str, FeelType]

NO_NAMES: frozenset[str] = frozenset()
NO_TYPES: Types = MappingProxyType({})


class Expression:
    """A compiled expression, or compiled unary tests whose input is the variable `?`."""

    __slots__ = ("_code", "_names", "_possible", "_types", "text", "tree")

    def __init__(self, text: str, tree: Node, names: frozenset[str], types: Types) -> None:
        self.text = text
        self.tree = tree
        self._names = names
        self._types = types
        self._possible = possible_names(text) if names is NO_NAMES else (NO_NAMES, False)
        self._code: Code = compiled(tree, Scope((Frame("root"),), FUNCTIONS))

    def __call__(self, variables: Variables) -> Value:
        """The value; null where FEEL has none. Raises FeelError only when the evaluation exceeds its budget."""
        return self._evaluated(variables, Run())

    def explain(self, variables: Variables) -> tuple[Value, list[str]]:
        """The value, and the reasons for nulls on the way to it, as sentences."""
        run = Run()
        return self._evaluated(variables, run), run.reasons

    def run(self, variables: Variables, run: Run) -> Value:
        """The value as a part of a larger evaluation, within its budget; not yet measured."""
        return self._code(Env(variables, None, run))

    def _evaluated(self, variables: Variables, run: Run) -> Value:
        code = self._code
        if self._possible[0]:
            code = self._suited(variables)
        try:
            value = code(Env(variables, None, run))
            if isinstance(value, BRANCHES):
                measured(value)
            return Decimal(value) if type(value) is int else value
        except RecursionError as error:
            raise FeelError("The evaluation nests too deep; make it flatter.") from error

    def _suited(self, variables: Variables) -> Code:
        """The code for variables whose names have signs or keywords that this text may mean."""
        possible, deep = self._possible
        names = special_names(variables) if deep else frozenset(name for name in possible if name in variables)
        if not names:
            return self._code
        return compile_expression(self.text, names, self._types)._code  # noqa: SLF001 - another expression


def compile_expression(text: str, names: Iterable[str] = (), types: Types = NO_TYPES) -> Expression:
    """The compiled expression; `names` are known variables of more than one word. Raises FeelError."""
    special = frozenset(filter(is_special, names)) or NO_NAMES
    return _cached(text, special) if types is NO_TYPES else _compiled(text, special, types)


def compile_tests(text: str, names: Iterable[str] = (), types: Types = NO_TYPES) -> Expression:
    """Compiled unary tests: true when the variable `?` passes them. Raises FeelError."""
    special = frozenset(filter(is_special, names)) or NO_NAMES
    return _cached_tests(text, special) if types is NO_TYPES else _compiled_tests(text, special, types)


def _compiled(text: str, names: frozenset[str], types: Types) -> Expression:
    return Expression(text, _tree(text, names, types), names, types)


def _compiled_tests(text: str, names: frozenset[str], types: Types) -> Expression:
    return Expression(text, parse_tests(text, _book(names), types), names, types)


@lru_cache(maxsize=4096)
def _cached(text: str, names: frozenset[str]) -> Expression:
    return _compiled(text, names, NO_TYPES)


@lru_cache(maxsize=4096)
def _cached_tests(text: str, names: frozenset[str]) -> Expression:
    return _compiled_tests(text, names, NO_TYPES)


def _tree(text: str, names: frozenset[str], types: Types) -> Node:
    try:
        return parse(text, _book(names), types)
    except RecursionError as error:
        raise FeelError("The expression nests too deep; make it flatter.", text, 0) from error


def _book(names: frozenset[str]) -> NameBook:
    return NameBook(names, _built_in_book())


@lru_cache(maxsize=1)
def _built_in_book() -> NameBook:
    return NameBook([*FUNCTIONS, *BUILT_IN])


def forget_names() -> None:
    """A function has joined: what is compiled may now mean something else."""
    for cache in (_built_in_book, _cached, _cached_tests):
        cache.cache_clear()
