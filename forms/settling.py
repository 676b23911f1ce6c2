"""Which components are shown, which may be answered, and what are their values, once all conditions agree?

A condition may depend on an answer that counts only while another condition lets it in. So answers are let in round by round,
beginning with what is stored, until nothing changes: nobody opens a field by an answer to a closed one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from forms.arranging import Row, arranged
from forms.components import Kind, Wrong, kind_of
from forms.document import GROUP, LIST, Component
from forms.nesting import MISSING, at, mapping, put, removed
from forms.place import Place, is_dynamic

ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """A component where it stands: `value` is typed, or what was given when that cannot be converted."""

    component: Component
    kind: Kind
    name: str
    dom_id: str
    place: Place
    value: object = None
    given: bool = False
    """Whether an answer was given for it."""
    stored: bool = False
    """Whether it had a value before."""
    hidden: bool = False
    open: bool = True
    rows: tuple[RowStanding, ...] = ()


@dataclass(frozen=True, slots=True)
class RowStanding:
    row: Row
    inside: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the whole form: the place at its top, the classes that are out of sight, whether all is only shown."""

    place: Place
    sealed: frozenset[str] = frozenset()
    readonly: bool = False
    showing: bool = False
    """To be shown to somebody: what is out of sight is then gone for expressions too."""
    fresh: bool = False
    """Nothing was answered yet: an empty list then begins with rows to fill in."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One level of nesting: what is stored there, what was answered, and what the round before had."""

    setting: Setting
    place: Place
    stored: Mapping[str, object]
    given: Mapping[str, object]
    before: Mapping[str, object]
    prefix: str = ""
    dom_suffix: str = ""
    hidden: bool = False
    closed: bool = False
    out: dict[str, object] = field(default_factory=dict)


def settle(
    components: tuple[Component, ...], values: Mapping[str, object], given: Mapping[str, object], setting: Setting
) -> tuple[dict[str, object], tuple[Standing, ...]]:
    """The data that conditions see in the end, and every component where it stands."""
    data: dict[str, object] = dict(values)
    standings: tuple[Standing, ...] = ()
    for _round in range(ROUNDS if any(is_dynamic(component.given) for component in components) else 1):
        place = replace(setting.place, variables=data)
        scope = Scope(setting, place, values, given, data, closed=setting.readonly, out=dict(values))
        standings = _stand(components, scope)
        if scope.out == data:
            break
        data = scope.out
    return data, standings


def _stand(components: tuple[Component, ...], scope: Scope) -> tuple[Standing, ...]:
    return tuple(_one(component, scope) for component in components)


def _one(component: Component, scope: Scope) -> Standing:
    kind = kind_of(component)
    hidden = scope.hidden or _out_of_sight(component, scope) or (bool(component.hide) and scope.place.holds(component.hide))
    closed = scope.closed or hidden or component.flag("disabled") or scope.place.holds(component.given.get("readonly"))
    standing = Standing(
        component,
        kind,
        scope.prefix + ".".join(component.binding),
        component.id + scope.dom_suffix,
        scope.place,
        given=at(scope.given, component.binding) is not MISSING,
        stored=at(scope.stored, component.binding) is not MISSING,
        hidden=hidden,
        open=not closed,
    )
    if component.type == GROUP:
        return _group(standing, scope)
    if component.type == LIST:
        return _list(standing, scope)
    return _leaf(standing, scope) if kind.convert else standing


def _out_of_sight(component: Component, scope: Scope) -> bool:
    """The system computes an expression for those who may not read its result, too."""
    return component.field_class in scope.setting.sealed and (scope.setting.showing or component.type != "expression")


def _take_away(standing: Standing, scope: Scope) -> Standing:
    """A hidden field has no value; but one that this person may not read keeps its value for what the system computes."""
    if scope.setting.showing or not _out_of_sight(standing.component, scope):
        removed(scope.out, standing.component.binding)
    return standing


def _leaf(standing: Standing, scope: Scope) -> Standing:
    component = standing.component
    if standing.hidden:
        return _take_away(standing, scope)
    value = at(scope.given, component.binding) if standing.open and standing.given else at(scope.stored, component.binding)
    if value is MISSING:
        value = component.given.get("defaultValue")
    converted = converted_or_given(standing, value)
    put(scope.out, component.binding, converted)
    return replace(standing, value=converted)


def converted_or_given(standing: Standing, value: object) -> object:
    if standing.kind.convert is None:
        return value
    try:
        return standing.kind.convert(standing.component, value, standing.place)
    except Wrong:
        return value


def _group(standing: Standing, scope: Scope) -> Standing:
    binding = standing.component.binding
    stored, given, before = (mapping(at(source, binding)) if binding else source for source in (scope.stored, scope.given, scope.before))
    inner = replace(
        scope,
        stored=stored,
        given=given,
        before=before,
        prefix=f"{standing.name}." if binding else scope.prefix,
        hidden=standing.hidden,
        closed=not standing.open,
        out=dict(stored) if binding else scope.out,
    )
    inside = _stand(standing.component.children, inner)
    if binding:
        put(scope.out, binding, inner.out)
    return replace(standing, rows=(RowStanding(Row(0, stored, given), inside),))


def _list(standing: Standing, scope: Scope) -> Standing:
    component = standing.component
    if standing.hidden:
        return _take_away(standing, scope)
    given = at(scope.given, component.binding) if standing.open else MISSING
    rows = arranged(component, at(scope.stored, component.binding), given, fresh=scope.setting.fresh)
    before = at(scope.before, component.binding)
    known = before if isinstance(before, list) and len(before) == len(rows) else [row.stored for row in rows]
    standing_rows, out = [], []
    for index, row in enumerate(rows):
        row_before = mapping(known[index])
        inner = replace(
            scope,
            place=scope.place.in_row(row_before, index + 1),
            stored=row.stored,
            given=row.given,
            before=row_before,
            prefix=f"{standing.name}[{index}].",
            dom_suffix=f"{scope.dom_suffix}_{index}",
            closed=not standing.open,
            out=dict(row.stored),
        )
        standing_rows.append(RowStanding(row, _stand(component.children, inner)))
        out.append(inner.out)
    put(scope.out, component.binding, out)
    faulty = given if not isinstance(given, list) and given is not MISSING and given is not None else out
    return replace(standing, value=faulty, rows=tuple(standing_rows))
