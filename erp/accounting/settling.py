"""How does money settle invoices, and how is that taken back?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from erp.accounting.posting import BANK, RECEIVABLES, Side, post_entry
from erp.accounting.queries import owed, paid
from erp.accounting.tables import Allocation, Invoice, Payment
from kit.errors import NotFound
from kit.i18n import _
from kit.operations import Context


@dataclass(frozen=True, slots=True)
class Money:
    """What came in, and under which words."""

    amount: Decimal
    currency: str
    day: date
    reference: str = ""


def lock_invoices(ctx: Context, keys: Sequence[int]) -> list[Invoice]:
    """The posted invoices, locked in key order: two payments never count the same amount. Raises NotFound."""
    posted = select(Invoice).filter_by(company_id=ctx.company_id, posted=True).where(Invoice.id.in_(keys)).order_by(Invoice.id)
    found = list(ctx.session.scalars(posted.with_for_update().execution_options(populate_existing=True)))
    missing = sorted(set(keys) - {invoice.id for invoice in found})
    if missing:
        raise NotFound(_("There is no posted invoice %(key)s.") % {"key": missing[0]})
    return found


def settle(ctx: Context, money: Money, shares: Mapping[int, Decimal], invoices: Sequence[Invoice]) -> Payment:
    """Book the money, give each invoice its share, and tell the orders that are fully paid; the rest stays with the customer."""
    numbers = ", ".join(str(invoice.number) for invoice in invoices)
    entry = post_entry(ctx.session, ctx.company_id, money.day, f"Payment of {numbers}"[:200], _sides(money.amount))
    payment = Payment(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        party_id=invoices[0].party_id,
        paid_on=money.day,
        amount=money.amount,
        currency=money.currency,
        reference=money.reference,
        entry_id=entry.id,
    )
    ctx.session.add(payment)
    ctx.session.flush()
    for invoice in invoices:
        if shares[invoice.id]:
            ctx.session.add(Allocation(company_id=ctx.company_id, payment_id=payment.id, invoice_id=invoice.id, amount=shares[invoice.id]))
    ctx.session.flush()
    ctx.link("payment", payment.id, "result")
    for invoice in invoices:
        _tell(ctx, invoice)
    return payment


def reverse(ctx: Context, payment: Payment) -> None:
    """Book the money out again and take every share back; nothing that is posted changes."""
    day = ctx.now.date()
    post_entry(ctx.session, ctx.company_id, day, f"Reversal of payment {payment.reference or payment.id}"[:200], _sides(-payment.amount))
    shares = ctx.session.scalars(select(Allocation).filter_by(payment_id=payment.id).order_by(Allocation.id)).all()
    for share in shares:
        back = Allocation(company_id=ctx.company_id, payment_id=payment.id, invoice_id=share.invoice_id, amount=-share.amount)
        ctx.session.add(back)
    payment.reversed_on = day
    ctx.session.flush()


def _sides(amount: Decimal) -> list[Side]:
    return [Side(BANK, amount), Side(RECEIVABLES, -amount)]


def _tell(ctx: Context, invoice: Invoice) -> None:
    """`payment-received`, once nothing is left to pay of what the invoice is about."""
    left = owed(ctx.session, ctx.company_id, invoice.source_id) if invoice.source_id else invoice.total - paid(ctx.session, invoice.id)
    if not left:
        ctx.publish("payment-received", str(invoice.source_id or invoice.id), {"invoice": str(invoice.id)})
