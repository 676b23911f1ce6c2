"""What is the least or most that a field takes? A fixed number, or a FEEL expression over the other answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from forms.components.kind import Schema
from forms.document import Component
from forms.place import Place, is_expression
from kit.i18n import _


def exact(value: object) -> Decimal | None:
    """A written or evaluated number, exactly; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str) or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def limit(component: Component, name: str, place: Place) -> Decimal | None:
    return exact(place.value(component.rules.get(name)))


def json_number(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def limits_of(component: Component, words: Mapping[str, str]) -> Schema:
    """The fixed limits in JSON Schema's words."""
    found = {word: exact(component.rules.get(name)) for name, word in words.items() if not is_expression(component.rules.get(name))}
    return {word: json_number(value) for word, value in found.items() if value is not None}


def lint_limits(component: Component, low: str, high: str) -> Iterable[str]:
    written = {name: component.rules.get(name) for name in (low, high)}
    for name, value in written.items():
        if value not in (None, "") and not is_expression(value) and exact(value) is None:
            yield _("its %(name)s is no number: %(value)s") % {"name": name, "value": value}
    least, most = exact(written[low]), exact(written[high])
    if least is not None and most is not None and least > most:
        yield _("its %(low)s is above its %(high)s, so that no answer fits") % {"low": low, "high": high}
