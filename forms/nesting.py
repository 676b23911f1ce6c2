"""Where does a dotted name lead in nested data?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Missing:
    """Nothing stands there: not even null."""


MISSING = Missing()


def mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def at(data: object, names: Sequence[str]) -> object:
    """What stands there, or MISSING."""
    for name in names:
        if not isinstance(data, Mapping) or name not in data:
            return MISSING
        data = data[name]
    return data


def put(data: dict[str, object], names: Sequence[str], value: object) -> None:
    """Set it; what lies on the way is copied, so that nobody else's data changes."""
    *way, last = names
    for name in way:
        inner = dict(mapping(data.get(name)))
        data[name] = inner
        data = inner
    data[last] = value


def removed(data: dict[str, object], names: Sequence[str]) -> None:
    """Take it away where it stands; empty levels stay."""
    if at(data, names) is MISSING:
        return
    *way, last = names
    for name in way:
        inner = dict(mapping(data.get(name)))
        data[name] = inner
        data = inner
    del data[last]
