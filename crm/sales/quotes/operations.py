"""What can be done with a quote: price it, issue it, take it back, write down the answer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field

from crm.sales.deals.queries import lock_deal
from crm.sales.deals.tables import Deal
from crm.sales.quotes.pricing import Offered, Priced, margin_of, priced
from crm.sales.quotes.queries import ACCEPTED, DRAFT, EXPIRED, ISSUED, SUPERSEDED, WITHDRAWN, last_numbered, lock_quote, newest
from crm.sales.quotes.tables import Quote, QuoteLine
from erp.parties.queries import standing
from kit.blanks import Blank
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO, round_amount
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation

VALID_DAYS = 30
QUOTE_STATE = {"QUOTE_STATE": N_("The quote is not in a state for this")}
ANSWERS = {"accepted": "quote-accepted", "declined": "quote-declined", "changes": "quote-changes-wanted"}
"""Which message tells whoever waits for the answer."""


class QuotedLine(BaseModel):
    product: KeyStr
    quantity: Decimal = Field(gt=0)
    unit_price: Decimal | None = Field(default=None, ge=0)
    discount: Decimal = Field(default=ZERO, ge=0, le=1)


class PriceQuote(BaseModel):
    deal: KeyStr
    lines: list[QuotedLine] = Field(min_length=1)
    discount: Decimal = Field(default=ZERO, ge=0, le=1)
    valid_until: date | None = None
    required_date: date | None = None
    payment_days: int = Field(default=30, ge=0, le=365)
    terms: Blank = Field(default="", max_length=2000)


class PricedQuote(BaseModel):
    quote: KeyStr
    revision: int
    net: Decimal
    margin: Decimal
    discount: Decimal
    """The whole discount on the list prices, as a part of one."""
    valid_until: date
    currency: str


class TheQuote(BaseModel):
    quote: KeyStr


class IssuedQuote(BaseModel):
    quote: KeyStr
    number: str
    revision: int
    valid_until: date


class AnswerQuote(BaseModel):
    quote: KeyStr
    answer: Literal["accepted", "declined", "changes", "expired"]
    text: Blank = Field(default="", max_length=2000)


@operation(
    "sales.price-quote",
    label=N_("Price a quote"),
    errors={"PRICE_MISSING": N_("A line has no price"), "BELOW_FLOOR": N_("A line is sold below its cost"), **QUOTE_STATE},
    undo="sales.withdraw-quote",
    icon="calculator",
)
def price_quote(ctx: Context, given: PriceQuote) -> PricedQuote:
    """A draft: the deal's open one is replaced, an issued one gets a new revision. The deal is worth what the draft comes to."""
    deal = lock_deal(ctx.session, ctx.company_id, given.deal)
    if deal.status != "open":
        raise BusinessError("QUOTE_STATE", _("The deal “%(deal)s” is decided: it gets no quote.") % {"deal": deal.name})
    offered = [Offered(line.product, line.quantity, line.unit_price, line.discount) for line in given.lines]
    lines = priced(ctx, offered, given.discount, deal.currency)
    net = sum((line.net for line in lines), ZERO)
    listed = sum((line.quantity * line.unit_price for line in lines), ZERO)
    quote = _draft(ctx, deal, given, lines, net)
    _write_lines(ctx, quote, lines)
    deal.amount = net
    ctx.session.flush()
    ctx.link("quote", quote.id)
    whole = margin_of(listed, net)
    return PricedQuote(
        quote=quote.id, revision=quote.revision, net=net, margin=quote.margin, discount=whole, valid_until=quote.valid_until, currency=deal.currency
    )


def _draft(ctx: Context, deal: Deal, given: PriceQuote, lines: list[Priced], net: Decimal) -> Quote:
    """An empty draft with these terms; the one before it is withdrawn."""
    open_draft = newest(ctx.session, deal.id, DRAFT)
    if open_draft is not None:
        _take_back(open_draft)
    before = last_numbered(ctx.session, deal.id)
    cost = round_amount(sum((line.quantity * line.product.cost for line in lines), ZERO), deal.currency)
    quote = Quote(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        number=before.number if before else None,
        revision=before.revision + 1 if before else 1,
        deal_id=deal.id,
        party_id=standing(ctx.session, deal.party_id),
        currency=deal.currency,
        discount=given.discount,
        net=net,
        cost=cost,
        margin=margin_of(net, cost),
        payment_days=given.payment_days,
        required_date=given.required_date,
        valid_until=given.valid_until or ctx.now.date() + timedelta(days=VALID_DAYS),
        terms=given.terms,
    )
    ctx.session.flush()
    ctx.session.add(quote)
    ctx.session.flush()
    return quote


def _write_lines(ctx: Context, quote: Quote, lines: list[Priced]) -> None:
    for position, line in enumerate(lines, start=1):
        ctx.session.add(
            QuoteLine(
                company_id=ctx.company_id,
                created_by=ctx.actor,
                quote_id=quote.id,
                position=position,
                product_id=line.product.id,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount=line.discount,
                unit_cost=line.product.cost,
                net=line.net,
            )
        )
    ctx.session.flush()


@operation("sales.issue-quote", label=N_("Issue a quote"), errors=QUOTE_STATE, undo="sales.withdraw-quote", icon="file-export")
def issue_quote(ctx: Context, given: TheQuote) -> IssuedQuote:
    """From now on it never changes; the revision before it no longer holds."""
    quote = lock_quote(ctx.session, ctx.company_id, given.quote)
    if quote.status != DRAFT or quote.valid_until < ctx.now.date():
        raise BusinessError("QUOTE_STATE", _("Only a draft that is still valid is issued. Price the quote again."))
    before = newest(ctx.session, quote.deal_id, ISSUED)
    if before is not None:
        before.status = SUPERSEDED
    number = quote.number or next_number(ctx.session, ctx.company_id, "quote", prefix="Q")
    quote.number, quote.status, quote.issued_at = number, ISSUED, ctx.now
    ctx.session.flush()
    ctx.link("quote", quote.id)
    return IssuedQuote(quote=quote.id, number=number, revision=quote.revision, valid_until=quote.valid_until)


@operation("sales.withdraw-quote", label=N_("Withdraw a quote"), errors=QUOTE_STATE, no_undo=N_("A new revision is priced"), icon="file-x")
def withdraw_quote(ctx: Context, given: TheQuote) -> None:
    """Nobody can accept it any more."""
    quote = lock_quote(ctx.session, ctx.company_id, given.quote)
    if quote.status not in {DRAFT, ISSUED}:
        raise BusinessError("QUOTE_STATE", _("The quote %(number)s is answered already.") % {"number": quote.number})
    _take_back(quote)


def _take_back(quote: Quote) -> None:
    """A draft gives its number back to the next revision."""
    if quote.status == DRAFT:
        quote.number = None
    quote.status = WITHDRAWN


@operation("sales.answer-quote", label=N_("Write down the answer to a quote"), errors=QUOTE_STATE, undo="sales.reopen-quote", icon="message-check")
def answer_quote(ctx: Context, given: AnswerQuote) -> None:
    """Accepted, declined, expired, or changes wanted: then it stays as it is until the next revision. Whoever waits for it hears."""
    quote = lock_quote(ctx.session, ctx.company_id, given.quote)
    today = ctx.now.date()
    if quote.status != ISSUED:
        raise BusinessError("QUOTE_STATE", _("The quote %(number)s does not wait for an answer.") % {"number": quote.number or ""})
    if given.answer == ACCEPTED and quote.valid_until < today:
        raise BusinessError("QUOTE_STATE", _("The quote %(number)s was valid until %(day)s.") % {"number": quote.number, "day": quote.valid_until})
    if given.answer != "changes":
        quote.status = given.answer
    quote.answer, quote.answered_at = given.text, ctx.now
    ctx.session.flush()
    if given.answer in ANSWERS:
        ctx.publish(ANSWERS[given.answer], str(quote.id), {"answer": given.answer, "answer_text": given.text})


@operation("sales.reopen-quote", label=N_("Wait for an answer again"), errors=QUOTE_STATE, no_undo=N_("It is answered again"), icon="rotate")
def reopen_quote(ctx: Context, given: TheQuote) -> None:
    """The answer was written down by mistake; an ordered quote stays accepted."""
    quote = lock_quote(ctx.session, ctx.company_id, given.quote)
    if quote.status == ISSUED:
        quote.answer, quote.answered_at = "", None
    elif quote.status in {ACCEPTED, "declined", EXPIRED} and quote.order_id is None:
        quote.status, quote.answer, quote.answered_at = ISSUED, "", None
    else:
        raise BusinessError("QUOTE_STATE", _("The quote %(number)s cannot be answered anew.") % {"number": quote.number})
