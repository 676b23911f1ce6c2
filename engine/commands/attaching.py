"""Say which instance the files in an answer belong to: who sees the instance may then read them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.store.files import HOLDER, readable
from engine.who import Who
from forms import Document
from forms.attached import attached
from kit import files
from kit.errors import Invalid
from kit.files import FileUse
from kit.i18n import _


def attach(session: Session, instance_key: int, company_id: int, document: Document | None, answers: Mapping[str, object], who: Who | None) -> None:
    """Raises Invalid for a file that this person neither gave nor may read: knowing its hash opens nothing."""
    for each in attached(document, answers) if document else ():
        if who is not None and not readable(session, each.digest, who):
            raise Invalid(_("The file %(name)s is not here, or not yours to give. Choose it again.") % {"name": each.name})
        files.use(
            session,
            FileUse(
                digest=each.digest,
                company_id=company_id,
                entity_type=HOLDER,
                entity_id=instance_key,
                name=each.name,
                field_class=each.field_class,
            ),
        )
