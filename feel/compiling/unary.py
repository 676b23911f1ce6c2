"""When does an input pass unary tests? (DMN 7.3.1, 10.3.2.7)"""

from __future__ import annotations

from feel.compiling.core import compiled, compiles
from feel.compiling.membership import passes
from feel.compiling.scope import Code, Env, Scope, lookup
from feel.syntax import ast
from feel.values import Value

INPUT = "?"


@compiles(ast.UnaryTests)
def unary_tests(node: ast.UnaryTests, scope: Scope) -> Code:
    tests = [_test(each, scope) for each in node.tests]
    negated = node.negated

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

    return code


def _test(node: ast.Node, scope: Scope) -> Code:
    """A test that mentions `?` is a condition; any other is compared with the input."""
    value, given = compiled(node, scope), lookup(scope, INPUT)
    if ast.mentions(node, INPUT):
        return value

    def code(env: Env) -> Value:
        return _holds(env, given(env), value(env))

    return code


def _holds(env: Env, given: Value, test: Value) -> bool | None:
    if test is True and type(given) is not bool:
        return True
    return passes(env.run, given, test)
