"""What do random well-formed models look like? Blocks within blocks, each with one way in and one way out."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from hypothesis import strategies as st

from tests.engine.bpmn.drawing import (
    boundary,
    catch,
    compensate,
    draw,
    each,
    end,
    event,
    event_sub,
    flows,
    gateway,
    loop,
    message,
    start,
    sub,
    task,
    throw,
    timer,
    undoable,
    user,
)


@dataclass(frozen=True)
class Block:
    """A kind of block, what is in it, and a number that decides its conditions."""

    kind: str
    parts: tuple[Block, ...] = ()
    choice: int = 0


@dataclass
class Drawing:
    """What a block adds to the model, and where it begins and ends."""

    nodes: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    names: itertools.count[int] = field(default_factory=itertools.count)

    def name(self, kind: str) -> str:
        return f"{kind}{next(self.names)}"

    def flow(self, source: str, target: str, condition: str = "") -> None:
        self.flows.append(f"{source} > {target}" + (f" ? {condition}" if condition else ""))


Ends: TypeAlias = tuple[str, str]
LEAVES = ("task", "user")
WAITING_LEAVES = (*LEAVES, "timer", "message")
PLAIN = ("sequence", "parallel", "exclusive", "inclusive", "box", "guarded")
KINDS = (*PLAIN, "many", "again", "aside", "undo")
SMALL = 7
"""Leaves of a model with loops in loops, so that it comes to an end."""


def blocks(leaves: tuple[str, ...], kinds: tuple[str, ...], size: int = 12) -> st.SearchStrategy[Block]:
    """Trees of blocks."""
    leaf = st.builds(Block, st.sampled_from(leaves))

    def grow(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.builds(Block, st.sampled_from(kinds), parts, st.integers(0, 7))

    return st.recursive(leaf, grow, max_leaves=size)


def model(block: Block) -> str:
    """The block as a whole process named `random`."""
    drawing = Drawing()
    first, last = MAKERS[block.kind](drawing, block)
    drawing.flow("start", first)
    drawing.flow(last, "end")
    return draw("random", start(), *drawing.nodes, end(), flows(*drawing.flows), beside=(message("news"),))


def _leaf(drawing: Drawing, block: Block) -> Ends:
    name = drawing.name(block.kind)
    drawn = {
        "task": task(name),
        "user": user(name),
        "timer": catch(name, timer("duration", "PT1H")),
        "message": catch(name, event("message", "news")),
    }
    drawing.nodes.append(drawn[block.kind])
    return name, name


def _sequence(drawing: Drawing, block: Block) -> Ends:
    ends = [MAKERS[part.kind](drawing, part) for part in block.parts]
    for (_first, last), (following, _last) in itertools.pairwise(ends):
        drawing.flow(last, following)
    return ends[0][0], ends[-1][1]


def _split(kind: str) -> Callable[[Drawing, Block], Ends]:
    """Branches between two gateways of a kind; the bits of the choice say whose condition holds, the last is the default."""

    def make(drawing: Drawing, block: Block) -> Ends:
        split, join = drawing.name("split"), drawing.name("join")
        ends = [MAKERS[part.kind](drawing, part) for part in block.parts]
        default = None if kind == "parallel" else f"{split}_{ends[-1][0]}"
        drawing.nodes += [gateway(kind, split, default=default), gateway(kind, join)]
        for number, (first, last) in enumerate(ends):
            is_plain = kind == "parallel" or number == len(ends) - 1
            drawing.flow(split, first, "" if is_plain else ("one = 1" if block.choice & (1 << number) else "one = 2"))
            drawing.flow(last, join)
        return split, join

    return make


def _box(drawing: Drawing, block: Block) -> Ends:
    """A sub-process."""
    name, inner = drawing.name("box"), Drawing(names=drawing.names)
    first, last = _sequence(inner, block)
    begin, stop = inner.name("begin"), inner.name("stop")
    inner.flow(begin, first)
    inner.flow(last, stop)
    drawing.nodes.append(sub(name, start(begin), *inner.nodes, end(stop), flows(*inner.flows)))
    return name, name


def _guarded(drawing: Drawing, block: Block) -> Ends:
    """A user task with a timer at its boundary, interrupting or not, that leads into the other branch."""
    name, late, merge = drawing.name("user"), drawing.name("late"), drawing.name("merge")
    first, last = MAKERS[block.parts[0].kind](drawing, block.parts[0])
    drawing.nodes += [user(name), boundary(late, name, timer("duration", "PT1H")), gateway("exclusive", merge)]
    drawing.flow(late, first)
    drawing.flow(last, merge)
    drawing.flow(name, merge)
    return name, merge


def _many(drawing: Drawing, block: Block) -> Ends:
    """A sub-process for each item of a list, at once or one after another."""
    items = [f'"{number}"' for number in range(block.choice % 3)]
    return _boxed(drawing, block, each(f"[{', '.join(items)}]", "item", sequential=block.choice > 3))


def _again(drawing: Drawing, block: Block) -> Ends:
    """A sub-process that loops once or twice."""
    return _boxed(drawing, block, loop(maximum=block.choice % 2 + 1))


def _boxed(drawing: Drawing, block: Block, marker: str) -> Ends:
    name, inner = drawing.name("box"), Drawing(names=drawing.names)
    _filled(inner, block)
    drawing.nodes.append(sub(name, marker, *inner.nodes, flows(*inner.flows)))
    return name, name


def _filled(inner: Drawing, block: Block) -> None:
    """What is in a sub-process, from its start to its end."""
    first, last = _sequence(inner, block)
    begin, stop = inner.name("begin"), inner.name("stop")
    inner.nodes += [start(begin), end(stop)]
    inner.flow(begin, first)
    inner.flow(last, stop)


def _aside(drawing: Drawing, block: Block) -> Ends:
    """A sub-process that a message may come into, beside its work or instead of it."""
    name, inner = drawing.name("box"), Drawing(names=drawing.names)
    told, read, done = inner.name("told"), inner.name("user"), inner.name("stop")
    _filled(inner, block)
    begins = start(told, event("message", "news"), isInterrupting="false" if block.choice % 2 else None)
    beside = event_sub(inner.name("aside"), begins, user(read), end(done), flows(f"{told} > {read} > {done}"))
    drawing.nodes.append(sub(name, *inner.nodes, beside, flows(*inner.flows)))
    return name, name


def _undo(drawing: Drawing, block: Block) -> Ends:
    """A sub-process that takes back what it did: its parts stand between two tasks with handlers for people."""
    name, inner = drawing.name("box"), Drawing(names=drawing.names)
    first, last = _sequence(inner, block)
    begin, one, two, back, stop = (inner.name(kind) for kind in ("begin", "user", "user", "back", "stop"))
    for work in (one, two):
        handler = f"un{work}"
        inner.nodes.append(undoable(user(work), handler, user(handler, isForCompensation="true")))
    inner.nodes += [start(begin), throw(back, compensate()), end(stop)]
    for source, target in ((begin, one), (one, first), (last, two), (two, back), (back, stop)):
        inner.flow(source, target)
    drawing.nodes.append(sub(name, *inner.nodes, flows(*inner.flows)))
    return name, name


MAKERS: dict[str, Callable[[Drawing, Block], Ends]] = {
    **dict.fromkeys(WAITING_LEAVES, _leaf),
    "sequence": _sequence,
    "parallel": _split("parallel"),
    "exclusive": _split("exclusive"),
    "inclusive": _split("inclusive"),
    "box": _box,
    "guarded": _guarded,
    "many": _many,
    "again": _again,
    "aside": _aside,
    "undo": _undo,
}
