"""Which items pass a filter of Camunda 8: plain values, comparisons such as `$in` and `$like`, and `$or`?"""

from __future__ import annotations

import fnmatch
import operator
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from kit.errors import BadRequest
from kit.i18n import _

Test = Callable[[Any, Any], bool]


def matches(item: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether the item passes all of it. Raises BadRequest for a field or comparison that is not known."""
    return all(_any_of(item, value) if name == "$or" else _fits(_values(item, name), value) for name, value in wanted.items())


def _any_of(item: Mapping[str, Any], groups: Any) -> bool:
    return any(matches(item, group) for group in groups)


def _values(item: Mapping[str, Any], name: str) -> list[Any]:
    """The field's value, or each of its values where Camunda filters a list by its singular: candidateGroup."""
    if name in item:
        return [item[name]]
    several = item.get(f"{name}s")
    if isinstance(several, list):
        return several
    raise BadRequest(_("Nothing here can be filtered by “%(field)s”.") % {"field": name})


def _fits(values: list[Any], wanted: Any) -> bool:
    tests = wanted if isinstance(wanted, Mapping) else {"$eq": wanted}
    return all(any(_test(word)(value, expected) for value in values) for word, expected in tests.items())


def _test(word: str) -> Test:
    if word not in TESTS:
        raise BadRequest(_("There is no comparison “%(word)s”. Use one of %(words)s.") % {"word": word, "words": ", ".join(TESTS)})
    return TESTS[word]


def _compared(compare: Callable[[Any, Any], Any]) -> Test:
    def test(value: Any, expected: Any) -> bool:
        return value is not None and bool(compare(value, _like_the(value, expected)))

    return test


def _like_the(value: Any, expected: Any) -> Any:
    """The expected value in the kind of the item's. Raises BadRequest where it is none."""
    if isinstance(value, bool) or value is None or type(expected) is type(value):
        return expected
    try:
        if isinstance(value, datetime):
            return datetime.fromisoformat(str(expected))
        if isinstance(value, int | Decimal):
            return Decimal(expected)
    except (ValueError, ArithmeticError, TypeError) as error:
        raise BadRequest(_("“%(value)s” cannot be compared with this field.") % {"value": expected}) from error
    return str(expected)


def _is_like(value: Any, pattern: Any) -> bool:
    """`*` stands for any text, `?` for one sign; a backslash takes their meaning away."""
    plain = re.sub(r"\\([*?])", r"[\1]", str(pattern).replace("[", "[[]"))
    return value is not None and fnmatch.fnmatchcase(str(value), plain)


def _among(value: Any, expected: Any) -> bool:
    return any(value == _like_the(value, each) for each in expected)


TESTS: dict[str, Test] = {
    "$eq": lambda value, expected: value == _like_the(value, expected),
    "$neq": lambda value, expected: value != _like_the(value, expected),
    "$exists": lambda value, expected: (value is not None) is expected,
    "$in": _among,
    "$notIn": lambda value, expected: not _among(value, expected),
    "$like": _is_like,
    "$gt": _compared(operator.gt),
    "$gte": _compared(operator.ge),
    "$lt": _compared(operator.lt),
    "$lte": _compared(operator.le),
}
