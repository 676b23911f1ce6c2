"""Short words for what the ERP's tests do again and again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

import erp.announced  # noqa: F401  it announces the operations
from erp.parties.tables import Party
from erp.products.tables import Product
from kit import operations
from kit.operations import Context, Outcome

COMPANY = 1


def call(session: Session, name: str, given: Mapping[str, object], key: str = "k") -> Outcome:
    return operations.call(session, name, Context(session, COMPANY, None, key), given)


def customer(session: Session) -> int:
    party = Party(company_id=COMPANY, name="Alfreds Futterkiste")
    session.add(party)
    session.flush()
    return party.id


def product(session: Session) -> int:
    made = Product(company_id=COMPANY, sku="CHAI", name="Chai", unit_price=Decimal(18))
    session.add(made)
    session.flush()
    return made.id
