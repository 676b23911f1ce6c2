"""How are paths and filters evaluated? (DMN 10.3.2.5)"""

from __future__ import annotations

from decimal import Decimal

from feel.compiling.core import compiled, compiles
from feel.compiling.scope import Code, Env, Frame, Scope
from feel.decimals import as_number, whole
from feel.properties import ABSENT, property_of
from feel.syntax import ast
from feel.values import Value, kind_of
from feel.words import N_


@compiles(ast.Path)
def path(node: ast.Path, scope: Scope) -> Code:
    source, name = compiled(node.source, scope), node.name

    def code(env: Env) -> Value:
        value = source(env)
        if type(value) is dict and name in value:
            return value[name]
        return member(env, value, name)

    return code


def member(env: Env, value: Value, name: str) -> Value:
    """An entry of a context, a property of a value, or the list of those of a list's members."""
    if isinstance(value, dict):
        if name in value:
            return value[name]
        env.run.note(N_("There is no entry “%s” in the context."), name)
        return None
    if isinstance(value, list | tuple):
        env.run.spend(len(value))
        return [member(env, each, name) for each in value]
    found = property_of(value, name)
    if found is ABSENT:
        env.run.note(N_("A %s has no property “%s”."), kind_of(value), name)
        return None
    return found


@compiles(ast.Filter)
def filter_(node: ast.Filter, scope: Scope) -> Code:
    source = compiled(node.source, scope)
    if isinstance(node.condition, ast.Constant) and isinstance(node.condition.value, Decimal):
        return _at(source, node.condition.value)
    return _where(source, compiled(node.condition, scope.inside(Frame("item"))), ast.weight(node.condition))


def _at(source: Code, index: Decimal) -> Code:
    def code(env: Env) -> Value:
        return at_index(env, source(env), index)

    return code


def at_index(env: Env, value: Value, index: Decimal) -> Value:
    """The member at an index from 1, or from the end when it is negative; null where there is none."""
    if value is None:
        env.run.note(N_("Null has no members."))
        return None
    items = value if isinstance(value, list | tuple) else [value]
    place = whole(index)
    if place is None or place == 0 or abs(place) > len(items):
        env.run.note(N_("A list of %d has no member %s."), len(items), f"{index:.10}")
        return None
    return items[place - 1 if place > 0 else place]


def _where(source: Code, condition: Code, weight: int) -> Code:
    def code(env: Env) -> Value:
        value = source(env)
        if value is None:
            env.run.note(N_("Null cannot be filtered."))
            return None
        items = value if isinstance(value, list | tuple) else [value]
        return _chosen(env, items, condition, weight)

    return code


def _chosen(env: Env, items: list[Value] | tuple[Value, ...], condition: Code, weight: int) -> Value:
    run = env.run
    if not items:
        number = as_number(condition(Env(None, env, run)))
        return [] if number is None else at_index(env, items, number)
    chosen: list[Value] = []
    for position, item in enumerate(items):
        run.spend(weight)
        holds = condition(Env(item, env, run))
        if holds is True:
            chosen.append(item)
        elif position == 0 and type(holds) is not bool:
            number = as_number(holds)
            if number is not None:
                return at_index(env, items, number)
    return chosen
