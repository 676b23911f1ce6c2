"""What has a person answered, typed and checked against the form that was shown?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from forms.arranging import MOST_ROWS
from forms.components import Wrong
from forms.document import GROUP, LIST, Document, components_of
from forms.nesting import put
from forms.place import Place
from forms.sealing import sealed_classes
from forms.settling import Setting, Standing, settle
from forms.validation import complaint
from kit.errors import Invalid
from kit.i18n import _
from people.access import Who


def answers(
    document: Document,
    raw: Mapping[str, object],
    session: Session | None,
    who: Who | None,
    *,
    values: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The typed answers, by top name; `values` are the variables that the form was shown with.

    Only what was visible and could be changed counts: read-only and hidden parts keep what `values` have, also inside lists.
    Raises Invalid with a sentence for each field.
    """
    components, stored = components_of(document), values or {}
    setting = Setting(Place(session, who, stored), sealed_classes(components, session, who))
    _data, standings = settle(components, stored, raw, setting)
    wrong = dict(_wrong(standings))
    if wrong:
        raise Invalid(_("Some answers are missing or cannot be taken. Look at the marked fields."), fields=wrong)
    found: dict[str, object] = {}
    _collect(standings, found, stored)
    return found


def _wrong(standings: tuple[Standing, ...]) -> Iterator[tuple[str, str]]:
    for standing in standings:
        if standing.hidden:
            continue
        if standing.component.type in (GROUP, LIST):
            yield from _wrong_list(standing)
            for row in standing.rows:
                yield from _wrong(row.inside)
        elif standing.open and standing.kind.convert and standing.component.type != "expression":
            sentence = problem_of(standing)
            if sentence:
                yield standing.name, sentence


def _wrong_list(standing: Standing) -> Iterator[tuple[str, str]]:
    if standing.component.type != LIST or not standing.open:
        return
    if not isinstance(standing.value, list):
        yield standing.name, _("This must be a list of rows.")
    elif len(standing.value) >= MOST_ROWS:
        yield standing.name, _("This list holds too many rows: at most %(count)d can be given at once.") % {"count": MOST_ROWS - 1}


def problem_of(standing: Standing) -> str | None:
    """What is wrong with one answer; None when it can be taken."""
    component, kind = standing.component, standing.kind
    if kind.convert is None:
        return None
    try:
        value = kind.convert(component, standing.value, standing.place)
        if value in (None, "", []) or (isinstance(value, str) and not value.strip()):
            return _("Fill this in.") if component.required else None
        kind.judge(component, value, standing.place)
    except Wrong as wrong:
        return str(wrong)
    return complaint(component, kind.schema(component), value)


def _collect(standings: tuple[Standing, ...], found: dict[str, object], stored: Mapping[str, object]) -> None:
    """Lay each answer over what is stored, so that a list or context keeps what the form does not ask for."""
    for standing in standings:
        binding = standing.component.binding
        if standing.hidden or (not binding and standing.component.type != GROUP):
            continue
        if standing.component.type == GROUP:
            _collect_group(standing, found, stored)
        elif standing.component.type == LIST:
            if standing.open and (standing.given or not standing.stored):
                put_over(found, stored, binding, [_row(standing, index) for index in range(len(standing.rows))])
        elif standing.component.type == "expression" or (standing.open and standing.kind.keyed and (standing.given or not standing.stored)):
            put_over(found, stored, binding, standing.value)


def _collect_group(standing: Standing, found: dict[str, object], stored: Mapping[str, object]) -> None:
    (row,) = standing.rows
    if not standing.component.binding:
        _collect(row.inside, found, stored)
        return
    inner: dict[str, object] = {}
    _collect(row.inside, inner, row.row.stored)
    if inner:
        put_over(found, stored, standing.component.binding, {**row.row.stored, **inner})


def _row(standing: Standing, index: int) -> dict[str, object]:
    row = standing.rows[index]
    inner: dict[str, object] = {}
    _collect(row.inside, inner, row.row.stored)
    return {**row.row.stored, **inner}


def put_over(found: dict[str, object], stored: Mapping[str, object], names: tuple[str, ...], value: object) -> None:
    """Set it, keeping what else is stored under the first of the names."""
    if len(names) > 1 and names[0] not in found and isinstance(stored.get(names[0]), Mapping):
        found[names[0]] = stored[names[0]]
    put(found, names, value)
