"""What can processes ask about what comes from suppliers: take it in, or send it back?"""

from __future__ import annotations

from decimal import Decimal

from pydantic import AliasChoices, BaseModel, Field

from erp.accounting.posting import GOODS_RECEIVED, PRICE_VARIANCE, Side, base_currency, post_entry
from erp.accounting.posting import STOCK as STOCK_ACCOUNT
from erp.inventory.moving import INTERNAL, SUPPLIER, balance, move, stocked
from erp.inventory.operations import Received as IntoStock
from erp.inventory.operations import ReceiveGoods, receive_goods
from erp.purchasing.ordering import CANCELLED, CLOSED, RECEIVED, lock_order
from erp.purchasing.queries import OrderedProduct, ordered_products
from erp.purchasing.tables import GoodsReceipt, GoodsReceiptLine, PurchaseOrder
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO, round_amount
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation


class ComeLine(BaseModel):
    product: KeyStr
    accepted: Decimal = Field(ge=0)
    rejected: Decimal = Field(default=ZERO, ge=0)
    reason: str | None = Field(default=None, max_length=200)


class ReceiveOrder(BaseModel):
    purchase_order: KeyStr
    lines: list[ComeLine] = Field(validation_alias=AliasChoices("lines", "received"))
    delivery_note: str | None = Field(default=None, max_length=60)
    tolerance: Decimal = Field(default=ZERO, ge=0, le=1)
    """So much more than ordered is taken in, as a share of the line."""


class ReceivedOrder(BaseModel):
    receipt: KeyStr
    value: Decimal
    rejected: Decimal
    complete: bool


class ReturnedLine(BaseModel):
    product: KeyStr
    quantity: Decimal = Field(gt=0)
    reason: str = Field(min_length=1, max_length=200)


class ReturnToSupplier(BaseModel):
    purchase_order: KeyStr
    lines: list[ReturnedLine] = Field(min_length=1)


@operation(
    "purchasing.receive-order",
    label=N_("Receive what was ordered"),
    errors={
        "OVER_TOLERANCE": N_("More has come than was ordered"),
        "NOTHING_RECEIVED": N_("Nothing has come"),
        "REASON_REQUIRED": N_("Say why it is rejected"),
        "SAME_PERSON": N_("Who issued the order may not receive it"),
    },
    no_undo=N_("Goods go back by a return to the supplier"),
    icon="package-import",
)
def receive_order(ctx: Context, given: ReceiveOrder) -> ReceivedOrder:
    """Take in what is accepted, at the order's prices, and note what is rejected; the books show it as received, not invoiced."""
    order = lock_order(ctx, given.purchase_order)
    if ctx.actor is not None and ctx.actor == order.issued_by:
        raise BusinessError(
            "SAME_PERSON", _("Who issued the purchase order %(number)s may not receive it. Ask somebody else.") % {"number": order.number}
        )
    ordered = {each.line.product_id: each for each in ordered_products(ctx.session, order)}
    come = [line for line in given.lines if line.accepted or line.rejected]
    _refuse_misfits(order, ordered, come, given.tolerance)
    receipt = _receipt(ctx, order, given.delivery_note or "")
    into_stock: list[IntoStock] = []
    currency, value = base_currency(ctx.session, ctx.company_id), ZERO
    for line in come:
        each = ordered[line.product]
        worth = round_amount(line.accepted * each.line.unit_price, currency) if each.is_stock else ZERO
        _write(ctx, receipt, (line.product, line.accepted, line.rejected), line.reason or "", worth)
        value += worth
        if each.is_stock and line.accepted:
            into_stock.append(IntoStock(product=line.product, quantity=line.accepted, unit_cost=each.line.unit_price))
    if into_stock:
        receive_goods(ctx, ReceiveGoods(lines=into_stock, source_id=order.id))
    complete = not any(each.outstanding for each in ordered_products(ctx.session, order))
    order.status = RECEIVED if complete and order.status not in {CLOSED, CANCELLED} else order.status
    ctx.session.flush()
    ctx.link("goods_receipt", receipt.id)
    return ReceivedOrder(receipt=receipt.id, value=value, rejected=sum((line.rejected for line in come), ZERO), complete=complete)


@operation(
    "purchasing.return-to-supplier",
    label=N_("Return to the supplier"),
    errors={"NOT_RECEIVED": N_("So much was not received, or is not here any more")},
    no_undo=N_("It is received anew"),
    icon="truck-return",
)
def return_to_supplier(ctx: Context, given: ReturnToSupplier) -> ReceivedOrder:
    """Goods go back at the price at which they came; a credit note of the supplier will settle it."""
    order = lock_order(ctx, given.purchase_order)
    ordered = {each.line.product_id: each for each in ordered_products(ctx.session, order)}
    receipt = _receipt(ctx, order, "")
    currency, value, cost = base_currency(ctx.session, ctx.company_id), ZERO, ZERO
    for line in sorted(given.lines, key=lambda one: one.product):
        each = ordered.get(line.product)
        if each is None or each.received < line.quantity:
            raise BusinessError("NOT_RECEIVED", _("So much of it was not received on purchase order %(number)s.") % {"number": order.number})
        worth = round_amount(line.quantity * each.line.unit_price, currency) if each.is_stock else ZERO
        _write(ctx, receipt, (line.product, -line.quantity, ZERO), line.reason, -worth)
        value, cost = value + worth, cost + (_take_out(ctx, each, line.quantity, order.id, currency) if each.is_stock else ZERO)
    sides = [Side(GOODS_RECEIVED, value), Side(STOCK_ACCOUNT, -cost), Side(PRICE_VARIANCE, cost - value)]
    if value or cost:
        post_entry(ctx.session, ctx.company_id, ctx.now.date(), f"Returned on {order.number}", sides)
    return ReceivedOrder(receipt=receipt.id, value=-value, rejected=ZERO, complete=True)


def _take_out(ctx: Context, each: OrderedProduct, quantity: Decimal, order_id: int, currency: str) -> Decimal:
    """Out of stock at today's average cost, so that what stays keeps its value."""
    product = stocked(ctx.session, ctx.company_id, each.line.product_id)
    here = balance(ctx.session, ctx.company_id, product.id)
    if here.quantity - here.reserved < quantity:
        raise BusinessError("NOT_RECEIVED", _("So much of %(product)s is not free to go back: it is sold or promised.") % {"product": product.name})
    move(ctx.session, product, (INTERNAL, SUPPLIER), quantity, order_id, product.cost)
    return round_amount(quantity * product.cost, currency)


def _receipt(ctx: Context, order: PurchaseOrder, note: str) -> GoodsReceipt:
    number = next_number(ctx.session, ctx.company_id, "goods-receipt", prefix="GR")
    made = GoodsReceipt(
        company_id=ctx.company_id, created_by=ctx.actor, number=number, order_id=order.id, received_on=ctx.now.date(), delivery_note=note
    )
    ctx.session.add(made)
    ctx.session.flush()
    return made


def _write(ctx: Context, receipt: GoodsReceipt, what: tuple[int, Decimal, Decimal], reason: str, value: Decimal) -> None:
    product, accepted, rejected = what
    ctx.session.add(
        GoodsReceiptLine(
            company_id=ctx.company_id, receipt_id=receipt.id, product_id=product, accepted=accepted, rejected=rejected, reason=reason, value=value
        )
    )
    ctx.session.flush()


def _refuse_misfits(order: PurchaseOrder, ordered: dict[int, OrderedProduct], come: list[ComeLine], tolerance: Decimal) -> None:
    if not come:
        raise BusinessError("NOTHING_RECEIVED", _("Nothing has come: write what was accepted or rejected, or close the order."))
    for line in come:
        each = ordered.get(line.product)
        if each is None or line.accepted > each.outstanding + each.line.quantity * tolerance:
            raise BusinessError("OVER_TOLERANCE", _("More has come than purchase order %(number)s still expects.") % {"number": order.number})
        if line.rejected and not (line.reason or "").strip():
            raise BusinessError("REASON_REQUIRED", _("Say why %(product)s is rejected.") % {"product": each.name})
