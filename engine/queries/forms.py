"""Which document does a form's id stand for?"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.tables import FormDefinition


def form_document(session: Session, form_id: str, company_id: int) -> object | None:
    """The newest version that this company uses, its own before the shared one."""
    company = FormDefinition.company_id
    found = session.scalars(select(FormDefinition).where(FormDefinition.form_id == form_id, or_(company.is_(None), company == company_id)))
    newest = max(found, key=lambda each: (each.company_id is not None, each.version), default=None)
    return newest.document if newest else None
