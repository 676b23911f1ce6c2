"""What is wrong with a form, so that it must not be deployed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import feel
from forms.components import KINDS, REFUSED
from forms.components.limits import exact
from forms.document import COLUMNS, GROUP, LIST, NEWEST_SCHEMA, Component, Document, components_of, every, rows_of
from forms.place import is_expression
from forms.templating import TemplateError, expressions_of
from kit import references
from kit.i18n import _

DEPTH = 10
RESERVED = "__"
EXPRESSIONS = ("readonly", "valuesExpression", "columnsExpression", "expression", "dataSource", "multiple")
TEMPLATES = ("label", "dateLabel", "timeLabel", "description", "text", "source", "alt", "accept")
LIMITS = ("min", "max", "minLength", "maxLength")


@dataclass(frozen=True, slots=True)
class Problem:
    """`element` is the component's id or key, `label` what a person calls it; both empty for the form itself."""

    element: str
    label: str
    message: str


def check(document: Document) -> list[Problem]:
    """Everything that stops this document from being a form of Virke; an empty list when nothing does."""
    problems = list(_form(document))
    components = components_of(document)
    if not problems:
        problems += _inside(components, document.get("components"), 1)
        problems += _same_ids(components)
    return problems


def _form(document: Document) -> Iterator[Problem]:
    version = exact(document.get("schemaVersion", NEWEST_SCHEMA))
    if document.get("type") != "default":
        yield Problem("", "", _("This is no form: its type must be “default”."))
    if version is None or version > NEWEST_SCHEMA:
        yield Problem("", "", _("This form is written in version %(version)s of the form language; Virke knows versions up to %(newest)d.") % {
            "version": document.get("schemaVersion"), "newest": NEWEST_SCHEMA,
        })  # fmt: skip
    if not isinstance(document.get("components"), list):
        yield Problem("", "", _("This form has no list of components."))


def _inside(components: tuple[Component, ...], written: object, depth: int) -> Iterator[Problem]:
    if isinstance(written, list) and len(written) != len(components):
        yield Problem("", "", _("Something among the components is no component."))
    if depth > DEPTH:
        yield Problem("", "", _("The components are nested deeper than %(depth)d levels.") % {"depth": DEPTH})
        return
    yield from _same_keys(components)
    yield from _full_rows(components)
    for component in components:
        for message in _one(component):
            yield told(component, message)
        yield from _inside(component.children, component.given.get("components"), depth + 1)


def told(component: Component, message: str) -> Problem:
    sentence = _("The component “%(label)s” (%(type)s) cannot be used: %(message)s.") % {
        "label": component.named, "type": component.type, "message": message,
    }  # fmt: skip
    return Problem(component.id, component.named, sentence)


def _one(component: Component) -> Iterable[str]:
    if component.type in REFUSED:
        return [_("Virke shows no foreign HTML; use a text with Markdown")]
    if component.type not in KINDS:
        return [_("Virke knows no component of this type")]
    return [*_binding(component), *KINDS[component.type].lint(component), *_expressions(component), *_properties(component), *_layout(component)]


def _binding(component: Component) -> Iterator[str]:
    if KINDS[component.type].keyed and not component.binding:
        yield _("it has no key")
    for name in component.binding:
        if name.startswith(RESERVED) or any(letter in name for letter in "[]\"' \t\n"):
            yield _("its key %(name)s may not begin with __ nor hold brackets, quotes or spaces") % {"name": name}
    if component.children and component.type not in (GROUP, LIST):
        yield _("it cannot hold other components")


def _expressions(component: Component) -> Iterator[str]:
    written = {name: component.given.get(name) for name in EXPRESSIONS}
    written |= {name: component.rules.get(name) for name in LIMITS} | {"hide": component.hide}
    for name, text in written.items():
        if is_expression(text):
            yield from _feel(name, str(text)[1:])
        elif text and name in ("hide", "valuesExpression", "columnsExpression", "dataSource"):
            yield _("its %(name)s must begin with =") % {"name": name}
    adorners = component.part("appearance")
    templates = [(name, component.text(name)) for name in TEMPLATES] + [(name, str(text)) for name, text in adorners.items()]
    for name, text in templates:
        try:
            for expression in expressions_of(text):
                yield from _feel(name, expression)
        except TemplateError as error:
            yield _("its %(name)s is no template: %(why)s") % {"name": name, "why": error}


def _feel(name: str, expression: str) -> Iterator[str]:
    try:
        feel.compile(expression)
    except feel.FeelError as error:
        yield _("its %(name)s is no FEEL expression: %(why)s") % {"name": name, "why": error}


def _properties(component: Component) -> Iterator[str]:
    if component.reference and component.type not in ("select", "taglist"):
        yield _("only a select or a tag list can pick a reference")
    elif component.reference and not references.known(component.reference):
        yield _("there is no reference called %(name)s") % {"name": component.reference}
    if "virke:class" in component.part("properties") and not component.field_class:
        yield _("its field class is empty")


def _layout(component: Component) -> Iterator[str]:
    columns = exact(component.columns)
    if component.columns is not None and (columns is None or columns != int(columns) or not 1 <= columns <= COLUMNS):
        yield _("its width must be 1 to %(count)d columns") % {"count": COLUMNS}


def _full_rows(components: tuple[Component, ...]) -> Iterator[Problem]:
    for row in rows_of(components):
        widths = [exact(components[index].columns) for index in row]
        if sum(width or 1 for width in widths) > COLUMNS:
            yield told(components[row[-1]], _("its row is wider than %(count)d columns") % {"count": COLUMNS})


def _same_keys(components: tuple[Component, ...]) -> Iterator[Problem]:
    seen: set[tuple[str, ...]] = set()
    for component in _beside(components):
        taken = component.binding in seen or any(key[: len(component.binding)] == component.binding for key in seen)
        if taken or any(component.binding[: len(key)] == key for key in seen):
            yield told(component, _("another component keeps its answer under the same key %(key)s") % {"key": ".".join(component.binding)})
        seen.add(component.binding)


def _beside(components: tuple[Component, ...]) -> Iterator[Component]:
    """Those that keep their answers on this level; the same path for two groups is allowed."""
    for component in components:
        if component.type == LIST or (component.type in KINDS and KINDS[component.type].keyed):
            if component.binding:
                yield component
        elif component.type == GROUP and not component.binding:
            yield from _beside(component.children)


def _same_ids(components: tuple[Component, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for component in every(components):
        if component.id in seen:
            yield told(component, _("another component has the same id %(id)s") % {"id": component.id})
        seen.add(component.id)
