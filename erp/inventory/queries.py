"""What is in stock, and what has left it for whom?"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from erp.inventory.moving import CUSTOMER
from erp.inventory.tables import Location, StockBalance, StockMove
from kit.db import Quantity
from kit.money import ZERO


def delivered(session: Session, company_id: int, source_id: int) -> dict[int, Decimal]:
    """What went to the customer for this order less what came back, by product."""
    start, goal = aliased(Location), aliased(Location)
    signed = case((goal.kind == CUSTOMER, StockMove.quantity), (start.kind == CUSTOMER, -StockMove.quantity), else_=ZERO)
    rows = session.execute(
        select(StockMove.product_id, func.sum(signed, type_=Quantity))
        .join(start, start.id == StockMove.from_id)
        .join(goal, goal.id == StockMove.to_id)
        .where(StockMove.company_id == company_id, StockMove.source_id == source_id)
        .group_by(StockMove.product_id)
    )
    return {product: quantity for product, quantity in rows if quantity}


def on_hand(session: Session, company_id: int) -> dict[int, tuple[Decimal, Decimal]]:
    """What lies in the company's own places and how much of it is promised, by product."""
    rows = session.execute(
        select(StockBalance.product_id, func.sum(StockBalance.quantity, type_=Quantity), func.sum(StockBalance.reserved, type_=Quantity))
        .where(StockBalance.company_id == company_id)
        .group_by(StockBalance.product_id)
    )
    return {product: (quantity, reserved) for product, quantity, reserved in rows}
