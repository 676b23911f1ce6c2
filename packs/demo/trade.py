"""What does the demo company sell, to whom, what lies on its shelves, and which orders come in?"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import erp.announced  # noqa: F401  importing it announces its operations
from erp.parties.tables import Party, PartyAddress, PartyCompany
from erp.products.tables import Product, ProductCompany
from kit import operations
from kit.operations import Context, Done

HERE = Path(__file__).resolve().parent
ORDERS = 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """An order that came in: its key, and its lines as the process wants them."""

    order: str
    lines: list[dict[str, object]]


def stock_shelves(session: Session, company: int) -> None:
    """Products, customers and the opening stock; what is there already stays as it is."""
    for line in _rows("products.csv"):
        _product(session, company, line)
    for line in _rows("customers.csv"):
        _customer(session, company, line)
    session.flush()
    _receive_opening_stock(session, company)


def take_orders(session: Session, company: int) -> list[Arrival]:
    """The orders that come in while the demo lives: always the same ones, each written down once."""
    parties = session.scalars(select(Party.id).filter_by(company_id=company).order_by(Party.code)).all()
    products = session.execute(select(Product.id, Product.unit_price).filter_by(company_id=company).order_by(Product.sku)).all()
    found = []
    for number in range(ORDERS):
        chosen = [products[(number * 5 + step * 7) % len(products)] for step in range(1 + number % 4)]
        lines = [_line(number + step, product, price) for step, (product, price) in enumerate(chosen)]
        given = {"party": parties[number * 5 % len(parties)], "currency": "DKK", "lines": lines}
        order = _done(session, company, "sales.create-order", f"demo: order {number}", given)["order"]
        wanted = _done(session, company, "sales.order-lines", f"demo: lines of order {number}", {"order": order})["lines"]
        found.append(Arrival(str(order), wanted))
    return found


def _line(nth: int, product: int, price: Decimal) -> dict[str, object]:
    return {"product": product, "quantity": 4 + 2 * (nth % 6), "unit_price": price, "discount": Decimal("0.05") if nth % 3 == 0 else Decimal(0)}


def _done(session: Session, company: int, operation: str, key: str, given: Mapping[str, object]) -> dict[str, Any]:
    """What the operation gives; under its key it is done once, however often this runs."""
    outcome = operations.call(session, operation, Context(session, company, None, key), given)
    if not isinstance(outcome, Done):
        raise RuntimeError(f"The demo could not be made: {operation}: {outcome.message}")
    return outcome.result


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
    _done(session, company, "inventory.receive-goods", "demo: opening stock", {"lines": lines})


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)
