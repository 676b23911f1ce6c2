"""How are arithmetic operators evaluated, also long chains of them?"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from feel import arithmetic
from feel.budget import Run
from feel.compiling.core import compiled, compiles
from feel.compiling.logic import comparison_code
from feel.compiling.scope import Code, Env, Scope
from feel.decimals import CONTEXT
from feel.syntax import ast
from feel.values import Value

Operation = Callable[[Run, Value, Value], Value]

OPERATIONS: dict[str, Operation] = {
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
    "**": arithmetic.power,
}
OF_DECIMALS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
}
SHORT = 12


@compiles(ast.Binary)
def binary(node: ast.Binary, scope: Scope) -> Code:
    if node.operator not in OPERATIONS:
        return comparison_code(node, scope)
    spine = _spine(node)
    first = spine[0].left
    if len(spine) > SHORT:
        return _chain(compiled(first, scope), [(OPERATIONS[each.operator], compiled(each.right, scope)) for each in spine])
    code = compiled(first, scope)
    for each in spine:
        code = _operation(each.operator, code, compiled(each.right, scope))
    return code


def _spine(node: ast.Binary) -> list[ast.Binary]:
    """The arithmetic operators that follow one another from left to right."""
    spine = [node]
    while isinstance(spine[-1].left, ast.Binary) and spine[-1].left.operator in OPERATIONS:
        spine.append(spine[-1].left)
    return spine[::-1]


def _operation(operator: str, left: Code, right: Code) -> Code:
    operation = OPERATIONS[operator]
    of_decimals = OF_DECIMALS.get(operator)

    def code(env: Env) -> Value:
        return operation(env.run, left(env), right(env))

    if of_decimals is None:
        return code
    plain = of_decimals

    def quick(env: Env) -> Value:
        first, second = left(env), right(env)
        if type(first) is Decimal and type(second) is Decimal:
            try:
                return plain(first, second)
            except ArithmeticError:
                pass
        return operation(env.run, first, second)

    return quick


def _chain(first: Code, links: list[tuple[Operation, Code]]) -> Code:
    def code(env: Env) -> Value:
        value = first(env)
        for operation, right in links:
            value = operation(env.run, value, right(env))
        return value

    return code


@compiles(ast.Negation)
def negation(node: ast.Negation, scope: Scope) -> Code:
    value = compiled(node.value, scope)

    def code(env: Env) -> Value:
        return arithmetic.negate(env.run, value(env))

    return code
