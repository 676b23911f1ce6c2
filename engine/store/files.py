"""Which kept files may a person read, and which belong to an instance?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.store.seeing import sees
from engine.tables import ProcessInstance
from engine.who import Who
from kit import files
from kit.files import FileUse
from people.access import readable_classes

HOLDER = "process_instance"


def readable(session: Session, digest: str, who: Who) -> bool:
    """True for whoever gave it, and for those who see an instance that holds it and reach the class of its field."""
    if files.given_by(session, digest, who.company_id, who.user_id):
        return True
    return any(_reads(session, use, who) for use in files.uses(session, digest, who.company_id) if use.entity_type == HOLDER)


def _reads(session: Session, use: FileUse, who: Who) -> bool:
    if use.field_class and use.field_class not in readable_classes(session, who):
        return False
    instance = session.get(ProcessInstance, use.entity_id)
    return instance is not None and sees(session, instance, who)
