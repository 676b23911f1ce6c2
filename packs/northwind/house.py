"""Which company is Northwind, and who works there?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.access import ensure_roles
from people.access.tables import AppUser, Role, RoleGrant
from people.companies import Company

NAME = "Northwind"


@dataclass(frozen=True, slots=True)
class NorthwindUser:
    """Somebody who works at Northwind."""

    email: str
    name: str
    role: str


PEOPLE = (
    NorthwindUser("nancy@northwind.example", "Nancy Davolio", "sales-admin"),
    NorthwindUser("will@northwind.example", "Will Stacker", "warehouse"),
    NorthwindUser("laura@northwind.example", "Laura Callahan", "logistics"),
    NorthwindUser("ada@northwind.example", "Ada Penny", "accounting"),
)
"""One pair of hands for each kind of work; nobody has a password: a program acts for them by API tokens."""


def open_house(session: Session) -> int:
    """The company's key; the company and its people are made when they are missing."""
    ensure_roles(session)
    company = session.scalars(select(Company).filter_by(name=NAME)).one_or_none()
    if company is None:
        company = Company(name=NAME, base_currency="USD", country="US", time_zone="America/Los_Angeles", tax_exempt=True)
        session.add(company)
        session.flush()
    employed = set(session.scalars(select(AppUser.email)))
    for person in PEOPLE:
        if person.email in employed:
            continue
        user = AppUser(email=person.email, name=person.name)
        session.add(user)
        session.flush()
        role = session.scalars(select(Role.id).filter_by(code=person.role)).one()
        session.add(RoleGrant(user_id=user.id, role_id=role, company_id=company.id))
    session.flush()
    return company.id
