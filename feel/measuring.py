"""Is a result small enough to be handed out? What is shared inside counts each time it appears."""

from __future__ import annotations

from feel.errors import FeelError
from feel.values import Range, Value
from feel.words import N_

SIZE = 400_000
DEPTH = 60
BRANCHES = (list, dict, tuple, Range)


def measured(value: Value) -> Value:
    """The value itself. Raises FeelError when it is too large or nests too deep to be stored or shown."""
    if isinstance(value, BRANCHES):
        _size(value, SIZE, DEPTH)
    return value


def _size(value: Value, room: int, depth: int) -> int:
    """What is left of the room after this value."""
    if depth == 0:
        raise FeelError(N_("The result nests more than %s deep."), DEPTH)
    for member in _members(value):
        room -= 1 + (len(member) >> 5) if isinstance(member, str) else 1
        if room < 0:
            raise FeelError(N_("The result has more than %s members."), SIZE)
        if isinstance(member, BRANCHES):
            room = _size(member, room, depth - 1)
    return room


def _members(value: Value) -> list[Value] | tuple[Value, ...]:
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, Range):
        return value.start, value.end
    return value if isinstance(value, list | tuple) else ()
