"""Which options does a choice have, and which one did an HTML form mean?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feel import codec
from forms.document import Component
from forms.place import Place
from kit.i18n import _

SOURCES = ("values", "valuesKey", "valuesExpression")


@dataclass(frozen=True, slots=True)
class Option:
    value: object
    label: str

    @property
    def token(self) -> str:
        return token_of(self.value)


def token_of(value: object) -> str:
    """The value as an HTML form carries it."""
    return value if isinstance(value, str) else codec.dump(value)


def fixed_options(component: Component) -> list[Option] | None:
    """The options that stand in the document; None when they come from the variables."""
    if component.text("valuesKey") or component.text("valuesExpression") or component.reference:
        return None
    return _options(component.given.get("values"))


def options_of(component: Component, place: Place) -> list[Option]:
    fixed = fixed_options(component)
    if fixed is not None:
        return fixed
    expression = component.text("valuesExpression")
    return _options(place.evaluate(expression) if expression else place.variables.get(component.text("valuesKey")))


def _options(written: object) -> list[Option]:
    """form-js takes plain values, `{value}` and `{label, value}`, and leaves out everything else."""
    found = [_option(item) for item in written] if isinstance(written, list) else []
    return [option for option in found if option is not None]


def _option(item: object) -> Option | None:
    if not isinstance(item, Mapping):
        return None if item is None else Option(item, token_of(item))
    value = item.get("value")
    if value is None:
        return None
    label = item.get("label")
    return Option(value, _(label) if isinstance(label, str) and label else token_of(value))


def meant(options: Iterable[Option], value: object) -> Option | None:
    """The option of exactly this value, else the one that an HTML form calls so."""
    listed = list(options)
    exactly = next((option for option in listed if type(option.value) is type(value) and option.value == value), None)
    return exactly or next((option for option in listed if value in (option.value, option.token)), None)


def lint_options(component: Component) -> Iterable[str]:
    """Exactly one source of options; fixed ones have values that differ."""
    sources = [name for name in SOURCES if component.given.get(name)]
    if component.reference:
        sources.append("virke:reference")
        sources = [name for name in sources if name != "values"]  # the editor always writes an example there
    if not sources:
        yield _("it has no options: give it values, a key of input data, an expression or a reference")
    elif len(sources) > 1:
        yield _("it has more than one source of options: %(sources)s") % {"sources": ", ".join(sources)}
    tokens = [option.token for option in fixed_options(component) or []]
    for token in sorted({token for token in tokens if tokens.count(token) > 1}):
        yield _("it has the option %(value)s twice") % {"value": token}
