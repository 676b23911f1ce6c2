"""How far has an order come: what was delivered and charged, what is still to be, and what is it worth?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.accounting.queries import invoiced
from erp.inventory.queries import delivered
from erp.products.tables import Product
from erp.sales.tables import SalesOrder, SalesOrderLine
from kit.money import ZERO, line_net

STOCK = "stock"


def lines_of(session: Session, order: SalesOrder) -> list[tuple[SalesOrderLine, Product]]:
    """The order's lines as they were written, each with its product."""
    rows = session.execute(
        select(SalesOrderLine, Product)
        .join(Product, Product.id == SalesOrderLine.product_id)
        .where(SalesOrderLine.order_id == order.id)
        .order_by(SalesOrderLine.id)
    )
    return [(line, product) for line, product in rows]


def to_charge(session: Session, order: SalesOrder) -> list[tuple[SalesOrderLine, Decimal]]:
    """What was delivered and is on no posted invoice yet; a service is delivered once it is ordered."""
    lines = lines_of(session, order)
    gone = delivered(session, order.company_id, order.id) | _services(lines)
    before = spread(lines, invoiced(session, order.company_id, order.id))
    return [(line, gone_now - before[line.id]) for line, gone_now in _by_line(lines, gone) if gone_now > before[line.id]]


def undelivered(session: Session, order: SalesOrder) -> list[tuple[SalesOrderLine, Decimal]]:
    """What of each line has not left us and is not cancelled either; a service has left once it is invoiced."""
    lines = lines_of(session, order)
    charged = invoiced(session, order.company_id, order.id)
    gone = delivered(session, order.company_id, order.id) | {key: charged.get(key, ZERO) for key in _services(lines)}
    return [(line, left) for line, sent in _by_line(lines, gone) if (left := line.quantity - line.cancelled - sent) > 0]


def spread(lines: list[tuple[SalesOrderLine, Product]], quantities: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Share each product's quantity out over its lines, the first line first."""
    left = dict(quantities)
    shares: dict[int, Decimal] = {}
    for line, product in lines:
        shares[line.id] = min(line.quantity, left.get(product.id, ZERO))
        left[product.id] = left.get(product.id, ZERO) - shares[line.id]
    return shares


def _by_line(lines: list[tuple[SalesOrderLine, Product]], quantities: Mapping[int, Decimal]) -> list[tuple[SalesOrderLine, Decimal]]:
    shares = spread(lines, quantities)
    return [(line, shares[line.id]) for line, _product in lines]


def _services(lines: list[tuple[SalesOrderLine, Product]]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for line, product in lines:
        if product.type != STOCK:
            sums[product.id] = sums.get(product.id, ZERO) + line.quantity - line.cancelled
    return sums


def value_of(session: Session, order: SalesOrder) -> Decimal:
    """What the order comes to with its freight, each line rounded by itself; what is cancelled does not count."""
    nets = [line_net(line.quantity - line.cancelled, line.unit_price, line.discount, order.currency) for line, _product in lines_of(session, order)]
    return sum(nets, ZERO) + order.freight


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one line of an order has come."""

    line: int
    product: int
    name: str
    ordered: Decimal
    cancelled: Decimal
    delivered: Decimal
    invoiced: Decimal


def progress(session: Session, order: SalesOrder) -> list[Progress]:
    """Each line of the order, as it was written."""
    lines = lines_of(session, order)
    gone = spread(lines, delivered(session, order.company_id, order.id))
    charged = spread(lines, invoiced(session, order.company_id, order.id))
    return [Progress(line.id, product.id, product.name, line.quantity, line.cancelled, gone[line.id], charged[line.id]) for line, product in lines]
