"""In which language does a person read?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from kit.errors import Invalid
from kit.i18n import LANGUAGES, _
from people.access.tables import AppUser


def prefer_language(session: Session, user_id: int, code: str) -> None:
    """From now on everything is said to this person in that language. Raises Invalid."""
    if code not in LANGUAGES:
        raise Invalid(_("Choose one of these languages: %(languages)s.") % {"languages": ", ".join(LANGUAGES.values())})
    session.get_one(AppUser, user_id).language = code
    session.flush()
