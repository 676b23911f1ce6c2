"""What is kept of a quote, its lines, and a contract?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import CheckConstraint, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Amount, Base, Instant, Key, Price, Quantity, Rate, Row
from kit.db.triggers import forbid, refuse_insert
from kit.i18n import N_


class Quote(Row, Base):
    """One revision of an offer: a draft, then issued and never changed, then accepted, declined, expired, superseded or withdrawn."""

    __tablename__ = "quote"
    __table_args__ = (
        UniqueConstraint("company_id", "number", "revision"),
        CheckConstraint("status IN ('draft', 'issued', 'accepted', 'declined', 'expired', 'superseded', 'withdrawn')", name="known_status"),
        CheckConstraint("status IN ('draft', 'withdrawn') OR number IS NOT NULL", name="issued_has_number"),
    )

    number: Mapped[str | None] = mapped_column(String(40), info={"label": N_("Number")})
    revision: Mapped[int] = mapped_column(default=1, info={"label": N_("Revision")})
    deal_id: Mapped[int] = mapped_column(Key, ForeignKey("deal.id"), index=True, info={"label": N_("Deal")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    status: Mapped[str] = mapped_column(String(20), default="draft", index=True, info={"label": N_("Status")})
    currency: Mapped[str] = mapped_column(String(3), info={"label": N_("Currency")})
    discount: Mapped[Decimal] = mapped_column(Rate, default=Decimal(0), info={"label": N_("Discount")})
    net: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Net")})
    cost: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Cost"), "class": "cost"})
    margin: Mapped[Decimal] = mapped_column(Rate, info={"label": N_("Margin"), "class": "cost"})
    payment_days: Mapped[int] = mapped_column(default=30, info={"label": N_("Payment days")})
    required_date: Mapped[date | None] = mapped_column(info={"label": N_("Required")})
    valid_until: Mapped[date] = mapped_column(info={"label": N_("Valid until")})
    terms: Mapped[str] = mapped_column(String(2000), default="", info={"label": N_("Terms")})
    issued_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Issued")})
    answered_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Answered")})
    answer: Mapped[str] = mapped_column(String(2000), default="", info={"label": N_("What they answered")})
    order_id: Mapped[int | None] = mapped_column(Key, ForeignKey("sales_order.id"), index=True, info={"label": N_("Sales order")})


class QuoteLine(Row, Base):
    """What is offered: `discount` is the line's own and the quote's together, as an order line takes it."""

    __tablename__ = "quote_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="positive"), CheckConstraint("discount >= 0 AND discount <= 10000000000", name="part"))

    quote_id: Mapped[int] = mapped_column(Key, ForeignKey("quote.id"), index=True, info={"label": N_("Quote")})
    position: Mapped[int] = mapped_column(info={"label": N_("Position")})
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("product.id"), index=True, info={"label": N_("Product")})
    quantity: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Quantity")})
    unit_price: Mapped[Decimal] = mapped_column(Price, info={"label": N_("Unit price")})
    discount: Mapped[Decimal] = mapped_column(Rate, default=Decimal(0), info={"label": N_("Discount")})
    unit_cost: Mapped[Decimal] = mapped_column(Price, info={"label": N_("Unit cost"), "class": "cost"})
    net: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Net")})


class Contract(Row, Base):
    """What both sides signed: a draft, then signed, then ended."""

    __tablename__ = "contract"
    __table_args__ = (
        UniqueConstraint("company_id", "number"),
        CheckConstraint("state IN ('draft', 'signed', 'ended', 'annulled')", name="known_state"),
        CheckConstraint("state <> 'signed' OR signed_on IS NOT NULL", name="signed_has_a_day"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
    )

    number: Mapped[str] = mapped_column(String(40), info={"label": N_("Number")})
    title: Mapped[str] = mapped_column(String(200), info={"label": N_("Title")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    deal_id: Mapped[int | None] = mapped_column(Key, ForeignKey("deal.id"), index=True, info={"label": N_("Deal")})
    state: Mapped[str] = mapped_column(String(20), default="draft", info={"label": N_("State")})
    starts_on: Mapped[date] = mapped_column(info={"label": N_("Starts")})
    ends_on: Mapped[date | None] = mapped_column(info={"label": N_("Ends")})
    notice_days: Mapped[int] = mapped_column(default=30, info={"label": N_("Days of notice")})
    value: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Value")})
    currency: Mapped[str] = mapped_column(String(3), info={"label": N_("Currency")})
    auto_renew: Mapped[bool] = mapped_column(default=False, info={"label": N_("Renewed by itself")})
    signed_on: Mapped[date | None] = mapped_column(info={"label": N_("Signed")})
    signed_by: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Signed by")})


_quote, _line, _contract = cast(Table, Quote.__table__), cast(Table, QuoteLine.__table__), cast(Table, Contract.__table__)
_LATER = frozenset({"status", "answered_at", "answer", "order_id", "version"})
"""What happens to a quote after it was issued; all else stands."""
_differs = " OR ".join(
    f"OLD.{column.name} <> NEW.{column.name} OR (OLD.{column.name} IS NULL) <> (NEW.{column.name} IS NULL)"
    for column in _quote.columns
    if column.name not in _LATER
)
_ISSUED = "EXISTS (SELECT 1 FROM quote WHERE id = {row}.quote_id AND status <> 'draft')"
_STANDS = "an issued quote never changes: make a new revision"

forbid(_quote, "quote_issued_stands", "UPDATE", f"OLD.status <> 'draft' AND ({_differs})", _STANDS)
forbid(_quote, "quote_no_way_back", "UPDATE", "OLD.status <> 'draft' AND NEW.status = 'draft'", _STANDS)
forbid(_quote, "quote_no_delete", "DELETE", "OLD.status <> 'draft'", _STANDS)
for _verb, _row in (("UPDATE", "OLD"), ("DELETE", "OLD")):
    forbid(_line, f"quote_line_no_{_verb.lower()}", _verb, _ISSUED.format(row=_row), _STANDS)
forbid(_line, "quote_line_no_move", "UPDATE", _ISSUED.format(row="NEW"), _STANDS)
refuse_insert(_line, "quote_line_no_insert", _ISSUED.format(row="NEW"), _STANDS)
forbid(_contract, "contract_no_delete", "DELETE", "OLD.state <> 'draft'", "a signed contract is annulled, never deleted")
