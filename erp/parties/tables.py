"""What is kept about a party: one row per legal or natural person, and what each company agreed with it."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Amount, Base, Key, Row
from kit.i18n import N_


class Party(Row, Base):
    """A person or an organisation; customer and supplier are roles in `party_company`."""

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("company_id", "code"), UniqueConstraint("company_id", "cvr"))

    code: Mapped[str | None] = mapped_column(String(40), info={"label": N_("Code")})
    name: Mapped[str] = mapped_column(String(200), info={"label": N_("Name")})
    kind: Mapped[str] = mapped_column(String(20), default="organisation", info={"label": N_("Kind")})
    cvr: Mapped[str | None] = mapped_column(String(20), info={"label": N_("CVR number")})
    email: Mapped[str | None] = mapped_column(String(200), info={"label": N_("E-mail")})
    phone: Mapped[str | None] = mapped_column(String(40), info={"label": N_("Phone")})
    language: Mapped[str] = mapped_column(String(10), default="en", info={"label": N_("Language")})
    merged_into: Mapped[int | None] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Merged into"), "hidden": True})


class Contact(Row, Base):
    """A person who works for an organisation."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id"),)

    person_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Person")})
    organisation_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Organisation")})
    title: Mapped[str] = mapped_column(String(100), default="", info={"label": N_("Title")})


class PartyAddress(Row, Base):
    """One of a party's addresses."""

    __tablename__ = "party_address"

    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Party")})
    kind: Mapped[str] = mapped_column(String(20), default="main", info={"label": N_("Kind")})
    street: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Street")})
    postcode: Mapped[str] = mapped_column(String(20), default="", info={"label": N_("Postcode")})
    city: Mapped[str] = mapped_column(String(100), default="", info={"label": N_("City")})
    country: Mapped[str] = mapped_column(String(60), default="", info={"label": N_("Country")})


class PartyCompany(Row, Base):
    """What the company agreed with the party."""

    __tablename__ = "party_company"
    __table_args__ = (UniqueConstraint("company_id", "party_id"),)

    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), info={"label": N_("Party")})
    is_customer: Mapped[bool] = mapped_column(default=False, info={"label": N_("Customer")})
    is_supplier: Mapped[bool] = mapped_column(default=False, info={"label": N_("Supplier")})
    payment_days: Mapped[int] = mapped_column(default=30, info={"label": N_("Payment days")})
    credit_limit: Mapped[Decimal | None] = mapped_column(Amount, info={"label": N_("Credit limit"), "class": "credit"})
    ship_policy: Mapped[str] = mapped_column(String(20), default="wait", info={"label": N_("Ship policy")})
    blocked_reason: Mapped[str | None] = mapped_column(String(200), info={"label": N_("Blocked because")})
