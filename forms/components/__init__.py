"""Every kind of component that Virke's forms know, by its form-js type."""

from forms.components import checkbox, choice, choices, files, moment, number, presentation, texts
from forms.components.kind import Kind, Schema, View, Wrong
from forms.document import Component

KINDS: dict[str, Kind] = {kind.type: kind for room in (texts, number, moment, choice, choices, checkbox, files, presentation) for kind in room.KINDS}
REFUSED = ("html", "iframe")
"""form-js has them; Virke does not, for their content would run in the reader's page."""
UNKNOWN = Kind("")


def kind_of(component: Component) -> Kind:
    """Its kind; one that shows nothing and asks nothing for a type that `forms.check` refuses."""
    return KINDS.get(component.type, UNKNOWN)


__all__ = ["KINDS", "REFUSED", "Kind", "Schema", "View", "Wrong", "kind_of"]
