"""When does an input pass unary tests? (DMN 7.3.1, 10.3.2.7)"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from feel.compiling.core import compiled, compiles
from feel.compiling.folding import folded
from feel.compiling.logic import RELATIONS, constants_of
from feel.compiling.membership import passes
from feel.compiling.scope import Code, Env, Scope, lookup
from feel.syntax import ast
from feel.values import Value

INPUT = "?"


@compiles(ast.UnaryTests)
def unary_tests(node: ast.UnaryTests, scope: Scope) -> Code:
    if len(node.tests) == 1 and not node.negated:
        return _test(node.tests[0], scope)
    tests = [_test(each, scope) for each in node.tests]
    negated = node.negated
    constants = constants_of(node.tests)

    def code(env: Env) -> Value:
        unknown = False
        for test in tests:
            found = test(env)
            if found is True:
                return not negated
            unknown = unknown or found is None
        if not tests:
            return True
        return None if unknown else negated

    def code_of_constants(env: Env) -> Value:
        given = _input(env)
        if type(given) is str or type(given) is Decimal:
            return (given in constants) is not negated
        return code(env)

    return code_of_constants if constants else code


def _input(env: Env) -> Value:
    names = env.names
    return names.get(INPUT) if isinstance(names, dict) else None


def _test(node: ast.Node, scope: Scope) -> Code:
    """A test that mentions `?` is a condition; any other is compared with the input."""
    value = compiled(node, scope)
    if ast.mentions(node, INPUT):
        return value
    given = lookup(scope, INPUT)

    def code(env: Env) -> Value:
        return _holds(env, given(env), value(env))

    return _quick(node, scope, code)


def _holds(env: Env, given: Value, test: Value) -> bool | None:
    if test is True and type(given) is not bool:
        return True
    return passes(env.run, given, test)


def _quick(node: ast.Node, scope: Scope, usual: Code) -> Code:
    """The same test, faster for plain strings, numbers and dates, as most cells of decision tables are."""
    if isinstance(node, ast.Constant) and type(node.value) in (str, Decimal):
        return _equal_to(node.value, usual)
    if isinstance(node, ast.Comparison) and node.operator in RELATIONS:
        return _related_to(node.operator, folded(node.value, scope), usual)
    if isinstance(node, ast.Interval):
        return _between(node, folded(node.start, scope), folded(node.end, scope), usual)
    return usual


def _equal_to(constant: Value, usual: Code) -> Code:
    kind = type(constant)

    def code(env: Env) -> Value:
        given = _input(env)
        return given == constant if type(given) is kind else usual(env)

    return code


def _related_to(operator: str, node: ast.Node, usual: Code) -> Code:
    relation, constant = RELATIONS[operator], _plain(node)
    if constant is None:
        return usual
    kind = type(constant)

    def code(env: Env) -> Value:
        given = _input(env)
        if type(given) is kind:
            try:
                return relation(given, constant)
            except ArithmeticError:
                return None
        return usual(env)

    return code


def _between(node: ast.Interval, start: ast.Node, end: ast.Node, usual: Code) -> Code:
    above, below = RELATIONS[">=" if node.start_included else ">"], RELATIONS["<=" if node.end_included else "<"]
    low, high = _plain(start), _plain(end)
    if low is None or type(low) is not type(high):
        return usual
    kind = type(low)

    def code(env: Env) -> Value:
        given = _input(env)
        if type(given) is kind:
            try:
                return above(given, low) and below(given, high)
            except ArithmeticError:
                return None
        return usual(env)

    return code


def _plain(node: ast.Node) -> Decimal | date | None:
    """A number or a date that Python orders as FEEL does."""
    if not isinstance(node, ast.Constant):
        return None
    value = node.value
    return value if isinstance(value, Decimal) or (isinstance(value, date) and type(value) is date) else None
