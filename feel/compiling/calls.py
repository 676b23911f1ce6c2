"""How are functions defined and called? (DMN 10.3.2.13)"""

from __future__ import annotations

from collections.abc import Sequence

from feel.budget import Run
from feel.builtins.registry import BuiltIn
from feel.compiling.core import compiled, compiles
from feel.compiling.folding import folded
from feel.compiling.scope import Code, Env, Frame, Scope, lookup
from feel.syntax import ast
from feel.types import MISMATCH, FeelType, coerced
from feel.values import FunctionValue, Value, kind_of
from feel.words import N_


class Closure(FunctionValue):
    """A function that an expression defines, with the names in sight there."""

    __slots__ = ("_body", "_env", "_types", "_weight")

    def __init__(self, parameters: Sequence[tuple[str, FeelType | None]], body: Code, env: Env, weight: int) -> None:
        super().__init__("", [name for name, _ in parameters], [type_ for _, type_ in parameters])
        self._types = [type_ for _, type_ in parameters]
        self._body = body
        self._env = env
        self._weight = weight

    def call(self, run: Run, values: Sequence[Value], names: Sequence[str] | None = None) -> Value:
        given = in_order(run, self.parameter_names, values, names)
        if given is None:
            return None
        taken: dict[str, Value] = {}
        for name, type_, value in zip(self.parameter_names, self._types, given, strict=True):
            fitting = value if type_ is None else coerced(value, type_)
            if fitting is MISMATCH:
                run.note(N_("The argument “%s” is a %s, which does not fit."), name, kind_of(value))
                return None
            taken[name] = fitting
        run.spend(self._weight)
        run.enter()
        try:
            return self._body(Env(taken, self._env, run))
        finally:
            run.leave()


def in_order(run: Run, parameters: Sequence[str], values: Sequence[Value], names: Sequence[str] | None) -> Sequence[Value] | None:
    """The values in the parameters' order; None, with a reason, where they do not fit."""
    if len(values) != len(parameters) or (names is not None and set(names) != set(parameters)):
        run.note(N_("The function takes (%s), not %d arguments."), ", ".join(parameters), len(values))
        return None
    if names is None:
        return values
    by_name = dict(zip(names, values, strict=True))
    return [by_name[name] for name in parameters]


@compiles(ast.FunctionOf)
def function_of(node: ast.FunctionOf, scope: Scope) -> Code:
    if node.external:
        return _external
    body = compiled(node.body, scope.inside(Frame("local", {name for name, _ in node.parameters})))
    weight = ast.weight(node.body)

    def code(env: Env) -> Value:
        return Closure(node.parameters, body, env, weight)

    return code


def _external(env: Env) -> Value:
    env.run.note(N_("External functions (Java, PMML) cannot be run here."))
    return None


@compiles(ast.Call)
def call(node: ast.Call, scope: Scope) -> Code:
    constant = folded(node, scope)
    if constant is not node:
        return compiled(constant, scope)
    arguments = [compiled(each, scope) for each in node.arguments]
    if isinstance(node.function, ast.Name) and not scope.declares(node.function.name):
        built_in = scope.functions.get(node.function.name)
        if isinstance(built_in, BuiltIn):
            return _of_built_in(built_in, arguments, node.names, lookup(scope, built_in.name))
    return _of_value(compiled(node.function, scope), arguments, node.names)


def _of_value(function: Code, arguments: list[Code], names: tuple[str, ...] | None) -> Code:
    def code(env: Env) -> Value:
        called = function(env)
        if not isinstance(called, FunctionValue):
            env.run.note(N_("A %s cannot be called."), kind_of(called))
            return None
        return called.call(env.run, [argument(env) for argument in arguments], names)

    return code


def _of_built_in(built_in: BuiltIn, arguments: list[Code], names: tuple[str, ...] | None, named: Code) -> Code:
    """A call of a built-in function, unless a variable of its name is a function too."""
    bound = built_in.bound(len(arguments), names)

    def code(env: Env) -> Value:
        called = named(env)
        values = [argument(env) for argument in arguments]
        if called is not built_in and isinstance(called, FunctionValue):
            return called.call(env.run, values, names)
        if bound is None:
            return built_in.call(env.run, values, names)
        return bound.applied(env.run, values)

    return code
