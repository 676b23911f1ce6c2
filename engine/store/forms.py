"""Which version of a form does a task or a start show?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.tables import FormDefinition
from forms import Document
from kit.db import execute

ANY_TIME = 2**63 - 1
PINNED = (
    "SELECT id FROM form_definition WHERE form_id = :form AND (company_id IS NULL OR company_id = :company) AND deployment_key <= :until"
    " ORDER BY CASE WHEN company_id IS NULL THEN 1 ELSE 0 END, version DESC LIMIT 1"
)
DEPLOYMENT = "SELECT deployment_key FROM process_definition WHERE id = :definition"


def pinned(session: Session, form_id: str, company_id: int, definition_key: int, binding: str) -> int | None:
    """The key of the version that is meant: this company's own form before the shared one."""
    until = ANY_TIME
    if binding == "deployment":
        until = execute(session, DEPLOYMENT, {"definition": definition_key}).scalar_one()
    found: int | None = execute(session, PINNED, {"form": form_id, "company": company_id, "until": until}).scalar()
    return found


def form_document(session: Session, form_id: str, company_id: int) -> Document | None:
    """The newest version that this company uses, its own before the shared one."""
    return document_of(session, pinned(session, form_id, company_id, 0, "latest"))


def document_of_task(session: Session, form_id: str | None, form_key: int | None, company_id: int) -> Document | None:
    """The form that was fixed when the task opened; one that came late counts too."""
    if form_key is not None or form_id is None:
        return document_of(session, form_key)
    return form_document(session, form_id, company_id)


def document_of(session: Session, key: int | None) -> Document | None:
    form = None if key is None else session.get(FormDefinition, key)
    return form.document if form is not None and isinstance(form.document, Mapping) else None
