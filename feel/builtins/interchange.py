"""Built-in functions that Camunda 8 adds to speak with other systems: JSON, Base64, and values of chance."""

from __future__ import annotations

import base64
import json
import secrets
import uuid as uuids
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring

from feel.budget import Run
from feel.builtins.registry import built_in
from feel.decimals import as_number, read
from feel.temporal.writing import written
from feel.values import Value, kind_of
from feel.words import N_

PLACES = 16
"""Decimal places of a random number."""
DEPTH = 60


@built_in("to base64", "value: string")
def to_base64(run: Run, text: str) -> Value:
    run.room_for_text(4 * len(text))
    return base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()


@built_in("uuid")
def uuid(run: Run) -> Value:
    run.spend(10)
    return str(uuids.uuid4())


@built_in("random number")
def random_number(run: Run) -> Value:
    """At least 0 and below 1."""
    run.spend(10)
    return Decimal(secrets.randbelow(10**PLACES)).scaleb(-PLACES)


@built_in("from json", "value: string")
def from_json(run: Run, text: str) -> Value:
    run.room_for_text(8 * len(text))
    try:
        return json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_number)
    except (ValueError, RecursionError):
        run.note(N_("“%s” is no JSON."), text[:60])
        return None


def _number(text: str) -> Decimal:
    found = read(text)
    if found is None:
        raise ValueError(text)
    return found


@built_in("to json", "value: any")
def to_json(run: Run, value: Value) -> Value:
    """Dates, times and durations are their texts; a function or a range has none."""
    pieces: list[str] = []
    if not _write(run, value, pieces, DEPTH):
        return None
    return run.made_text("".join(pieces))


def _write(run: Run, value: Value, pieces: list[str], depth: int) -> bool:
    """Add the value's JSON; False, and a reason, where it has none."""
    run.spend(5)
    if depth == 0:
        run.note(N_("A value nests too deep to become JSON."))
        return False
    if isinstance(value, list | tuple):
        return _write_all(run, [(None, each) for each in value], pieces, "[]", depth)
    if isinstance(value, Mapping):
        return _write_all(run, [(str(name), each) for name, each in value.items()], pieces, "{}", depth)
    text = _plain(run, value)
    if text is None:
        run.note(N_("A %s cannot become JSON."), kind_of(value))
        return False
    pieces.append(text)
    return True


def _write_all(run: Run, members: list[tuple[str | None, Value]], pieces: list[str], brackets: str, depth: int) -> bool:
    pieces.append(brackets[0])
    for place, (name, value) in enumerate(members):
        pieces.append("," if place else "")
        if name is not None:
            pieces.append(encode_basestring(name) + ":")
        if not _write(run, value, pieces, depth - 1):
            return False
    pieces.append(brackets[1])
    return True


def _plain(run: Run, value: Value) -> str | None:
    if value is None or type(value) is bool:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        run.room_for_text(len(value))
        return encode_basestring(value)
    number = as_number(value)
    if number is not None:
        return str(number)
    text = written(value)
    return None if text is None else encode_basestring(text)
