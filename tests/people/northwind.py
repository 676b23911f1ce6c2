"""Two companies, their roles, and Lise, who works in the first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.access import ensure_roles, set_password
from people.access.tables import AppUser, Role, RoleGrant
from people.companies import Company, Department

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class House:
    north: int
    south: int
    stores: int
    lise: int


def build(session: Session) -> House:
    north, south = Company(name="Northwind"), Company(name="Southwind")
    lise = AppUser(email="lise@northwind.example", name="Lise", language="da", level=2)
    session.add_all([north, south, lise])
    session.flush()
    stores = Department(company_id=north.id, code="stores", name="Stores")
    session.add(stores)
    set_password(session, lise, PASSWORD)
    ensure_roles(session)
    session.add(RoleGrant(user_id=lise.id, role_id=role(session, "warehouse"), company_id=north.id))
    session.flush()
    return House(north.id, south.id, stores.id, lise.id)


def role(session: Session, code: str) -> int:
    return session.scalars(select(Role.id).where(Role.code == code)).one()
