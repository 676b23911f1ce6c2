"""Numbers: exact decimals, written and shown as the reader's language does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from forms.components.kind import Kind, Schema, View, Wrong
from forms.components.limits import exact, json_number, limit, limits_of, lint_limits
from forms.document import Component
from forms.place import Place
from forms.showing import MARKS, number
from forms.templating import filled
from kit.i18n import _, language, ngettext

PLAIN = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
DIGITS = 34
"""More digits than this no FEEL number has."""


def read_number(text: str) -> Decimal | None:
    """What a person wrote: 1.234,50 in Danish, 1,234.50 in English; a lone point or comma that groups nothing is a decimal mark.

    None when it is no number, or could mean two.
    """
    mark, group = MARKS.get(language(), MARKS["en"])
    cleaned = re.sub(r"[\s\u00a0\u202f]", "", text).replace("\u2212", "-")
    grouped = re.fullmatch(rf"([+-]?[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+)(?:{re.escape(mark)}(\d+))?", cleaned, re.ASCII)
    if grouped:
        cleaned = grouped[1].replace(group, "") + (f".{grouped[2]}" if grouped[2] else "")
    elif group == "." or group not in cleaned:
        cleaned = cleaned.replace(mark, ".")
    if cleaned.startswith((".", "-.")):
        cleaned = cleaned.replace(".", "0.", 1)
    return Decimal(cleaned) if PLAIN.fullmatch(cleaned) and len(cleaned) <= 2 * DIGITS else None


def _read(_component: Component, given: Sequence[object]) -> object:
    text = str(given[-1]).strip() if given else ""
    if not text:
        return None
    found = read_number(text)
    return text if found is None else found


def _convert(_component: Component, value: object, _place: Place) -> object:
    if value is None or value == "":
        return None
    found = exact(value) if not isinstance(value, str) or PLAIN.fullmatch(value) else None
    if found is None:
        example = number(Decimal("1234.5"), grouped=True)
        raise Wrong(_("Write a number, for example %(example)s.") % {"example": example})
    if len(found.as_tuple().digits) > DIGITS or abs(found.adjusted()) > DIGITS:
        raise Wrong(_("Write a number with at most %(count)d digits.") % {"count": DIGITS})
    return found


def _places(component: Component) -> int | None:
    places = component.whole("decimalDigits")
    return places if places is not None and places >= 0 else None


def _step(component: Component) -> Decimal | None:
    step = exact(component.given.get("increment"))
    return step if step is not None and step > 0 else None


def _schema(component: Component) -> Schema:
    found: Schema = {"type": "number"} | limits_of(component, {"min": "minimum", "max": "maximum"})
    places, step = _places(component), _step(component)
    if step is None and places is not None:
        step = Decimal(1).scaleb(-places)
    return found if step is None else {**found, "multipleOf": json_number(step)}


def _judge(component: Component, value: object, place: Place) -> None:
    least, most = limit(component, "min", place), limit(component, "max", place)
    if not isinstance(value, Decimal):
        return
    if least is not None and value < least:
        raise Wrong(_("Write %(number)s or more.") % {"number": number(least)})
    if most is not None and value > most:
        raise Wrong(_("Write %(number)s or less.") % {"number": number(most)})
    places, step = _places(component), _step(component)
    if places is not None and _decimals(value) > places:
        if places == 0:
            raise Wrong(_("Write a whole number."))
        raise Wrong(ngettext("Write at most %(count)d decimal.", "Write at most %(count)d decimals.", places) % {"count": places})
    if step is not None and remainder(value, step):
        below = value - remainder(value, step)
        raise Wrong(_("Write a multiple of %(step)s, such as %(below)s or %(above)s.") % {
            "step": number(step), "below": number(below), "above": number(below + step),
        })  # fmt: skip


def _decimals(value: Decimal) -> int:
    return len(f"{value:f}".partition(".")[2].rstrip("0"))


def remainder(value: Decimal, step: Decimal) -> Decimal:
    """What is left over, exactly."""
    with localcontext(prec=4 * DIGITS):
        return value % step


def _view(component: Component, value: object, place: Place) -> View:
    appearance = component.part("appearance")
    places = _places(component)
    return {
        "text": number(value, _shown_places(places)) if isinstance(value, Decimal) else str(value or ""),
        "shown": number(value, _shown_places(places), grouped=True) if isinstance(value, Decimal) else "",
        "input_mode": "numeric" if places == 0 else "decimal",
        "before": filled(str(appearance.get("prefixAdorner") or ""), place),
        "after": filled(str(appearance.get("suffixAdorner") or ""), place),
    }


def _shown_places(places: int | None) -> int:
    """Money keeps its zeros; three of them after a comma would read as thousands in another language."""
    return places if places in (1, 2) else 0


def _lint(component: Component) -> Iterable[str]:
    yield from lint_limits(component, "min", "max")
    increment = component.given.get("increment")
    if increment not in (None, "") and _step(component) is None:
        yield _("its increment is no number above zero: %(value)s") % {"value": increment}


KINDS = [Kind("number", "number.html", _convert, _schema, _judge, _view, _read, _lint)]
