"""What can processes ask of the accounts about money: take a bank line in, let it settle invoices, take that back?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy import select

from erp.accounting.queries import paid, unpaid
from erp.accounting.settling import Money, lock_invoices, reverse, settle
from erp.accounting.tables import BankLine, Invoice, Payment
from kit.db import find_or_make
from kit.errors import Conflict, NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO
from kit.operations import BusinessError, Context, operation

WORD = re.compile(r"[\w-]+")


class RegisterPayment(BaseModel):
    invoice: KeyStr
    amount: Decimal = Field(gt=0)
    paid_on: date | None = None


class Registered(BaseModel):
    payment: KeyStr
    outstanding: Decimal


class RegisterBankLine(BaseModel):
    bank_id: str = Field(min_length=1, max_length=80)
    booked_on: date
    amount: Decimal
    currency: str
    text: str = Field(default="", max_length=140)


class TheBankLine(BaseModel):
    bank_line: KeyStr


class AllocatePayment(BaseModel):
    bank_line: KeyStr
    invoices: list[KeyStr] = []
    """What a person chose; empty to let the line's text and amount say it."""


class Share(BaseModel):
    invoice: KeyStr
    number: str
    amount: Decimal


class Allocated(BaseModel):
    payment: KeyStr
    allocations: list[Share]
    unallocated: Decimal


class ThePayment(BaseModel):
    payment: KeyStr


@operation(
    "finance.register-payment",
    label=N_("Register payment"),
    errors={"OVERPAID": N_("The payment is more than what is outstanding")},
    undo="finance.reverse-payment",
    icon="coins",
)
def register_payment(ctx: Context, given: RegisterPayment) -> Registered:
    """Money for one invoice; once all is paid, the order's process is told `payment-received`."""
    (invoice,) = lock_invoices(ctx, [given.invoice])
    outstanding = invoice.total - paid(ctx.session, invoice.id) - given.amount
    if outstanding < 0:
        raise BusinessError("OVERPAID", _("The payment is more than what is outstanding on invoice %(number)s.") % {"number": invoice.number})
    money = Money(given.amount, invoice.currency, given.paid_on or ctx.now.date(), str(invoice.number))
    payment = settle(ctx, money, {invoice.id: given.amount}, [invoice])
    return Registered(payment=payment.id, outstanding=outstanding)


@operation("finance.register-bank-line", label=N_("Register bank line"), no_undo=N_("What the bank booked is a fact"), icon="building-bank")
def register_bank_line(ctx: Context, given: RegisterBankLine) -> TheBankLine:
    """Take a line of the statement in; the same line again is the same row."""
    known = select(BankLine).filter_by(company_id=ctx.company_id, bank_id=given.bank_id)
    line = find_or_make(
        ctx.session,
        lambda: ctx.session.scalars(known).one_or_none(),
        lambda: BankLine(company_id=ctx.company_id, created_by=ctx.actor, **given.model_dump()),
    )
    if (line.amount, line.currency, line.booked_on) != (given.amount, given.currency, given.booked_on):
        raise Conflict(_("The bank line %(name)s is known with another amount or day.") % {"name": given.bank_id})
    return TheBankLine(bank_line=line.id)


@operation(
    "finance.allocate-payment",
    label=N_("Allocate payment"),
    errors={
        "AMBIGUOUS_MATCH": N_("It is not clear which invoice the money is for"),
        "ALREADY_ALLOCATED": N_("The bank line is already allocated"),
        "NOT_INCOMING": N_("The bank line is no incoming payment"),
    },
    undo="finance.reverse-payment",
    icon="arrows-split",
)
def allocate_payment(ctx: Context, given: AllocatePayment) -> Allocated:
    """The invoices that a person chose, or that the text names, or the only one of just this amount; what is left over stays unallocated."""
    line = _open_line(ctx, given.bank_line)
    chosen = given.invoices or _meant(ctx, line)
    invoices = lock_invoices(ctx, chosen)
    _fit(invoices, line)
    shares, left = {}, line.amount
    for invoice in invoices:
        shares[invoice.id] = min(left, invoice.total - paid(ctx.session, invoice.id))
        left -= shares[invoice.id]
    payment = settle(ctx, Money(line.amount, line.currency, line.booked_on, line.text or line.bank_id), shares, invoices)
    line.payment_id = payment.id
    ctx.session.flush()
    told = [Share(invoice=one.id, number=str(one.number), amount=shares[one.id]) for one in invoices]
    return Allocated(payment=payment.id, allocations=told, unallocated=left)


@operation(
    "finance.reverse-payment",
    label=N_("Reverse payment"),
    errors={"ALREADY_REVERSED": N_("The payment is already reversed")},
    no_undo=N_("The money is allocated anew"),
    icon="arrow-back-up",
)
def reverse_payment(ctx: Context, given: ThePayment) -> None:
    """The invoices are open again, and a bank line can be allocated anew."""
    locked = select(Payment).filter_by(id=given.payment, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    payment = ctx.session.scalars(locked).one_or_none()
    if payment is None:
        raise NotFound(_("There is no payment %(key)s.") % {"key": given.payment})
    if payment.reversed_on is not None:
        raise BusinessError("ALREADY_REVERSED", _("The payment of %(day)s is already reversed.") % {"day": payment.paid_on.isoformat()})
    reverse(ctx, payment)
    for line in ctx.session.scalars(select(BankLine).filter_by(company_id=ctx.company_id, payment_id=payment.id)):
        line.payment_id = None


def _open_line(ctx: Context, key: int) -> BankLine:
    locked = select(BankLine).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    line = ctx.session.scalars(locked).one_or_none()
    if line is None:
        raise NotFound(_("There is no bank line %(key)s.") % {"key": key})
    if line.payment_id is not None:
        raise BusinessError("ALREADY_ALLOCATED", _("The bank line %(name)s is already allocated.") % {"name": line.bank_id})
    if line.amount <= ZERO:
        raise BusinessError("NOT_INCOMING", _("The bank line %(name)s is no incoming payment.") % {"name": line.bank_id})
    return line


def _meant(ctx: Context, line: BankLine) -> list[int]:
    """The unpaid invoices whose numbers stand in the text; else the only one of which exactly this amount is left."""
    words = set(WORD.findall(line.text))
    open_now = unpaid(ctx.session, ctx.company_id, line.currency)
    named = [invoice.id for invoice, _left in open_now if invoice.number in words]
    if named:
        return named
    same = [invoice.id for invoice, left in open_now if left == line.amount]
    if len(same) != 1:
        said = {"name": line.bank_id, "count": len(same)}
        raise BusinessError("AMBIGUOUS_MATCH", _("%(count)s open invoices fit the bank line %(name)s. Choose which the money is for.") % said)
    return same


def _fit(invoices: Sequence[Invoice], line: BankLine) -> None:
    """One payment is one customer's, in one currency."""
    if len({invoice.party_id for invoice in invoices}) > 1 or {invoice.currency for invoice in invoices} != {line.currency}:
        said = {"name": line.bank_id}
        raise BusinessError("AMBIGUOUS_MATCH", _("The invoices for the bank line %(name)s must be one customer's, in its currency.") % said)
