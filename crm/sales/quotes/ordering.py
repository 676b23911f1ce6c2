"""How does an accepted quote become a sales order without a single field typed again?"""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import select

from crm.sales.deals.queries import lock_deal
from crm.sales.quotes.queries import ACCEPTED, lines_of, lock_quote, newest
from crm.sales.quotes.tables import Quote
from erp.parties.queries import standing
from erp.parties.tables import PartyCompany
from erp.sales.operations import CreateOrder, OrderedLine, ordered
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, operation


class OrderQuote(BaseModel):
    quote: KeyStr | None = None
    deal: KeyStr | None = None
    """Instead of a quote: the one that was accepted in this deal."""


class OrderedQuote(BaseModel):
    order: KeyStr
    number: str
    party: KeyStr


@operation(
    "sales.order-quote",
    label=N_("Make an order of a quote"),
    errors={"NO_ACCEPTED_QUOTE": N_("The quote is not accepted")},
    undo="sales.cancel-remainder",
    icon="shopping-cart",
)
def order_quote(ctx: Context, given: OrderQuote) -> OrderedQuote:
    """Customer, currency, lines, prices, discounts and the wished day are the quote's."""
    quote = _accepted(ctx, given)
    deal = lock_deal(ctx.session, ctx.company_id, quote.deal_id)
    party = standing(ctx.session, quote.party_id)
    lines = [
        OrderedLine(product=line.product_id, quantity=line.quantity, unit_price=line.unit_price, discount=line.discount)
        for line in lines_of(ctx.session, quote.id)
    ]
    made = ordered(ctx, CreateOrder(party=party, currency=quote.currency, lines=lines, required_date=quote.required_date))
    quote.order_id = deal.order_id = made.order
    _is_customer(ctx, party, quote.payment_days)
    ctx.session.flush()
    return OrderedQuote(order=made.order, number=made.number, party=party)


def _accepted(ctx: Context, given: OrderQuote) -> Quote:
    key = given.quote
    if key is None:
        found = newest(ctx.session, given.deal or 0, ACCEPTED)
        key = None if found is None else found.id
    quote = None if key is None else lock_quote(ctx.session, ctx.company_id, key)
    if quote is None or quote.status != ACCEPTED:
        raise BusinessError("NO_ACCEPTED_QUOTE", _("There is no accepted quote to order by."))
    return quote


def _is_customer(ctx: Context, party: int, payment_days: int) -> None:
    """Whoever orders is a customer, on the terms that the quote named."""
    terms = ctx.session.scalars(select(PartyCompany).filter_by(company_id=ctx.company_id, party_id=party)).one_or_none()
    if terms is None:
        terms = PartyCompany(company_id=ctx.company_id, created_by=ctx.actor, party_id=party)
        ctx.session.add(terms)
    if not terms.is_customer:
        terms.is_customer, terms.payment_days = True, payment_days
