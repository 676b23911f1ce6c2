"""How are constants, names, lists, contexts and intervals evaluated?"""

from __future__ import annotations

from feel.budget import Run
from feel.comparing import order
from feel.compiling.core import compiled, compiles
from feel.compiling.scope import Code, Env, Frame, Scope, lookup
from feel.syntax import ast
from feel.types import FeelType
from feel.values import Range, Value
from feel.words import N_


@compiles(ast.Constant)
def constant(node: ast.Constant, scope: Scope) -> Code:  # noqa: ARG001 - one of many
    value = node.value

    def code(env: Env) -> Value:  # noqa: ARG001 - one of many
        return value

    return code


@compiles(ast.Name)
def name(node: ast.Name, scope: Scope) -> Code:
    return lookup(scope, node.name)


@compiles(ast.ListOf)
def list_of(node: ast.ListOf, scope: Scope) -> Code:
    items = [compiled(item, scope) for item in node.items]

    def code(env: Env) -> Value:
        return [item(env) for item in items]

    return code


@compiles(ast.ContextOf)
def context_of(node: ast.ContextOf, scope: Scope) -> Code:
    frame = Frame("local")
    inner = scope.inside(frame)
    entries: list[tuple[str, Code]] = []
    for key, value in node.entries:
        if isinstance(value, ast.FunctionOf):
            frame.names.add(key)  # so that it may call itself
        entries.append((key, compiled(value, inner)))
        frame.names.add(key)
    twice = len(frame.names) < len(node.entries)

    def code(env: Env) -> Value:
        if twice:
            env.run.note(N_("A context has an entry twice."))
            return None
        found: dict[str, Value] = {}
        inside = Env(found, env, env.run)
        for key, entry in entries:
            found[key] = entry(inside)
        return found

    return code


@compiles(ast.Interval)
def interval(node: ast.Interval, scope: Scope) -> Code:
    start, end = compiled(node.start, scope), compiled(node.end, scope)
    start_included, end_included = node.start_included, node.end_included
    if isinstance(node.start, ast.Constant) and isinstance(node.end, ast.Constant):
        fixed = made_range(Run(), node.start.value, node.end.value, (start_included, end_included))
        if fixed is not None:
            return constant(ast.Constant(node.position, fixed), scope)

    def code(env: Env) -> Value:
        return made_range(env.run, start(env), end(env), (start_included, end_included))

    return code


def made_range(run: Run, start: Value, end: Value, included: tuple[bool, bool]) -> Range | None:
    """A range; null when an end is null or its ends cannot be ordered."""
    if start is None or end is None:
        run.note(N_("An end of a range is null."))
        return None
    if order(run, start, end) is None:
        return None
    return Range(start, end, *included)


@compiles(ast.Comparison)
def comparison(node: ast.Comparison, scope: Scope) -> Code:
    """`(< 10)` as a value: a range."""
    value, operator = compiled(node.value, scope), node.operator

    def code(env: Env) -> Value:
        end = value(env)
        if operator in ("=", "!="):
            return Range(end, end, operator == "=", operator == "=", operator)
        if operator.startswith("<"):
            return Range(None, end, False, operator == "<=", operator)
        return Range(end, None, operator == ">=", False, operator)

    return code


@compiles(ast.InstanceOf)
def instance_of(node: ast.InstanceOf, scope: Scope) -> Code:
    value, type_ = compiled(node.value, scope), node.type.bare()

    def code(env: Env) -> Value:
        return is_instance(value(env), type_)

    return code


def is_instance(value: Value, type_: FeelType) -> bool:
    """Null is an instance of the Null type only."""
    if value is None:
        return type_.admits(None) and not type_.admits(False)
    return type_.admits(value)
