"""What do random well-formed models look like? Blocks within blocks, each with one way in and one way out."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from hypothesis import strategies as st

from tests.engine.bpmn.drawing import boundary, catch, draw, end, event, flows, gateway, message, start, sub, task, timer, user


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


MAKERS: dict[str, Callable[[Drawing, Block], Ends]] = {
    **dict.fromkeys(WAITING_LEAVES, _leaf),
    "sequence": _sequence,
    "parallel": _split("parallel"),
    "exclusive": _split("exclusive"),
    "inclusive": _split("inclusive"),
    "box": _box,
    "guarded": _guarded,
}
