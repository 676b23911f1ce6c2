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

_lock = threading.Lock()
_state = {"node": int.from_bytes(os.urandom(2)) % (1 << NODE_BITS), "ms": 0, "sequence": 0, "pid": os.getpid()}


def set_node(node: int) -> None:
    """Give this process a number of its own, 0 to 4095; processes that share a database must differ."""
    with _lock:
        _state["node"] = node % (1 << NODE_BITS)


def new_key() -> int:
    """A new key: milliseconds since 2024, this process's node number, a sequence within the millisecond.

    Real time, never the moved clock: a key must stay unique when a test or a simulation lives in 1996.
    """
    with _lock:
        if _state["pid"] != os.getpid():
            _state["pid"], _state["node"] = os.getpid(), int.from_bytes(os.urandom(2)) % (1 << NODE_BITS)
        now = max(int(time.time() * 1000) - EPOCH_MS, _state["ms"])
        sequence = _state["sequence"] + 1 if now == _state["ms"] else 0
        if sequence >> SEQUENCE_BITS:
            now, sequence = now + 1, 0
        _state["ms"], _state["sequence"] = now, sequence
        return now << (NODE_BITS + SEQUENCE_BITS) | _state["node"] << SEQUENCE_BITS | sequence


KeyStr = Annotated[
    int,
    BeforeValidator(lambda value: int(value) if isinstance(value, str) and value.isdecimal() else value),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]+$"}),
]
"""A key in a pydantic model: an int in Python, a decimal string in JSON (JavaScript has no 64-bit integers)."""
