"""Short words for what the CRM's tests do again and again."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

import crm.announced  # noqa: F401  it announces the operations
from crm.sales.pipelines.tables import Pipeline, Stage
from kit import operations
from kit.operations import Context, Done, Outcome, Refused
from people.access.tables import AppUser, Role, RoleGrant
from people.companies import Company

STAGES = (
    ("discovery", "Discovery", "open", "0.2", "nothing"),
    ("proposal", "Proposal", "open", "0.4", "nothing"),
    ("negotiation", "Negotiation", "open", "0.6", "quote"),
    ("won", "Won", "won", "1", "nothing"),
    ("lost", "Lost", "lost", "0", "nothing"),
)
KEYS = (f"story {number}" for number in itertools.count(1))
ROWS = {"before", "contact", "contract", "deal", "event", "interaction", "lead", "merge", "objection", "order", "owner", "party", "quote"}
"""What of a result is the key of a row."""
LEAD = {"name": "Ida Bech", "organisation": "Bech Byg ApS", "email": "Ida@Bech.example", "phone": "21 22 23 24", "source": "web", "amount": "50000"}


def call(session: Session, name: str, given: Mapping[str, object], key: str = "k", company: int = 1, actor: int | None = None) -> Outcome:
    return operations.call(session, name, Context(session, company, actor, key), given)


def done(session: Session, name: str, given: Mapping[str, object], key: str = "", company: int = 1) -> dict[str, object]:
    """What the operation gave; each call has a key of its own unless one is named."""
    outcome = call(session, name, given, key or next(KEYS), company)
    assert isinstance(outcome, Done), outcome
    return {each: int(value) if each in ROWS and isinstance(value, str) else value for each, value in outcome.result.items()}


def refused(session: Session, name: str, given: Mapping[str, object], company: int = 1) -> str:
    """The code with which the operation says no."""
    outcome = call(session, name, given, next(KEYS), company)
    assert isinstance(outcome, Refused), outcome
    return outcome.code


def pipeline(session: Session, company: int = 1, code: str = "usual") -> Pipeline:
    made = Pipeline(company_id=company, code=code, name=code.title(), usual=code == "usual")
    session.add(made)
    session.flush()
    for position, (stage, name, type_, odds, needs) in enumerate(STAGES):
        facts = {"position": position, "code": stage, "name": name, "type": type_, "probability": Decimal(odds), "needs": needs}
        session.add(Stage(company_id=company, pipeline_id=made.id, **facts))
    session.flush()
    return made


def seller(session: Session, name: str, company: int = 1, role: str = "sales") -> int:
    """Somebody who holds the role in the company."""
    if session.get(Company, company) is None:
        session.add(Company(id=company, name=f"Company {company}"))
    found = session.query(Role).filter_by(code=role).one_or_none()
    if found is None:
        found = Role(code=role, label=role, permissions=[])
        session.add(found)
    user = AppUser(email=f"{name.lower()}@nordlys.example", name=name)
    session.add(user)
    session.flush()
    session.add(RoleGrant(user_id=user.id, role_id=found.id, company_id=company))
    session.flush()
    return user.id


def deal(session: Session, party: int, **facts: object) -> int:
    """A new deal in the first stage of the usual pipeline, which is made where it is missing."""
    if session.query(Pipeline).filter_by(company_id=1).first() is None:
        pipeline(session)
    return int(str(done(session, "crm.open-deal", {"name": "Winter stock", "party": party, **facts})["deal"]))
