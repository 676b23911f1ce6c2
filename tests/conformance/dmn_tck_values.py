"""How are the kit's values read, compared and shown?"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from lxml import etree

from feel.budget import Run
from feel.comparing import equal
from feel.temporal.reading import read_date, read_date_time, read_duration, read_time
from feel.values import Value
from feel.writing import text_of

KIT = "{http://www.omg.org/spec/DMN/20160719/testcase}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
CLOSE = Decimal("1e-8")
"""How far a number may be from the expected one, which the kit writes with fewer digits."""

READERS: dict[str, Callable[[str], Value]] = {
    "boolean": lambda text: text in ("true", "1"),
    "date": read_date,
    "time": read_time,
    "dateTime": read_date_time,
    "duration": read_duration,
    "dayTimeDuration": read_duration,
    "yearMonthDuration": read_duration,
    **dict.fromkeys(("decimal", "double", "float", "integer", "int", "long", "short"), Decimal),
}


def value_of(element: etree._Element) -> Value:
    """The value inside an element: a `value`, a `list` of items, or components."""
    if element.get(NIL) == "true":
        return None
    listed = element.find(f"{KIT}list")
    if listed is not None:
        return None if listed.get(NIL) == "true" else [value_of(item) for item in listed.findall(f"{KIT}item")]
    components = element.findall(f"{KIT}component")
    if components:
        return {each.get("name", ""): value_of(each) for each in components}
    plain = element.find(f"{KIT}value")
    return None if plain is None or plain.get(NIL) == "true" else _plain(plain)


def _plain(element: etree._Element) -> Value:
    type_ = element.get(TYPE, "string").rpartition(":")[2]
    text = element.text or ""
    reader = READERS.get(type_)
    return text if reader is None else reader(text.strip())


def agree(found: Value, expected: Value) -> bool:
    """Whether a value is the expected one; numbers may differ in the last digits."""
    if isinstance(found, Decimal) and isinstance(expected, Decimal):
        return abs(found - expected) <= max(CLOSE, CLOSE * abs(expected))
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(agree(*pair) for pair in zip(found, expected, strict=True))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(agree(found[key], expected[key]) for key in found)
    return equal(Run(), found, expected) is True


def shown(value: Value) -> str:
    return text_of(Run(), value) if value is not None else "null"
