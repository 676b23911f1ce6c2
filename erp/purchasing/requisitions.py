"""What can processes ask about what somebody needs: write it down, see the budget, say how it ended?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import select

from erp.accounting.posting import base_currency
from erp.inventory.moving import balance
from erp.inventory.tables import Reservation
from erp.products.tables import Product, ProductCompany
from erp.purchasing.queries import lines_of, spent
from erp.purchasing.tables import PurchaseBudget, Requisition, RequisitionLine
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO, round_amount
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation


class NeededLine(BaseModel):
    product: KeyStr
    quantity: Decimal = Field(gt=0)
    unit_price: Decimal | None = Field(default=None, ge=0)
    """A guess; by default what the product has cost us so far."""


class CreateRequisition(BaseModel):
    lines: list[NeededLine] = Field(min_length=1)
    budget: str = Field(default="", max_length=40)
    purpose: str = Field(default="", max_length=400)
    needed_by: date | None = None
    source_id: KeyStr | None = None
    """The order that waits for it."""
    requester: KeyStr | None = None
    """Who asks, where another process does it in their name; by default who acts."""


class Line(BaseModel):
    product: KeyStr
    name: str
    quantity: Decimal
    unit_price: Decimal


class Required(BaseModel):
    requisition: KeyStr
    number: str
    amount: Decimal
    requester: KeyStr | None
    lines: list[Line]


class TheRequisition(BaseModel):
    requisition: KeyStr


class BudgetLeft(BaseModel):
    budget_left: Decimal | None
    """None where the requisition names no budget."""


class Missing(BaseModel):
    product: KeyStr
    quantity: Decimal = Field(gt=0)


class CoverShortage(BaseModel):
    order: KeyStr
    lines: list[Missing]
    """What the order still wants."""


class Covered(BaseModel):
    asked_for: int
    """How many products."""


class DecideRequisition(BaseModel):
    requisition: KeyStr
    status: Literal["approved", "rejected", "ordered"]


@operation("purchasing.create-requisition", label=N_("Create requisition"), undo="purchasing.void-requisition", icon="clipboard-list")
def create_requisition(ctx: Context, given: CreateRequisition) -> Required:
    """Write down what is needed; a price that nobody guessed is the product's cost so far."""
    prices = {line.product: _price(ctx, line) for line in given.lines}
    currency = base_currency(ctx.session, ctx.company_id)
    made = Requisition(
        company_id=ctx.company_id, created_by=ctx.actor, number=next_number(ctx.session, ctx.company_id, "requisition", prefix="R"),
        requester_id=given.requester or ctx.actor, requested_on=ctx.now.date(), needed_by=given.needed_by, budget=given.budget,
        purpose=given.purpose, source_id=given.source_id,
        amount=sum((round_amount(line.quantity * prices[line.product], currency) for line in given.lines), ZERO),
    )  # fmt: skip
    ctx.session.add(made)
    ctx.session.flush()
    for line in given.lines:
        ctx.session.add(
            RequisitionLine(
                company_id=ctx.company_id, requisition_id=made.id, product_id=line.product, quantity=line.quantity,
                unit_price=prices[line.product],
            )
        )  # fmt: skip
    ctx.session.flush()
    ctx.link("requisition", made.id)
    told = [
        Line(product=line.product_id, name=name, quantity=line.quantity, unit_price=line.unit_price) for line, name in lines_of(ctx.session, made.id)
    ]
    return Required(requisition=made.id, number=made.number, amount=made.amount, requester=made.requester_id, lines=told)


@operation(
    "purchasing.check-budget",
    label=N_("Check the budget"),
    errors={"OVER_BUDGET": N_("The budget has not enough left")},
    no_undo=N_("It changes nothing"),
    icon="wallet",
)
def check_budget(ctx: Context, given: TheRequisition) -> BudgetLeft:
    """What the budget has left after this requisition; a requisition without a budget is not held against any."""
    requisition = lock_requisition(ctx, given.requisition)
    if not requisition.budget:
        return BudgetLeft(budget_left=None)
    wanted = {"company_id": ctx.company_id, "code": requisition.budget, "year": requisition.requested_on.year}
    budget = ctx.session.scalars(select(PurchaseBudget).filter_by(**wanted).with_for_update()).one_or_none()
    if budget is None:
        raise NotFound(_("There is no budget %(code)s for %(year)s.") % {"code": requisition.budget, "year": requisition.requested_on.year})
    left = budget.amount - spent(ctx.session, ctx.company_id, budget.code, budget.year, requisition.id) - requisition.amount
    if left < 0:
        said = {"code": budget.code, "missing": -left}
        raise BusinessError("OVER_BUDGET", _("The budget %(code)s lacks %(missing)s for this requisition.") % said)
    return BudgetLeft(budget_left=left)


@operation(
    "purchasing.cover-shortage",
    label=N_("Buy what is missing"),
    no_undo=N_("What was asked for is bought or refused by its own process"),
    icon="shopping-cart-plus",
)
def cover_shortage(ctx: Context, given: CoverShortage) -> Covered:
    """Ask procurement once for what an order lacks beyond what is free, of those products that are bought so."""
    asked = select(Requisition.id).filter_by(company_id=ctx.company_id, source_id=given.order).where(Requisition.status.not_in(("void", "rejected")))
    if ctx.session.scalars(asked).first() is not None:
        return Covered(asked_for=0)
    bought = select(ProductCompany.product_id).filter_by(company_id=ctx.company_id, buys_missing=True)
    products = set(ctx.session.scalars(bought.where(ProductCompany.product_id.in_([line.product for line in given.lines]))))
    missing: list[Mapping[str, object]] = []
    for line in given.lines:
        held = select(Reservation.quantity).filter_by(company_id=ctx.company_id, source_id=given.order, product_id=line.product)
        here = balance(ctx.session, ctx.company_id, line.product)
        lacking = line.quantity - (ctx.session.scalar(held) or ZERO) - (here.quantity - here.reserved)
        if line.product in products and lacking > 0:
            missing.append({"product": str(line.product), "quantity": lacking})
    if missing:
        requester = None if ctx.actor is None else str(ctx.actor)
        said = {"lines": missing, "source_id": str(given.order), "purpose": _("What an order lacks"), "requester": requester}
        ctx.publish("requisition-requested", "", said)
    return Covered(asked_for=len(missing))


@operation("purchasing.decide-requisition", label=N_("Note the decision"), no_undo=N_("It is decided anew"), icon="checks")
def decide_requisition(ctx: Context, given: DecideRequisition) -> None:
    """Approved, rejected or ordered, as its process has it."""
    lock_requisition(ctx, given.requisition).status = given.status
    ctx.session.flush()


@operation("purchasing.void-requisition", label=N_("Void requisition"), no_undo=N_("It is written anew"), icon="x")
def void_requisition(ctx: Context, given: TheRequisition) -> None:
    """Nobody needs it any more; its budget is free again."""
    lock_requisition(ctx, given.requisition).status = "void"
    ctx.session.flush()


def lock_requisition(ctx: Context, key: int) -> Requisition:
    locked = select(Requisition).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    found = ctx.session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no requisition %(key)s.") % {"key": key})
    return found


def _price(ctx: Context, line: NeededLine) -> Decimal:
    product = ctx.session.scalars(select(Product).filter_by(id=line.product, company_id=ctx.company_id)).one_or_none()
    if product is None:
        raise NotFound(_("There is no product %(key)s.") % {"key": line.product})
    return product.cost if line.unit_price is None else line.unit_price
