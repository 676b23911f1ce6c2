"""Whom do we know already who may be the one that has just turned up?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from erp.parties.tables import Party
from kit.i18n import _

MOST = 10


@dataclass(frozen=True, slots=True)
class Facts:
    """By what somebody is recognised."""

    name: str = ""
    cvr: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party that may be the same; `sure` where a number or an address that only one can have is the same."""

    party: int
    name: str
    why: str
    sure: bool


def candidates(session: Session, company_id: int, facts: Facts) -> list[Candidate]:
    """The surest first; a party once, for its best reason."""
    found: dict[int, Candidate] = {}
    for condition, why, sure in _signs(facts):
        for party in session.scalars(_standing(company_id).where(condition).order_by(Party.id).limit(MOST)):
            found.setdefault(party.id, Candidate(party.id, party.name, why, sure))
    return list(found.values())[:MOST]


def _standing(company_id: int) -> Select[Party]:
    return select(Party).where(Party.company_id == company_id, Party.merged_into.is_(None))


def _signs(facts: Facts) -> Iterator[tuple[ColumnElement[bool], str, bool]]:
    if facts.cvr:
        yield Party.cvr == facts.cvr, _("the same CVR number"), True
    if facts.email:
        yield func.lower(Party.email) == facts.email, _("the same e-mail address"), True
    if facts.phone:
        bare = func.replace(func.replace(Party.phone, " ", ""), "+45", "")
        yield bare == facts.phone.removeprefix("+45"), _("the same telephone number"), False
    if facts.name:
        yield func.lower(Party.name) == facts.name.lower(), _("the same name"), False
