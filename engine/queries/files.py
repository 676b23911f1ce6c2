"""May this person read a kept file, and which files does an instance hold?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.files import HOLDER, readable
from engine.store.seeing import seen_instance
from engine.who import Who
from kit.errors import NotFound
from kit.files import FileUse
from kit.i18n import _
from people.access import readable_classes


def required_file(session: Session, digest: str, *, who: Who) -> None:
    """Raises NotFound when there is no such file or it is not theirs to read: the two look alike."""
    if not readable(session, digest, who):
        raise NotFound(_("There is no stored file %(hash)s.") % {"hash": digest})


def files_of(session: Session, instance_key: int, *, who: Who) -> list[tuple[str, str]]:
    """Hash and name of each file that the instance holds and this person may read, in the order in which they came."""
    instance = seen_instance(session, instance_key, who)
    held = session.scalars(select(FileUse).filter_by(entity_type=HOLDER, entity_id=instance.id, company_id=who.company_id).order_by(FileUse.id)).all()
    open_ones = readable_classes(session, who) if any(use.field_class for use in held) else frozenset()
    return [(use.digest, use.name) for use in held if not use.field_class or use.field_class in open_ones]
