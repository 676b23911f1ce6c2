"""Reference pickers: a customer or product found through the registry, with the access of whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

from forms.components.kind import View, Wrong
from forms.document import Component
from forms.place import Place
from kit import references
from kit.i18n import _
from kit.references import Choice

SHOWN = 50
"""So many choices a picker shows at once; a search narrows them."""
LONGEST = 200


def referred(value: object) -> str:
    """The id of what is referred to; ids are strings, keys come as their decimals."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.isprintable() or len(value) > LONGEST:
        raise Wrong(_("Choose one of the list."))
    return value


def found_choice(component: Component, value: object, place: Place) -> Choice | None:
    """What this id means to this person; nothing when it does not exist or may not be seen."""
    if place.session is None or not isinstance(value, str):
        return None
    return references.get(component.reference).finder.find(place.session, place.who, value)


def picker(component: Component, chosen: Sequence[str], place: Place) -> View:
    """The choices to pick from, the chosen ones first."""
    kept = [(key, found_choice(component, key, place)) for key in chosen]
    listed = [(key, _told(key, choice), True) for key, choice in kept]
    more = _searched(component, place)
    listed += [(choice.id, _words(choice), False) for choice in more[:SHOWN] if choice.id not in chosen]
    return {
        "options": listed,
        "shown": ", ".join(label for _key, label, _chosen in listed[: len(kept)]),
        "reference": component.reference,
        "searchable": len(more) > SHOWN or bool(place.search),
        "search": place.search,
    }


def _searched(component: Component, place: Place) -> list[Choice]:
    if place.session is None:
        return []
    return references.get(component.reference).finder.search(place.session, place.who, place.search, SHOWN + 1)


def _told(key: str, choice: Choice | None) -> str:
    return key if choice is None else _words(choice)


def _words(choice: Choice) -> str:
    return f"{choice.label} · {choice.detail}" if choice.detail else choice.label
