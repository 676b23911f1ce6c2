"""How is an expression's text compiled once and evaluated often?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

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
from feel.words import N_

Types = Mapping[str, FeelType]

KEPT = 4_000
"""Characters: longer texts are not cached."""

NO_NAMES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What an expression may mention: variables and members whose names are not one plain word, and types by name."""

    names: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    types: Types = field(default_factory=dict, hash=False)


def known(names: Iterable[str] = (), members: Iterable[str] = (), types: Types | None = None) -> Known:
    """What an expression may mention, of all these names."""
    return Known(frozenset(filter(is_special, names)), frozenset(filter(is_special, members)), types or {})


NOTHING = Known()


class Expression:
    """A compiled expression, or compiled unary tests whose input is the variable `?`."""

    __slots__ = ("_possible", "code", "text", "tree")

    def __init__(self, text: str, tree: Node, given: Known) -> None:
        self.text = text
        self.tree = tree
        self.code: Code = compiled(tree, Scope((Frame("root"),), FUNCTIONS))
        self._possible = possible_names(text) if given is NOTHING else (NO_NAMES, False)

    def __call__(self, variables: Variables) -> Value:
        """The value; null where FEEL has none. Raises FeelError only when the evaluation exceeds its budget."""
        return self._evaluated(variables, Run())

    def explain(self, variables: Variables) -> tuple[Value, list[str]]:
        """The value, and the reasons for nulls on the way to it, as sentences."""
        run = Run()
        return self._evaluated(variables, run), run.reasons

    def part(self, variables: Variables, run: Run) -> Value:
        """The value as a part of a larger evaluation, within its budget; not yet measured."""
        return self.code(Env(variables, None, run))

    def _evaluated(self, variables: Variables, run: Run) -> Value:
        code = self.code
        if self._possible[0]:
            code = self._suited(variables)
        try:
            value = code(Env(variables, None, run))
            if isinstance(value, BRANCHES):
                measured(value)
            return Decimal(value) if type(value) is int else value
        except RecursionError as error:
            raise FeelError(N_("The evaluation nests too deep; make it flatter.")) from error

    def _suited(self, variables: Variables) -> Code:
        """The code for variables whose names have signs or keywords that this text may mean."""
        possible, deep = self._possible
        names = special_names(variables) if deep else frozenset(name for name in possible if name in variables)
        return compile_expression(self.text, known(names)).code if names else self.code


def compile_expression(text: str, given: Known = NOTHING) -> Expression:
    """The compiled expression. Raises FeelError."""
    return _fresh(text, given) if given.types or len(text) > KEPT else _cached(text, given.names, given.members)


def compile_tests(text: str, given: Known = NOTHING) -> Expression:
    """Compiled unary tests: true when the variable `?` passes them. Raises FeelError."""
    return _fresh_tests(text, given) if given.types or len(text) > KEPT else _cached_tests(text, given.names, given.members)


def _fresh(text: str, given: Known) -> Expression:
    try:
        return Expression(text, parse(text, _book(given.names), given.types, given.members), given)
    except RecursionError as error:
        raise FeelError(N_("The expression nests too deep; make it flatter."), text=text, position=0) from error


def _fresh_tests(text: str, given: Known) -> Expression:
    try:
        return Expression(text, parse_tests(text, _book(given.names), given.types, given.members), given)
    except RecursionError as error:
        raise FeelError(N_("The tests nest too deep; make them flatter."), text=text, position=0) from error


@lru_cache(maxsize=4096)
def _cached(text: str, names: frozenset[str], members: frozenset[str]) -> Expression:
    return _fresh(text, Known(names, members) if names or members else NOTHING)


@lru_cache(maxsize=4096)
def _cached_tests(text: str, names: frozenset[str], members: frozenset[str]) -> Expression:
    return _fresh_tests(text, Known(names, members))


def _book(names: frozenset[str]) -> NameBook:
    return NameBook(names, _built_in_book())


@lru_cache(maxsize=1)
def _built_in_book() -> NameBook:
    return NameBook([*FUNCTIONS, *BUILT_IN])


def forget_names() -> None:
    """A function has joined: what is compiled may now mean something else."""
    for cache in (_built_in_book, _cached, _cached_tests):
        cache.cache_clear()
