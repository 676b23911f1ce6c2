"""Does a value pass tests: comparisons, ranges, lists and plain values? (`in` and unary tests, DMN 10.3.2.7)"""

from __future__ import annotations

from collections.abc import Iterable

from feel.budget import Run
from feel.comparing import in_range, same
from feel.values import Range, Value


def is_in(run: Run, value: Value, tests: Iterable[Value]) -> bool | None:
    """Whether a value passes any test; null when none does and one cannot tell."""
    unknown = False
    for test in tests:
        found = passes(run, value, test)
        if found:
            return True
        unknown = unknown or found is None
    return None if unknown else False


def passes(run: Run, value: Value, test: Value) -> bool | None:
    """Whether a value lies in a range, is in a list or one of its ranges, or equals."""
    if isinstance(test, Range):
        if isinstance(value, Range):
            return same(run, value, test)
        return in_range(run, value, test)
    if isinstance(test, list):
        run.spend(len(test))
        if isinstance(value, list) and same(run, value, test):
            return True
        return any(_is_member(run, value, each) for each in test)
    if test is None and value is not None:
        return None
    return same(run, value, test)


def _is_member(run: Run, value: Value, member: Value) -> bool:
    if isinstance(member, Range) and not isinstance(value, Range):
        return in_range(run, value, member) is True
    return same(run, value, member)
