"""How is a value written as text? What `string()` gives."""

from __future__ import annotations

import re
from collections.abc import Callable

from feel.budget import TEXT, Run
from feel.decimals import as_number, plain
from feel.temporal.writing import written
from feel.values import FunctionValue, Range, Value, kind_of

PLAIN_KEY = re.compile(r"[^\W\d][\w ]*")


def text_of(run: Run, value: Value) -> str:
    """A value in FEEL's own notation; a string as it is."""
    if isinstance(value, str):
        return value
    page = Page(run)
    page.write(value)
    return "".join(page.pieces)


class Page:
    """The pieces of a text, paid for one by one."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.pieces: list[str] = []
        self._length = 0

    def write(self, value: Value) -> None:
        writer = WRITERS.get(kind_of(value))
        if writer is None:
            self.put(written(value) or "?")
        else:
            writer(self, value)

    def put(self, piece: str) -> None:
        """Add a piece. Raises FeelError when the text grows too long."""
        self.run.spend(1)
        self._length += len(piece)
        self.run.room_for_text(len(piece) if self._length <= TEXT else self._length)
        self.pieces.append(piece)


def _null(page: Page, value: Value) -> None:  # noqa: ARG001 - one of many
    page.put("null")


def _boolean(page: Page, value: Value) -> None:
    page.put("true" if value else "false")


def _number(page: Page, value: Value) -> None:
    number = as_number(value)
    page.put("null" if number is None else plain(number))


def _string(page: Page, value: Value) -> None:
    page.put(_quoted(str(value)))


def _list(page: Page, value: Value) -> None:
    page.put("[")
    for index, each in enumerate(value if isinstance(value, list | tuple) else ()):
        if index:
            page.put(", ")
        page.write(each)
    page.put("]")


def _context(page: Page, value: Value) -> None:
    page.put("{")
    for index, (key, each) in enumerate(value.items() if isinstance(value, dict) else ()):
        if index:
            page.put(", ")
        page.put(f"{key if PLAIN_KEY.fullmatch(key) else _quoted(key)}: ")
        page.write(each)
    page.put("}")


def _range(page: Page, value: Value) -> None:
    if not isinstance(value, Range):
        return
    if value.operator:
        page.put(f"({value.operator}")
        page.write(value.end if value.start is None else value.start)
        page.put(")")
        return
    page.put("[" if value.start_included else "(")
    page.write(value.start)
    page.put("..")
    page.write(value.end)
    page.put("]" if value.end_included else ")")


def _function(page: Page, value: Value) -> None:
    page.put(f"function({', '.join(value.parameter_names if isinstance(value, FunctionValue) else ())})")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


WRITERS: dict[str, Callable[[Page, Value], None]] = {
    "null": _null, "boolean": _boolean, "number": _number, "string": _string, "list": _list, "context": _context,
    "range": _range, "function": _function,
}  # fmt: skip
