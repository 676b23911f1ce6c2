"""How is a value written as text? What `string()` gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from feel.budget import Run
from feel.decimals import as_number, plain
from feel.temporal.writing import written
from feel.values import FunctionValue, Range, Value, kind_of

PLAIN_KEY = re.compile(r"[^\W\d][\w ]*")


def text_of(run: Run, value: Value) -> str:
    """A value in FEEL's own notation; a string as it is."""
    if isinstance(value, str):
        return value
    pieces: list[str] = []
    for piece in _pieces(run, value):
        run.room_for_text(len(piece))
        pieces.append(piece)
    return run.made_text("".join(pieces))


def _pieces(run: Run, value: Value) -> Iterator[str]:
    run.spend(1)
    writer = WRITERS.get(kind_of(value))
    if writer is not None:
        yield from writer(run, value)
    else:
        yield written(value) or "?"


def _null(run: Run, value: Value) -> Iterator[str]:  # noqa: ARG001 - one of many
    yield "null"


def _boolean(run: Run, value: Value) -> Iterator[str]:  # noqa: ARG001 - one of many
    yield "true" if value else "false"


def _number(run: Run, value: Value) -> Iterator[str]:  # noqa: ARG001 - one of many
    number = as_number(value)
    yield "null" if number is None else plain(number)


def _string(run: Run, value: Value) -> Iterator[str]:  # noqa: ARG001 - one of many
    yield _quoted(str(value))


def _list(run: Run, value: Value) -> Iterator[str]:
    yield "["
    for index, each in enumerate(value if isinstance(value, list | tuple) else ()):
        yield ", " if index else ""
        yield from _pieces(run, each)
    yield "]"


def _context(run: Run, value: Value) -> Iterator[str]:
    yield "{"
    for index, (key, each) in enumerate(value.items() if isinstance(value, dict) else ()):
        yield ", " if index else ""
        yield f"{key if PLAIN_KEY.fullmatch(key) else _quoted(key)}: "
        yield from _pieces(run, each)
    yield "}"


def _range(run: Run, value: Value) -> Iterator[str]:
    if not isinstance(value, Range):
        return
    if value.operator:
        yield f"({value.operator}"
        yield from _pieces(run, value.end if value.start is None else value.start)
        yield ")"
        return
    yield "[" if value.start_included else "("
    yield from _pieces(run, value.start)
    yield ".."
    yield from _pieces(run, value.end)
    yield "]" if value.end_included else ")"


def _function(run: Run, value: Value) -> Iterator[str]:  # noqa: ARG001 - one of many
    yield f"function({', '.join(value.parameter_names if isinstance(value, FunctionValue) else ())})"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


WRITERS: dict[str, Callable[[Run, Value], Iterator[str]]] = {
    "null": _null, "boolean": _boolean, "number": _number, "string": _string, "list": _list, "context": _context,
    "range": _range, "function": _function,
}  # fmt: skip
