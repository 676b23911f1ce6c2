"""Keys: 64-bit integers, unique over all kinds of rows, roughly ordered by time."""

from __future__ import annotations

import os
import threading
import time
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

EPOCH_MS = 1_704_067_200_000
"""2024-01-01, so that 41 bits of milliseconds last until 2093."""
NODE_BITS = 12
SEQUENCE_BITS = 10
AT_ONCE = 16

_lock = threading.Lock()
_state = {"node": 0, "ms": 0, "sequence": 0}


def _number_this_process() -> None:
    _state["node"] = int.from_bytes(os.urandom(2)) % (1 << NODE_BITS)


_number_this_process()
os.register_at_fork(after_in_child=_number_this_process)


def set_node(node: int) -> None:
    """Give this process a number of its own, 0 to 4095; processes that share a database must differ."""
    with _lock:
        _state["node"] = node % (1 << NODE_BITS)


def new_key() -> int:
    """A new key: milliseconds since 2024, this process's node number, a sequence within the millisecond.

    Real time, never the moved clock: a key must stay unique when a test or a simulation lives in 1996.
    """
    return new_keys(1)[0]


def new_keys(count: int) -> range:
    """So many new keys in their order; at most as many as a millisecond has."""
    with _lock:
        now = max(int(time.time() * 1000) - EPOCH_MS, _state["ms"])
        first = _state["sequence"] + 1 if now == _state["ms"] else 0
        if first + count > 1 << SEQUENCE_BITS:
            now, first = now + 1, 0
        _state["ms"], _state["sequence"] = now, first + count - 1
        key = now << (NODE_BITS + SEQUENCE_BITS) | _state["node"] << SEQUENCE_BITS | first
    return range(key, key + count)


class Keys:
    """Keys for what one step makes, taken several at a time. Use them up soon: a key tells roughly when."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left = iter(range(0))

    def new(self) -> int:
        for key in self._left:
            return key
        self._left = iter(new_keys(AT_ONCE))
        return next(self._left)


KeyStr = Annotated[
    int,
    BeforeValidator(lambda value: int(value) if isinstance(value, str) and value.isdecimal() else value),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]+$"}),
]
"""A key in a pydantic model: an int in Python, a decimal string in JSON (JavaScript has no 64-bit integers)."""
