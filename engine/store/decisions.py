"""Which version of a decision is meant?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kit.db import execute

VERSIONS = (
    "SELECT id, decision_id, version, requirements_key FROM decision_definition"
    " WHERE decision_id = :decision AND (company_id IS NULL OR company_id = :company)"
)
NEWEST = " ORDER BY CASE WHEN company_id IS NULL THEN 1 ELSE 0 END, version DESC LIMIT 1"
"""A company's own version wins over the shared one."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A decision definition's row, as whoever evaluates it needs it."""

    id: int
    decision_id: str
    version: int
    requirements_key: int


def latest(session: Session, decision_id: str, company_id: int | None) -> Definition | None:
    """The newest version that this company uses."""
    return _one(session, VERSIONS + NEWEST, decision=decision_id, company=company_id)


def tagged(session: Session, decision_id: str, company_id: int, tag: str | None) -> Definition | None:
    return _one(session, f"{VERSIONS} AND version_tag = :tag{NEWEST}", decision=decision_id, company=company_id, tag=tag)


def deployed_with(session: Session, decision_id: str, company_id: int, process_key: int) -> Definition | None:
    """The newest version when this process was deployed: of the same deployment, or unchanged by it."""
    until = "(SELECT deployment_key FROM process_definition WHERE id = :process)"
    statement = f"{VERSIONS} AND deployment_key <= {until}{NEWEST}"
    return _one(session, statement, decision=decision_id, company=company_id, process=process_key)


def by_key(session: Session, key: int, company_id: int) -> Definition | None:
    """This very version, if the company may use it."""
    statement = (
        "SELECT id, decision_id, version, requirements_key FROM decision_definition WHERE id = :key AND (company_id IS NULL OR company_id = :company)"
    )
    return _one(session, statement, key=key, company=company_id)


def of_model(session: Session, requirements_key: int) -> dict[str, int]:
    """The keys of a model's decisions by their ids."""
    statement = "SELECT decision_id, id FROM decision_definition WHERE requirements_key = :key"
    return {row.decision_id: row.id for row in execute(session, statement, {"key": requirements_key})}


def _one(session: Session, statement: str, **facts: object) -> Definition | None:
    row = execute(session, statement, facts).mappings().first()
    return None if row is None else Definition(**row)
