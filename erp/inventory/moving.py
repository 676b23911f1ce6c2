"""How do goods get from one place to another, and what is left there?"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.inventory.tables import Location, StockBalance, StockMove
from erp.products.tables import Product
from kit.db import find_or_make
from kit.errors import NotFound
from kit.i18n import _

INTERNAL, SUPPLIER, CUSTOMER = "internal", "supplier", "customer"


def place(session: Session, company_id: int, kind: str) -> Location:
    """The company's place of this kind, opened when first used."""
    ours = select(Location).filter_by(company_id=company_id, kind=kind).order_by(Location.id)
    return find_or_make(session, lambda: session.scalars(ours).first(), lambda: Location(company_id=company_id, code=kind, kind=kind))


def stocked(session: Session, company_id: int, product_id: int) -> Product:
    """The product, locked: whoever changes its stock holds its row, so two never count the same goods."""
    locked = select(Product).filter_by(id=product_id, company_id=company_id).with_for_update().execution_options(populate_existing=True)
    found = session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no product %(key)s.") % {"key": product_id})
    return found


def balance(session: Session, company_id: int, product_id: int) -> StockBalance:
    """What lies in the company's own place; a row of zero when nothing ever came."""
    wanted = {"company_id": company_id, "product_id": product_id, "location_id": place(session, company_id, INTERNAL).id}
    found = session.scalars(select(StockBalance).filter_by(**wanted)).one_or_none()
    if found is None:
        found = StockBalance(**wanted, quantity=Decimal(0), reserved=Decimal(0))
        session.add(found)
        session.flush()
    return found


def move(session: Session, product: Product, ends: tuple[str, str], quantity: Decimal, source_id: int | None, unit_cost: Decimal) -> StockMove:
    """Write the move and bring the balance along."""
    start, goal = (place(session, product.company_id, kind) for kind in ends)
    made = StockMove(
        company_id=product.company_id,
        product_id=product.id,
        from_id=start.id,
        to_id=goal.id,
        quantity=quantity,
        unit_cost=unit_cost,
        source_id=source_id,
    )
    session.add(made)
    balance(session, product.company_id, product.id).quantity += quantity if ends[1] == INTERNAL else -quantity
    session.flush()
    return made
