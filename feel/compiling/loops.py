"""How are `for`, `some` and `every` evaluated? (DMN 10.3.2.14, 10.3.2.15)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from feel.arithmetic import add
from feel.budget import LENGTH, Run
from feel.comparing import order
from feel.compiling.core import compiled, compiles
from feel.compiling.scope import Code, Env, Frame, Scope
from feel.decimals import ONE, as_number, whole
from feel.syntax import ast
from feel.temporal.moments import date_on, days_of
from feel.values import Range, Value, is_date, kind_of
from feel.words import N_

PARTIAL = "partial"
TURN = 4
"""What it costs to begin an inner loop."""
NOTHING_TO_JUDGE = object()


@dataclass(frozen=True, slots=True)
class Turn:
    """One iterator: the name that it gives values, and where these come from."""

    name: str
    domain: Code
    end: Code | None


def _turns(iterators: tuple[ast.Iterator, ...], scope: Scope) -> tuple[list[Turn], Scope]:
    turns: list[Turn] = []
    for each in iterators:
        end = compiled(each.end, scope) if each.end is not None else None
        turns.append(Turn(each.name, compiled(each.domain, scope), end))
        scope = scope.inside(Frame("local", {each.name}))
    return turns, scope


@compiles(ast.For)
def for_(node: ast.For, scope: Scope) -> Code:
    partial = ast.mentions(node.body, PARTIAL) and not scope.declares(PARTIAL)
    outer = scope.inside(Frame("local", {PARTIAL} if partial else set()))
    turns, inner = _turns(node.iterators, outer)
    body, weight = compiled(node.body, inner), ast.weight(node.body) + 1

    def code(env: Env) -> Value:
        run = env.run
        results: list[Value] = []
        names: dict[str, Value] = {}
        for inside in _rounds(Env(names, env, run), turns, 0):
            if inside is None:
                return None
            run.spend(weight)
            if partial:
                run.spend(len(results))
                names[PARTIAL] = results.copy()
            results.append(body(inside))
        run.room_for_list(len(results))
        return results

    return code


@compiles(ast.Quantified)
def quantified(node: ast.Quantified, scope: Scope) -> Code:
    turns, inner = _turns(node.iterators, scope)
    condition, weight = compiled(node.condition, inner), ast.weight(node.condition) + 1
    every = node.every

    def outcome(inside: Env | None) -> Value:
        if inside is None:
            return NOTHING_TO_JUDGE
        inside.run.spend(weight)
        return condition(inside)

    def code(env: Env) -> Value:
        return judged(env.run, (outcome(inside) for inside in _rounds(env, turns, 0)), every=every)

    return code


def judged(run: Run, outcomes: Iterable[Value], *, every: bool) -> bool | None:
    """What `every` or `some` make of the outcomes of their condition; null where one is neither true nor false."""
    unknown = False
    for outcome in outcomes:
        if outcome is None:
            unknown = True
        elif type(outcome) is not bool:
            run.note(N_("The condition of “some” or “every” is neither true nor false."))
            return None
        elif outcome is not every:
            return not every
    return None if unknown else every


def _rounds(env: Env, turns: list[Turn], index: int) -> Iterator[Env | None]:
    """An Env for each combination of the iterators' values; None and no more where one has no values."""
    turn = turns[index]
    values = _values(env, turn)
    if values is None:
        yield None
        return
    last = index + 1 == len(turns)
    for value in values:
        env.run.spend(1)
        inside = Env({turn.name: value}, env, env.run)
        if last:
            yield inside
        else:
            env.run.spend(TURN)
            yield from _rounds(inside, turns, index + 1)


def _values(env: Env, turn: Turn) -> Iterator[Value] | list[Value] | tuple[Value, ...] | None:
    domain = turn.domain(env)
    if turn.end is not None:
        return span(env.run, domain, turn.end(env))
    return members(env.run, domain)


def members(run: Run, domain: Value) -> Iterator[Value] | list[Value] | tuple[Value, ...] | None:
    """The values that a loop over a value goes through; None where it cannot."""
    if isinstance(domain, list | tuple):
        return domain
    if isinstance(domain, Range):
        return _inside_range(run, domain)
    if domain is None:
        run.note(N_("There is nothing to loop over: the list is null."))
        return None
    return [domain]


def span(run: Run, start: Value, end: Value) -> Iterator[Value] | None:
    """Whole numbers or days from start to end, up or down; None for other ends."""
    number, first, last = as_number(start), _whole(start), _whole(end)
    if number is not None and first is not None and last is not None:
        _check_length(run, first, last)
        return _counted(run, number, last - first)
    if is_date(start) and is_date(end):
        low, high = days_of(start), days_of(end)
        _check_length(run, low, high)
        return (date_on(day) for day in _steps(low, high))
    run.note(N_("One cannot loop from a %s to a %s."), kind_of(start), kind_of(end))
    return None


def _counted(run: Run, start: Value, distance: int) -> Iterator[Value]:
    step: Value = ONE if distance >= 0 else -ONE
    yield start
    for _ in range(abs(distance)):
        start = add(run, start, step)
        yield start


def _check_length(run: Run, low: int, high: int) -> None:
    if abs(high - low) >= LENGTH:
        run.room_for_list(abs(high - low))


def _steps(low: int, high: int) -> range:
    return range(low, high + 1) if low <= high else range(low, high - 1, -1)


def _whole(value: Value) -> int | None:
    number = as_number(value)
    return None if number is None else whole(number)


def _inside_range(run: Run, range_: Range) -> Iterator[Value] | None:
    values = span(run, range_.start, range_.end)
    if values is None:
        return None
    wanted: Callable[[Value], bool] = lambda value: (  # noqa: E731 - shorter than a def with two names captured
        (range_.start_included or order(run, value, range_.start) != 0) and (range_.end_included or order(run, value, range_.end) != 0)
    )
    return (value for value in values if wanted(value))
