"""Which definition is meant?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kit.db import execute
from kit.errors import NotFound
from kit.i18n import _

VERSIONS = (
    "SELECT id, bpmn_process_id, version FROM process_definition WHERE bpmn_process_id = :process AND (company_id IS NULL OR company_id = :company)"
)
NEWEST = " ORDER BY CASE WHEN company_id IS NULL THEN 1 ELSE 0 END, version DESC LIMIT 1"
"""A company's own version wins over the shared one."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A process definition's row, as whoever begins an instance needs it."""

    id: int
    bpmn_process_id: str
    version: int


def latest(session: Session, process_id: str, company_id: int | None) -> Definition | None:
    """The newest version that this company runs."""
    return _one(session, VERSIONS + NEWEST, process=process_id, company=company_id)


def required(session: Session, process_id: str, company_id: int | None) -> Definition:
    definition = latest(session, process_id, company_id)
    if definition is None:
        raise NotFound(_("There is no process “%(process)s” for this company. Deploy it first.") % {"process": process_id})
    return definition


def tagged(session: Session, process_id: str, company_id: int, tag: str | None) -> Definition | None:
    return _one(session, f"{VERSIONS} AND version_tag = :tag{NEWEST}", process=process_id, company=company_id, tag=tag)


def deployed_with(session: Session, process_id: str, definition_key: int) -> Definition | None:
    """The newest version when this definition was deployed: of the same deployment, or unchanged by it."""
    calling = execute(session, "SELECT deployment_key, company_id FROM process_definition WHERE id = :key", {"key": definition_key}).one()
    statement = f"{VERSIONS} AND deployment_key <= :deployment{NEWEST}"
    return _one(session, statement, process=process_id, company=calling.company_id, deployment=calling.deployment_key)


def by_key(session: Session, key: int) -> Definition:
    found = _one(session, "SELECT id, bpmn_process_id, version FROM process_definition WHERE id = :key", key=key)
    if found is None:
        raise NotFound(_("There is no process definition %(key)s. Look it up in the list of processes.") % {"key": key})
    return found


def _one(session: Session, statement: str, **facts: object) -> Definition | None:
    row = execute(session, statement, facts).mappings().first()
    return None if row is None else Definition(**row)
