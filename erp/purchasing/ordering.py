"""What can processes ask about purchase orders: issue, take the supplier's answer down, say what is expected, close short, cancel?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import select

from erp.accounting.posting import base_currency
from erp.parties.tables import Party, PartyCompany
from erp.purchasing.queries import ordered_products
from erp.purchasing.requisitions import lock_requisition
from erp.purchasing.tables import PurchaseOrder, PurchaseOrderLine
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO, round_amount
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation

ISSUED, CONFIRMED, RECEIVED, CLOSED, CANCELLED = "issued", "confirmed", "received", "closed", "cancelled"
PRICE_PLACES = Decimal("0.000001")


class BoughtLine(BaseModel):
    product: KeyStr
    quantity: Decimal = Field(gt=0)
    unit_price: Decimal = Field(ge=0)
    tax_rate: Decimal = Field(default=Decimal("0.25"), ge=0, le=1)


class IssueOrder(BaseModel):
    supplier: KeyStr
    lines: list[BoughtLine] = Field(min_length=1)
    requisition: KeyStr | None = None
    amount: Decimal | None = None
    """What the supplier offered for all of it: the lines' prices are brought in line with it."""
    expected_on: date | None = None


class IssuedOrder(BaseModel):
    purchase_order: KeyStr
    number: str
    net: Decimal
    supplier_name: str
    issued_by: KeyStr | None


class TheOrder(BaseModel):
    purchase_order: KeyStr


class SupplierAnswer(BaseModel):
    purchase_order: KeyStr
    answer: Literal["accepted", "rejected"]
    expected_on: date | None = None


class ExpectedLine(BaseModel):
    product: KeyStr
    name: str
    quantity: Decimal


class Expected(BaseModel):
    number: str
    supplier: KeyStr
    lines: list[ExpectedLine]
    complete: bool


@operation(
    "purchasing.issue-order",
    label=N_("Issue purchase order"),
    errors={"SUPPLIER_BLOCKED": N_("The supplier is blocked")},
    undo="purchasing.cancel-order",
    icon="shopping-bag",
)
def issue_order(ctx: Context, given: IssueOrder) -> IssuedOrder:
    """The order gets its number and goes out; the same product on two lines becomes one."""
    supplier = _supplier(ctx, given.supplier)
    lines, currency = _merged(given), base_currency(ctx.session, ctx.company_id)
    order = PurchaseOrder(
        company_id=ctx.company_id, created_by=ctx.actor, number=next_number(ctx.session, ctx.company_id, "purchase-order", prefix="PO"),
        party_id=supplier.id, requisition_id=given.requisition, order_date=ctx.now.date(), expected_on=given.expected_on, currency=currency,
        net=sum((round_amount(line.quantity * line.unit_price, currency) for line in lines), ZERO), issued_by=ctx.actor,
    )  # fmt: skip
    ctx.session.add(order)
    ctx.session.flush()
    for line in lines:
        ctx.session.add(
            PurchaseOrderLine(company_id=ctx.company_id, order_id=order.id, product_id=line.product, **line.model_dump(exclude={"product"}))
        )
    if given.requisition is not None:
        lock_requisition(ctx, given.requisition).status = "ordered"
    ctx.session.flush()
    ctx.link("purchase_order", order.id)
    return IssuedOrder(purchase_order=order.id, number=order.number, net=order.net, supplier_name=supplier.name, issued_by=ctx.actor)


@operation(
    "purchasing.record-answer",
    label=N_("Record supplier's answer"),
    errors={"WRONG_STATE": N_("The purchase order is closed")},
    no_undo=N_("What the supplier said is said"),
    icon="message-check",
)
def record_answer(ctx: Context, given: SupplierAnswer) -> TheOrder:
    """Accepted, perhaps for another day, or rejected: then nothing more is expected."""
    order = lock_order(ctx, given.purchase_order)
    if order.status in {CLOSED, CANCELLED}:
        raise BusinessError("WRONG_STATE", _("Purchase order %(number)s is closed.") % {"number": order.number})
    order.expected_on = given.expected_on or order.expected_on
    if given.answer == "accepted":
        order.status = CONFIRMED
    else:
        _cancel_rest(ctx, order)
    ctx.session.flush()
    return TheOrder(purchase_order=order.id)


@operation("purchasing.expected", label=N_("List what is expected"), no_undo=N_("It changes nothing"), icon="list")
def expected(ctx: Context, given: TheOrder) -> Expected:
    """What of the order has still to come, as the form *Receive* wants it."""
    order = lock_order(ctx, given.purchase_order)
    ctx.link("purchase_order", order.id)
    lines = [
        ExpectedLine(product=each.line.product_id, name=each.name, quantity=each.outstanding)
        for each in ordered_products(ctx.session, order)
        if each.outstanding
    ]
    return Expected(number=order.number, supplier=order.party_id, lines=lines, complete=not lines)


@operation(
    "purchasing.cancel-order",
    label=N_("Cancel or close short"),
    errors={"WRONG_STATE": N_("The purchase order is closed")},
    no_undo=N_("It is ordered anew"),
    icon="x",
)
def cancel_order(ctx: Context, given: TheOrder) -> TheOrder:
    """Nothing more is expected; what has come stays and will be invoiced."""
    order = lock_order(ctx, given.purchase_order)
    if order.status in {CLOSED, CANCELLED}:
        raise BusinessError("WRONG_STATE", _("Purchase order %(number)s is closed.") % {"number": order.number})
    _cancel_rest(ctx, order)
    ctx.session.flush()
    return TheOrder(purchase_order=order.id)


def lock_order(ctx: Context, key: int) -> PurchaseOrder:
    locked = select(PurchaseOrder).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    found = ctx.session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no purchase order %(key)s.") % {"key": key})
    return found


def _cancel_rest(ctx: Context, order: PurchaseOrder) -> None:
    products = ordered_products(ctx.session, order)
    for each in products:
        each.line.cancelled += each.outstanding
    order.status = CLOSED if any(each.received for each in products) else CANCELLED


def _supplier(ctx: Context, key: int) -> Party:
    party = ctx.session.scalars(select(Party).filter_by(id=key, company_id=ctx.company_id)).one_or_none()
    if party is None:
        raise NotFound(_("There is no supplier %(key)s.") % {"key": key})
    terms = ctx.session.scalars(select(PartyCompany).filter_by(party_id=key, company_id=ctx.company_id)).one_or_none()
    if terms is None or not terms.is_supplier:
        raise BusinessError("SUPPLIER_BLOCKED", _("%(name)s is no supplier of ours. Say so on its card first.") % {"name": party.name})
    if terms.blocked_reason:
        said = {"name": party.name, "reason": terms.blocked_reason}
        raise BusinessError("SUPPLIER_BLOCKED", _("%(name)s is blocked: %(reason)s") % said)
    return party


def _merged(given: IssueOrder) -> list[BoughtLine]:
    """One line a product at its average price; with an offer for the whole, all prices move by the same share."""
    sums: dict[int, BoughtLine] = {}
    for line in given.lines:
        if line.product in sums:
            before = sums[line.product]
            quantity = before.quantity + line.quantity
            price = ((before.quantity * before.unit_price + line.quantity * line.unit_price) / quantity).quantize(PRICE_PLACES)
            line = BoughtLine(product=line.product, quantity=quantity, unit_price=price, tax_rate=line.tax_rate)  # noqa: PLW2901  the sum of both
        sums[line.product] = line
    guessed = sum((line.quantity * line.unit_price for line in sums.values()), ZERO)
    if given.amount is None or not guessed:
        return list(sums.values())
    share = given.amount / guessed
    return [line.model_copy(update={"unit_price": (line.unit_price * share).quantize(PRICE_PLACES)}) for line in sums.values()]
