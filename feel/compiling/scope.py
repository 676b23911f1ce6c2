"""Where is a name's value when an expression runs, and how is it fetched quickly?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from feel.budget import Run
from feel.values import Value
from feel.words import N_


class Env:
    """The names in sight at one place: `names` is a mapping, or the item that a filter looks at."""

    __slots__ = ("names", "outer", "run")

    def __init__(self, names: object, outer: Env | None, run: Run) -> None:
        self.names = names
        self.outer = outer
        self.run = run


Code: TypeAlias = Callable[[Env], Value]
"""A compiled node."""


@dataclass(slots=True)
class Frame:
    """What the compiler knows of one Env: all its names (`local`), or only at run time (`root`, `item`)."""

    kind: Literal["root", "local", "item"]
    names: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Scope:
    """The frames in sight, the innermost last, and the functions that are built in."""

    frames: tuple[Frame, ...]
    functions: Mapping[str, Value]

    def inside(self, frame: Frame) -> Scope:
        return Scope((*self.frames, frame), self.functions)

    def declares(self, name: str) -> bool:
        """Whether an expression itself gives the name a value."""
        return any(frame.kind == "local" and name in frame.names for frame in self.frames)


MISSING = object()


def lookup(scope: Scope, name: str) -> Code:
    """Fetch a name's value; null with a reason where nothing has it."""
    places = _places(scope, name)
    built_in = scope.functions.get(name)
    if len(places) == 1 and places[0][1] != "item":
        depth, kind = places[0]
        fetch = (_local if kind == "local" else _from_root)(depth, name)
        return fetch if kind == "local" or built_in is None else _or_built_in(fetch, built_in, name)
    return _searched(places, name, built_in)


def _places(scope: Scope, name: str) -> list[tuple[int, str]]:
    places: list[tuple[int, str]] = []
    for depth, frame in enumerate(reversed(scope.frames)):
        if frame.kind != "local":
            places.append((depth, frame.kind))
        elif name in frame.names:
            places.append((depth, "local"))
            break
    return places


def _local(depth: int, name: str) -> Code:
    def here(env: Env) -> Value:
        names = env.names
        return names.get(name) if isinstance(names, dict) else None

    def further_out(env: Env) -> Value:
        names = _out(env, depth).names
        return names.get(name) if isinstance(names, dict) else None

    return further_out if depth else here


def _from_root(depth: int, name: str) -> Code:
    def here(env: Env) -> Value:
        try:
            return env.names[name]  # type: ignore[index]  # the root's names are a mapping
        except KeyError:
            return _unknown(env, name)

    def further_out(env: Env) -> Value:
        try:
            return _out(env, depth).names[name]  # type: ignore[index]  # the root's names are a mapping
        except KeyError:
            return _unknown(env, name)

    return further_out if depth else here


def _or_built_in(fetch: Code, built_in: Value, name: str) -> Code:
    def either(env: Env) -> Value:
        root = env
        while root.outer is not None:
            root = root.outer
        return fetch(env) if isinstance(root.names, Mapping) and name in root.names else built_in

    return either


def _searched(places: list[tuple[int, str]], name: str, built_in: Value) -> Code:
    def search(env: Env) -> Value:
        for depth, kind in places:
            found = _member(_out(env, depth).names, name, is_item=kind == "item")
            if found is not MISSING:
                return found
        return built_in if built_in is not None else _unknown(env, name)

    return search


def _member(names: object, name: str, *, is_item: bool) -> Value:
    if isinstance(names, Mapping) and name in names:
        return names[name]
    return names if is_item and name == "item" else MISSING


def _out(env: Env, depth: int) -> Env:
    for _ in range(depth):
        env = env.outer or env
    return env


def _unknown(env: Env, name: str) -> Value:
    env.run.note(N_("There is no variable “%s”."), name)
    return None
