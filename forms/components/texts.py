"""Text fields and text areas: what may be written, and how is it shown?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from forms.components.kind import Kind, Schema, View, Wrong
from forms.components.limits import limit, limits_of, lint_limits
from forms.document import Component
from forms.place import Place
from forms.templating import filled
from kit.i18n import _, ngettext

EMAIL = (
    r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$"
)
PHONE = r"^(\+|00)[1-9](?:[ .-]?\d){6,14}$"
FORMATS = {"email": EMAIL, "phone": PHONE}


def _read(component: Component, given: Sequence[object]) -> object:
    text = given[-1] if given else ""
    if not isinstance(text, str):
        return None
    text = text.replace("\r\n", "\n").replace("\x00", "")
    return text if component.type == "textarea" else text.strip()


def _convert(_component: Component, value: object, _place: Place) -> object:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Wrong(_("Write a text."))
    if "\x00" in value or (not value.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in value)):
        raise Wrong(_("This text holds a character that cannot be kept. Remove it."))
    return value


def _schema(component: Component) -> Schema:
    found: Schema = {"type": "string"} | limits_of(component, {"minLength": "minLength", "maxLength": "maxLength"})
    pattern = component.rules.get("pattern")
    if isinstance(pattern, str) and pattern:
        found["pattern"] = pattern
    kind = component.rules.get("validationType")
    if kind in FORMATS:
        found["format"] = kind
    return found


def _judge(component: Component, value: object, place: Place) -> None:
    least, most = limit(component, "minLength", place), limit(component, "maxLength", place)
    length = len(str(value).strip())
    if least is not None and length < least:
        raise Wrong(ngettext("Write at least %(count)d character.", "Write at least %(count)d characters.", int(least)) % {"count": least})
    if most is not None and length > most:
        raise Wrong(ngettext("Write at most %(count)d character.", "Write at most %(count)d characters.", int(most)) % {"count": most})


def _view(component: Component, value: object, place: Place) -> View:
    kind = component.rules.get("validationType")
    appearance = component.part("appearance")
    return {
        "text": value if isinstance(value, str) else "",
        "input_type": {"email": "email", "phone": "tel"}.get(str(kind), "text"),
        "max_length": limit(component, "maxLength", place),
        "before": filled(str(appearance.get("prefixAdorner") or ""), place),
        "after": filled(str(appearance.get("suffixAdorner") or ""), place),
    }


def _lint(component: Component) -> Iterable[str]:
    yield from lint_limits(component, "minLength", "maxLength")
    pattern = component.rules.get("pattern")
    if isinstance(pattern, str):
        try:
            regex.compile(pattern)
        except regex.error as error:
            yield _("its pattern %(pattern)s is no regular expression: %(why)s") % {"pattern": pattern, "why": error}
    kind = component.rules.get("validationType")
    if kind not in (None, "", "custom", *FORMATS):
        yield _("it has the unknown validation type %(kind)s") % {"kind": kind}


KINDS = [
    Kind("textfield", "textfield.html", _convert, _schema, _judge, _view, _read, _lint),
    Kind("textarea", "textarea.html", _convert, _schema, _judge, _view, _read, _lint),
]
