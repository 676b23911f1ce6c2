"""How is a FEEL value stored as JSON and read back exactly?

A number is a JSON number with all its digits; a date, time, duration or range is an object with the one key `@`, which
tells its type and text; a context that has that very key itself is wrapped. No order of keys carries meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring

from feel.decimals import as_number
from feel.errors import FeelError
from feel.temporal.reading import read_date, read_date_time, read_duration, read_time
from feel.temporal.writing import written
from feel.values import FunctionValue, Range, Value, kind_of

TAG = "@"
READERS = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "days and time duration": read_duration,
    "years and months duration": read_duration,
}


def dump(value: Value) -> str:
    """The value as compact JSON. Raises FeelError for a value that cannot be stored, such as a function."""
    pieces: list[str] = []
    try:
        _write(value, pieces)
    except RecursionError as error:
        raise FeelError("The value nests too deep to be stored.") from error
    return "".join(pieces)


def load(text: str) -> Value:
    """The value that `dump` wrote; any other JSON is read too. Raises FeelError for what is no JSON."""
    try:
        return json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse, object_pairs_hook=_object)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise FeelError(f"This is no stored value: {error}") from error


def _write(value: Value, pieces: list[str]) -> None:
    if value is None or value is True or value is False:
        pieces.append("null" if value is None else "true" if value else "false")
    elif isinstance(value, str):
        pieces.append(encode_basestring(value))
    elif isinstance(value, Decimal | int | float):
        pieces.append(_number(value))
    elif isinstance(value, Mapping):
        _write_context(value, pieces)
    elif isinstance(value, list | tuple):
        _write_list(value, pieces)
    else:
        _write_tagged(value, pieces)


def _number(value: Value) -> str:
    number = value if isinstance(value, Decimal) and value.is_finite() else as_number(value)
    if number is None:
        raise FeelError(f"The number {value} cannot be stored.")
    return str(number).replace("E+", "E")


def _write_list(items: list[Value] | tuple[Value, ...], pieces: list[str]) -> None:
    pieces.append("[")
    for index, item in enumerate(items):
        if index:
            pieces.append(",")
        _write(item, pieces)
    pieces.append("]")


def _write_context(context: Mapping[str, Value], pieces: list[str]) -> None:
    if TAG in context and len(context) == 1:
        pieces.append(f'{{"{TAG}":["context",')
        _write(context[TAG], pieces)
        pieces.append("]}")
        return
    pieces.append("{")
    for index, (key, item) in enumerate(context.items()):
        if not isinstance(key, str):
            raise FeelError("The keys of a context are strings.")
        pieces.append(f"{',' if index else ''}{encode_basestring(key)}:")
        _write(item, pieces)
    pieces.append("}")


def _write_tagged(value: Value, pieces: list[str]) -> None:
    kind = kind_of(value)
    if isinstance(value, Range):
        ends = [value.start, value.end, value.start_included, value.end_included, value.operator]
        pieces.append(f'{{"{TAG}":["range",')
        _write(ends, pieces)
        pieces.append("]}")
        return
    text = written(value)
    if text is None or isinstance(value, FunctionValue):
        raise FeelError(f"A {kind} cannot be stored.")
    pieces.append(f'{{"{TAG}":["{kind}",{encode_basestring(text)}]}}')


def _object(pairs: list[tuple[str, Value]]) -> Value:
    if len(pairs) == 1 and pairs[0][0] == TAG:
        tagged = pairs[0][1]
        if isinstance(tagged, list) and len(tagged) == 2 and isinstance(tagged[0], str):
            return _tagged(tagged[0], tagged[1], dict(pairs))
    return dict(pairs)


def _tagged(kind: str, content: Value, plain: dict[str, Value]) -> Value:
    """The value that a tag names; an object that only looks like one is a context."""
    if kind == "context":
        return {TAG: content}
    if kind == "range" and isinstance(content, list) and len(content) == 5:
        start, end, start_included, end_included, operator = content
        return Range(start, end, start_included is True, end_included is True, str(operator))
    reader = READERS.get(kind)
    found: Value = reader(content) if reader is not None and isinstance(content, str) else None
    return plain if found is None else found


def _refuse(constant: str) -> Value:
    raise ValueError(f"{constant} is no number")
