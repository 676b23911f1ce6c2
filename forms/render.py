"""How does a form look as HTML that works without scripts?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sqlalchemy.orm import Session

from forms.arranging import may_rearrange
from forms.components import View
from forms.document import COLUMNS, GROUP, LIST, Component, Document, components_of, every, rows_of
from forms.nesting import mapping
from forms.place import Place, is_dynamic
from forms.read import SEARCH
from forms.sealing import sealed_classes
from forms.settling import RowStanding, Setting, Standing, settle
from forms.showing import shown
from forms.templating import filled
from kit.i18n import _, ngettext
from people.access import Who


def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]  # the i18n extension adds it
    return found


ENVIRONMENT = _environment()


@dataclass(frozen=True, slots=True)
class Page:
    """What holds for all fields of one showing."""

    prefix: str
    errors: Mapping[str, str]
    searches: Mapping[str, object]
    refresh: str


def render(  # noqa: PLR0913  what a page may say about a showing
    document: Document,
    values: Mapping[str, object],
    errors: Mapping[str, str] | None = None,
    *,
    who: Who | None,
    session: Session | None,
    readonly: bool = False,
    raw: Mapping[str, object] | None = None,
    refresh: str = "",
    prefix: str = "form",
) -> Markup:
    """The fields, to stand in a `<form>` of the page's own; `raw` are answers to show again, faulty ones as they were typed.

    `refresh` is an address that takes the form's content by POST and answers with this same rendering: with it htmx renews the
    form when an answer changes what is shown.
    """
    components = components_of(document)
    sealed = sealed_classes(components, session, who)
    setting = Setting(Place(session, who, values), sealed, readonly=readonly, showing=True, fresh=raw is None and not readonly)
    _data, standings = settle(components, values, raw or {}, setting)
    page = Page(prefix, errors or {}, mapping((raw or {}).get(SEARCH)), refresh)
    return _filled(
        "form.html",
        {
            "id": prefix,
            "rows": _rows(standings, page),
            "readonly": readonly,
            "summary": _summary(standings, page),
            "default_button": not readonly and _has_buttons(components),
            "refresh": refresh if not readonly and any(is_dynamic(component.given) for component in components) else "",
            "uploads": any(component.type == "filepicker" for component in every(components)),
        },
    )


def _filled(template: str, view: View) -> Markup:
    return Markup(ENVIRONMENT.get_template(template).render(view))  # noqa: S704  the template escapes


def _has_buttons(components: Sequence[Component]) -> bool:
    """Then Enter must not press one of them: a first, unseen submit button takes it."""
    return any(component.type == LIST or component.reference for component in every(tuple(components)))


def _rows(standings: Sequence[Standing], page: Page) -> list[list[tuple[str, Markup]]]:
    """The grid: rows of cells, each with its width class; what is hidden takes no room."""
    rows = []
    for places in rows_of(tuple(standing.component for standing in standings)):
        cells = [(_width(standings[index].component), _one(standings[index], page)) for index in places]
        if any(html for _width_class, html in cells):
            rows.append([(width, html) for width, html in cells if html])
    return rows


def _width(component: Component) -> str:
    columns = component.columns
    return f"col-{int(columns)}" if isinstance(columns, int | float) and 1 <= columns <= COLUMNS else "col-auto"


def _one(standing: Standing, page: Page) -> Markup:
    if standing.hidden or not standing.kind.template:
        return Markup()
    if standing.component.type == GROUP:
        return _group(standing, page)
    if standing.component.type == LIST:
        return _list(standing, page)
    place = replace(standing.place, search=str(page.searches.get(standing.name) or ""))
    view = {"shown": shown(standing.value)} | standing.kind.view(standing.component, standing.value, place)
    return _filled(standing.kind.template, {**_field(standing, page), **view})


def _field(standing: Standing, page: Page) -> View:
    component, dom_id = standing.component, f"{page.prefix}-{standing.dom_id}"
    error = page.errors.get(standing.name, "") if standing.kind.keyed or component.type == LIST else ""
    description = filled(_(component.text("description")), standing.place)
    described = [f"{dom_id}-{part}" for part, words in (("description", description), ("error", error)) if words]
    return {
        "id": dom_id,
        "name": standing.name,
        "type": component.type,
        "label": filled(_(component.label), standing.place),
        "description": description,
        "error": error,
        "described_by": " ".join(described),
        "required": component.required,
        "readonly": not standing.open,
        "refresh": page.refresh,
    }


def _group(standing: Standing, page: Page) -> Markup:
    rows = [row for part in standing.rows for row in _rows(part.inside, page)]
    outline = standing.component.given.get("showOutline", True) is True
    return _filled("group.html", {**_field(standing, page), "rows": rows, "outline": outline}) if rows else Markup()


def _list(standing: Standing, page: Page) -> Markup:
    rearrange = standing.open and may_rearrange(standing.component)
    rows = [_list_row(standing, index, row, page) for index, row in enumerate(standing.rows)]
    return _filled("dynamic_list.html", {**_field(standing, page), "list_rows": rows, "rearrange": rearrange})


def _list_row(standing: Standing, index: int, row: RowStanding, page: Page) -> View:
    return {"name": f"{standing.name}[{index}]", "number": index + 1, "origin": row.row.origin, "rows": _rows(row.inside, page)}


def _summary(standings: Sequence[Standing], page: Page) -> list[tuple[str, str, str]]:
    """Every error with its field's address and label, in the order of the form."""
    found = []
    for standing in standings:
        if standing.name in page.errors and not standing.hidden and (standing.kind.keyed or standing.component.type == LIST):
            label = filled(_(standing.component.label), standing.place)
            found.append((f"#{page.prefix}-{standing.dom_id}", label, page.errors[standing.name]))
        for row in standing.rows:
            found += _summary(row.inside, page)
    return found
