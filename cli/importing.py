"""How does an operator take a CSV file in, and what became of each of its rows?"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

import records
from erp import announced
from kit.db import Database
from kit.errors import NotFound
from people.access import Who, who_of
from people.access.permissions import DEFAULT_ROLES
from people.access.tables import AppUser
from people.companies import Company
from records import Outcome, Report

NOUNS = announced
"""Importing it announced them."""
OPERATOR = 0
"""Who an import is said to be by when nobody is named."""


def take_in(database: Database, noun: str, file: Path, mapping: Path | None, company: str, email: str = "") -> Report:
    """One transaction: all rows that can be taken are, each refused one says why."""
    said = None if mapping is None else records.read_mapping(mapping)
    with database.transaction() as session, file.open(encoding="utf-8", newline="") as lines:
        who = _importer(session, company_of(session, company), email)
        return records.import_csv(session, who, records.get(noun), lines, said)


def tell(report: Report) -> None:
    """Row by row, then in total."""
    for row in report.rows:
        reasons = f": {'; '.join(row.reasons)}" if row.reasons else ""
        print(f"line {row.line:>6}  {row.outcome.value:<8} {row.key}{reasons}")
    print(", ".join(f"{report.count(outcome)} {outcome.value}" for outcome in Outcome))


def company_of(session: Session, said: str) -> int:
    """The company of this registration number, or of this name. Raises NotFound."""
    found = session.scalars(select(Company.id).where(or_(Company.cvr == said, Company.name == said)).limit(1)).one_or_none()
    if found is None:
        raise NotFound(f"There is no company “{said}”. Give its registration number or its whole name.")
    return found


def _importer(session: Session, company: int, email: str) -> Who:
    """The person with this e-mail; without one the operator at the keyboard, who may do all."""
    if not email:
        everything = frozenset(permission for _label, permissions in DEFAULT_ROLES.values() for permission in permissions)
        return Who(OPERATOR, "virke import", company, level=5, permissions=everything)
    user = session.scalar(select(AppUser.id).where(AppUser.email == email.strip().lower()))
    if user is None:
        raise NotFound(f"There is nobody with the e-mail address {email}.")
    return who_of(session, user, company)
