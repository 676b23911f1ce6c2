"""How are `and`, `or`, comparisons, `between`, `in` and `if` evaluated? Three-valued: what is unknown is null."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from feel.comparing import PLAIN, equal, order
from feel.compiling.core import compiled, compiles
from feel.compiling.membership import is_in
from feel.compiling.scope import Code, Env, Scope
from feel.syntax import ast
from feel.values import Value, kind_of
from feel.words import N_

ORDERED = frozenset((Decimal, str, date, timedelta))
"""Kinds that Python orders as FEEL does."""

Relation = Callable[[object, object], bool]
"""One of Python's own comparisons; given only what it orders."""

RELATIONS = cast(dict[str, Relation], {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge})
AT_LEAST, AT_MOST = RELATIONS[">="], RELATIONS["<="]


@compiles(ast.Junction)
def junction(node: ast.Junction, scope: Scope) -> Code:
    items = [compiled(item, scope) for item in node.items]
    decisive = node.operator == "or"
    if len(items) == 2:
        return _of_two(items[0], items[1], decisive=decisive)
    return _of_many(items, decisive=decisive)


def _of_two(left: Code, right: Code, *, decisive: bool) -> Code:
    def code(env: Env) -> Value:
        first = left(env)
        if first is decisive:
            return decisive
        second = right(env)
        if second is decisive:
            return decisive
        if type(first) is bool and type(second) is bool:
            return not decisive
        return _undecided(env, first, second)

    return code


def _of_many(items: list[Code], *, decisive: bool) -> Code:
    def code(env: Env) -> Value:
        unknown = False
        for item in items:
            value = item(env)
            if value is decisive:
                return decisive
            if type(value) is not bool:
                unknown = True
                _undecided(env, value, True)
        return None if unknown else not decisive

    return code


def _undecided(env: Env, *values: Value) -> Value:
    for value in values:
        if value is not None and type(value) is not bool:
            env.run.note(N_("A %s is neither true nor false."), kind_of(value))
    return None


def comparison_code(node: ast.Binary, scope: Scope) -> Code:
    """`=`, `!=`, `<`, `<=`, `>` or `>=` between two values."""
    left, right = compiled(node.left, scope), compiled(node.right, scope)
    if node.operator == "=":
        return _equality(left, right)
    if node.operator == "!=":
        return _inequality(left, right)
    relation = RELATIONS[node.operator]
    if isinstance(node.right, ast.Constant) and type(node.right.value) is Decimal:
        return _ordered_with(left, node.right.value, relation)
    return _ordered(left, right, relation)


def _equality(left: Code, right: Code) -> Code:
    def code(env: Env) -> Value:
        first, second = left(env), right(env)
        if type(first) is type(second) and type(first) in PLAIN:
            return first == second
        return equal(env.run, first, second)

    return code


def _inequality(left: Code, right: Code) -> Code:
    def code(env: Env) -> Value:
        found = equal(env.run, left(env), right(env))
        return None if found is None else not found

    return code


def _ordered_with(left: Code, constant: Decimal, relation: Relation) -> Code:
    def code(env: Env) -> Value:
        value = left(env)
        if type(value) is Decimal:
            try:
                return relation(value, constant)
            except ArithmeticError:
                return None
        return _relation_of(env, value, constant, relation)

    return code


def _ordered(left: Code, right: Code, relation: Relation) -> Code:
    def code(env: Env) -> Value:
        first, second = left(env), right(env)
        if type(first) is type(second) and type(first) in ORDERED:
            try:
                return relation(first, second)
            except ArithmeticError:
                return None
        return _relation_of(env, first, second, relation)

    return code


def _relation_of(env: Env, first: Value, second: Value, relation: Relation) -> bool | None:
    found = order(env.run, first, second)
    return None if found is None else relation(found, 0)


@compiles(ast.Between)
def between(node: ast.Between, scope: Scope) -> Code:
    value, low, high = compiled(node.value, scope), compiled(node.low, scope), compiled(node.high, scope)

    def code(env: Env) -> Value:
        middle = value(env)
        above = _relation_of(env, middle, low(env), AT_LEAST)
        below = _relation_of(env, middle, high(env), AT_MOST)
        if above is False or below is False:
            return False
        return True if above and below else None

    return code


@compiles(ast.In)
def within(node: ast.In, scope: Scope) -> Code:
    value, tests = compiled(node.value, scope), [compiled(test, scope) for test in node.tests]
    constants = constants_of(node.tests)

    def code(env: Env) -> Value:
        tested = value(env)
        return is_in(env.run, tested, (test(env) for test in tests))

    def code_of_constants(env: Env) -> Value:
        tested = value(env)
        if type(tested) is Decimal or type(tested) is str:
            return tested in constants
        return is_in(env.run, tested, constants)

    return code_of_constants if constants else code


def constants_of(tests: tuple[ast.Node, ...]) -> frozenset[Value]:
    """The tests' values when all are plain numbers or all plain strings; else none."""
    values = [test.value for test in tests if isinstance(test, ast.Constant)]
    for kind in (Decimal, str):
        if len(values) == len(tests) and all(type(value) is kind for value in values):
            return frozenset(values)
    return frozenset()


@compiles(ast.If)
def if_(node: ast.If, scope: Scope) -> Code:
    condition = compiled(node.condition, scope)
    then, otherwise = compiled(node.then, scope), compiled(node.otherwise, scope)

    def code(env: Env) -> Value:
        holds = condition(env)
        if holds is not None and type(holds) is not bool:
            env.run.note(N_("The condition of an if is a %s, neither true nor false."), kind_of(holds))
        return then(env) if holds is True else otherwise(env)

    return code
