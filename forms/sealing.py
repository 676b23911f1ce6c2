"""Which field classes in a form may this person not read?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from forms.document import Component, every
from people.access import Who, readable_classes


def sealed_classes(components: tuple[Component, ...], session: Session | None, who: Who | None) -> frozenset[str]:
    """None for the system itself; the database is asked only when the form has a class at all."""
    classes = frozenset(filter(None, (component.field_class for component in every(components))))
    if not classes or session is None or who is None:
        return frozenset()
    return classes - readable_classes(session, who)
