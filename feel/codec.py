"""How is a FEEL value stored as JSON and read back exactly?

A number is a JSON number with all its digits; a date, time, duration or range is an object with the one key `@`, which
tells its type and text; a context that has that very key itself is wrapped. No order of keys carries meaning.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from json.encoder import encode_basestring

from feel.decimals import as_number
from feel.errors import FeelError
from feel.temporal.reading import read_date, read_date_time, read_duration, read_time
from feel.temporal.writing import written
from feel.values import Range, Value, kind_of
from feel.words import N_

TAG = "@"
EXACT = 100
"""Bits of a whole number that has fewer digits than a FEEL number keeps."""
READERS = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "days and time duration": read_duration,
    "years and months duration": read_duration,
}


def dump(value: Value) -> str:
    """The value as compact JSON. Raises FeelError for a value that cannot be stored, such as a function."""
    try:
        return _text(value)
    except RecursionError as error:
        raise FeelError(N_("The value nests too deep to be stored.")) from error


def load(text: str) -> Value:
    """The value that `dump` wrote; any other JSON is read too. Raises FeelError for what is no JSON."""
    try:
        return json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse, object_pairs_hook=_object)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise FeelError(N_("This is no stored value: %s"), error) from error


def _text(value: Value) -> str:
    return WRITERS.get(type(value), _other)(value)


def _other(value: Value) -> str:
    """Subclasses of plain kinds, and all that needs a tag."""
    for kind, writer in WRITERS.items():
        if isinstance(value, kind):
            return writer(value)
    if isinstance(value, Mapping):
        return _context(value)
    if isinstance(value, Range):
        return _tagged_text("range", [value.start, value.end, value.start_included, value.end_included, value.operator])
    text = written(value)
    if text is None:
        raise FeelError(N_("A %s cannot be stored."), kind_of(value))
    return _tagged_text(kind_of(value), text)


def _tagged_text(kind: str, content: Value) -> str:
    return f'{{"{TAG}":["{kind}",{_text(content)}]}}'


def _null(value: Value) -> str:  # noqa: ARG001 - one of many
    return "null"


def _boolean(value: Value) -> str:
    return "true" if value else "false"


def _string(value: Value) -> str:
    return encode_basestring(str(value))


def _decimal(value: Value) -> str:
    if not isinstance(value, Decimal) or not value.is_finite():
        return _number(value)
    text = str(value)
    return text.replace("E+", "E") if "E" in text else text


def _integer(value: Value) -> str:
    return str(value) if isinstance(value, int) and value.bit_length() < EXACT else _number(value)


def _number(value: Value) -> str:
    number = as_number(value)
    if number is None:
        raise FeelError(N_("The number %s cannot be stored."), value)
    return str(number).replace("E+", "E")


def _list(value: Value) -> str:
    return f"[{','.join([_text(item) for item in value])}]" if isinstance(value, list | tuple) else "[]"


def _context(value: Value) -> str:
    if not isinstance(value, Mapping):
        return "{}"
    if TAG in value and len(value) == 1:
        return _tagged_text("context", value[TAG])
    return f"{{{','.join([f'{_key(key)}:{_text(item)}' for key, item in value.items()])}}}"


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise FeelError(N_("The keys of a context are strings."))
    return encode_basestring(key)


WRITERS: dict[type, Callable[[Value], str]] = {
    str: _string, type(None): _null, bool: _boolean, Decimal: _decimal, int: _integer, float: _number, dict: _context,
    list: _list, tuple: _list,
}  # fmt: skip


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
