"""What of a purchase order has come, what has it cost, and what is still expected?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from erp.products.tables import Product
from erp.purchasing.tables import GoodsReceipt, GoodsReceiptLine, PurchaseOrder, PurchaseOrderLine, Requisition, RequisitionLine
from kit.db import Amount, Quantity
from kit.money import ZERO


@dataclass(frozen=True, slots=True)
class OrderedProduct:
    """One line of a purchase order, how much of it has come, and the value that the books hold for that."""

    line: PurchaseOrderLine
    name: str
    is_stock: bool
    received: Decimal
    value: Decimal

    @property
    def outstanding(self) -> Decimal:
        return max(self.line.quantity - self.line.cancelled - self.received, ZERO)


def ordered_products(session: Session, order: PurchaseOrder) -> list[OrderedProduct]:
    """Each line of the order, in the order in which it was written."""
    come = received(session, order.id)
    rows = session.execute(
        select(PurchaseOrderLine, Product)
        .join(Product, Product.id == PurchaseOrderLine.product_id)
        .where(PurchaseOrderLine.order_id == order.id)
        .order_by(PurchaseOrderLine.id)
    )
    return [OrderedProduct(line, product.name, product.type == "stock", *come.get(product.id, (ZERO, ZERO))) for line, product in rows]


def received(session: Session, order_id: int) -> Mapping[int, tuple[Decimal, Decimal]]:
    """By product, what was accepted less what went back, and its value."""
    rows = session.execute(
        select(GoodsReceiptLine.product_id, func.sum(GoodsReceiptLine.accepted, type_=Quantity), func.sum(GoodsReceiptLine.value, type_=Amount))
        .join(GoodsReceipt, GoodsReceipt.id == GoodsReceiptLine.receipt_id)
        .where(GoodsReceipt.order_id == order_id)
        .group_by(GoodsReceiptLine.product_id)
    )
    return {product: (quantity, value) for product, quantity, value in rows}


def received_ledger(session: Session, company_id: int) -> Decimal:
    """The value of all that receipts of purchase orders took in, less what went back."""
    lines = select(func.sum(GoodsReceiptLine.value, type_=Amount)).filter_by(company_id=company_id)
    return session.scalar(lines) or ZERO


def spent(session: Session, company_id: int, budget: str, year: int, without: int) -> Decimal:
    """What this year's requisitions on this budget bind, refused ones and this one apart."""
    bound = select(func.sum(Requisition.amount, type_=Amount)).where(
        Requisition.company_id == company_id, Requisition.budget == budget, Requisition.status.not_in(("void", "rejected")),
        func.extract("year", Requisition.requested_on) == year, Requisition.id != without,
    )  # fmt: skip
    return session.scalar(bound) or ZERO


def lines_of(session: Session, requisition_id: int) -> list[tuple[RequisitionLine, str]]:
    """Each line, with the name of its product."""
    rows = session.execute(
        select(RequisitionLine, Product.name)
        .join(Product, Product.id == RequisitionLine.product_id)
        .where(RequisitionLine.requisition_id == requisition_id)
        .order_by(RequisitionLine.id)
    )
    return [(line, name) for line, name in rows]
