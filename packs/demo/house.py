"""Which company is the demo, which departments has it, and who works there?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.access import ensure_roles, set_password
from people.access.tables import AppUser, Role, RoleGrant
from people.companies import Company, Department

NAME, CVR = "Nordlys Engros A/S", "12345674"
PASSWORD = "velkommen-til-virke"  # noqa: S105  printed at every start: the demo hides nothing
DEPARTMENTS = {
    "sales": "Salg",
    "warehouse": "Lager",
    "logistics": "Forsendelse",
    "finance": "Økonomi",
    "purchasing": "Indkøb",
    "it": "It",
    "management": "Ledelse",
}


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody who works in the demo company."""

    email: str
    name: str
    role: str
    level: int = 1
    language: str = "da"
    looks_on: bool = False
    """Left in peace by the simulation: whoever signs in as them finds nothing done in their name."""


PEOPLE = (
    DemoUser("lise@nordlys.example", "Lise Holm", "warehouse", looks_on=True),
    DemoUser("palle@nordlys.example", "Palle Krogh", "warehouse", language="en"),
    DemoUser("lone@nordlys.example", "Lone Bak", "logistics"),
    DemoUser("sara@nordlys.example", "Sara Dam", "sales-admin"),
    DemoUser("jonas@nordlys.example", "Jonas Lykke", "sales"),
    DemoUser("rikke@nordlys.example", "Rikke Toft", "sales", language="en"),
    DemoUser("torben@nordlys.example", "Torben Hald", "sales-manager", 3),
    DemoUser("mia@nordlys.example", "Mia Skov", "marketing"),
    DemoUser("signe@nordlys.example", "Signe Dahl", "service"),
    DemoUser("anders@nordlys.example", "Anders Juhl", "accounting", 2),
    DemoUser("karen@nordlys.example", "Karen Lund", "credit", 2),
    DemoUser("peter@nordlys.example", "Peter Vang", "purchasing"),
    DemoUser("bente@nordlys.example", "Bente Krag", "budget-owner", 2),
    DemoUser("tora@nordlys.example", "Tora Brandt", "treasurer", 2),
    DemoUser("dorte@nordlys.example", "Dorte Friis", "process-designer", 2),
    DemoUser("oscar@nordlys.example", "Oscar Riis", "operator", 3, "en"),
    DemoUser("mette@nordlys.example", "Mette Storm", "manager", 4),
    DemoUser("helle@nordlys.example", "Helle Munk", "hr", 3),
)
"""One person for each role; a second pair of hands in the warehouse and a second seller, who read English."""


def company_of(session: Session) -> int | None:
    """The demo company's key, where there is one."""
    return session.scalar(select(Company.id).filter_by(cvr=CVR))


def open_house(session: Session) -> int:
    """The company's key; the company, its departments and its people are made when they are missing."""
    ensure_roles(session)
    company = session.scalars(select(Company).filter_by(cvr=CVR)).one_or_none()
    if company is None:
        company = Company(name=NAME, cvr=CVR)
        session.add(company)
        session.flush()
    known = set(session.scalars(select(Department.code).filter_by(company_id=company.id)))
    for code, name in DEPARTMENTS.items():
        if code not in known:
            session.add(Department(company_id=company.id, code=code, name=name))
    employed = set(session.scalars(select(AppUser.email)))
    _employ(session, [person for person in PEOPLE if person.email not in employed], company.id)
    return company.id


def _employ(session: Session, people: list[DemoUser], company: int) -> None:
    """Their one password is hashed once: it is slow on purpose, and no secret."""
    roles = {role.code: role.id for role in session.scalars(select(Role))}
    users = [AppUser(email=person.email, name=person.name, level=person.level, language=person.language) for person in people]
    session.add_all(users)
    session.flush()
    for person, user in zip(people, users, strict=True):
        session.add(RoleGrant(user_id=user.id, role_id=roles[person.role], company_id=company))
    if users:
        set_password(session, users[0], PASSWORD)
    for user in users:
        user.password_hash = users[0].password_hash
    session.flush()
