"""What does the demo company sell, to whom, and what lies on its shelves?"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

import erp.announced  # noqa: F401  importing it announces its operations
from erp.parties.tables import Party, PartyAddress, PartyCompany
from erp.products.tables import Product, ProductCompany
from kit import operations
from kit.operations import Context, Done

HERE = Path(__file__).resolve().parent


def stock_shelves(session: Session, company: int) -> None:
    """Products, customers and the opening stock; what is there already stays as it is."""
    for line in _rows("products.csv"):
        _product(session, company, line)
    for line in _rows("customers.csv"):
        _customer(session, company, line)
    session.flush()
    _receive_opening_stock(session, company)


def _product(session: Session, company: int, line: dict[str, str]) -> None:
    if session.scalar(select(Product.id).filter_by(company_id=company, sku=line["sku"])) is not None:
        return
    made = Product(company_id=company, sku=line["sku"], name=line["name"], uom=line["uom"], unit_price=Decimal(line["unit_price"]))
    session.add(made)
    session.flush()
    session.add(ProductCompany(company_id=company, product_id=made.id))


def _customer(session: Session, company: int, line: dict[str, str]) -> None:
    if session.scalar(select(Party.id).filter_by(company_id=company, code=line["code"])) is not None:
        return
    said = {name: line[name] for name in ("code", "name", "cvr", "email", "phone")}
    made = Party(company_id=company, language="da", **said)
    session.add(made)
    session.flush()
    place = {name: line[name] for name in ("street", "postcode", "city")}
    session.add(PartyAddress(company_id=company, party_id=made.id, country="DK", **place))
    session.add(PartyCompany(company_id=company, party_id=made.id, is_customer=True, payment_days=int(line["payment_days"])))


def _receive_opening_stock(session: Session, company: int) -> None:
    keys = dict(session.execute(select(Product.sku, Product.id).filter_by(company_id=company)).all())
    lines = [
        {"product": keys[line["sku"]], "quantity": Decimal(line["in_stock"]), "unit_cost": Decimal(line["unit_cost"])}
        for line in _rows("products.csv")
    ]
    outcome = operations.call(session, "inventory.receive-goods", Context(session, company, None, "demo: opening stock"), {"lines": lines})
    if not isinstance(outcome, Done):
        raise RuntimeError(f"The demo's opening stock could not be received: {outcome.message}")


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)
