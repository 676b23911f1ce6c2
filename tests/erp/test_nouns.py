"""Is every record of the ERP whole: all on its form, listed, found, and written only where it may be?"""

from __future__ import annotations

import pytest

import erp.announced  # noqa: F401  it announces the nouns
import forms
import records
from erp.parties.tables import PartyAddress
from kit import references
from kit.db import Database
from kit.errors import Forbidden
from people.access import Who
from records import Noun
from tests.erp.stories import COMPANY, call, customer, product

NOUNS = [noun for noun in records.all_nouns() if noun.table.__module__.startswith("erp.")]
WHO = Who(1, "Sara", COMPANY, permissions=frozenset({"record.read", "record.write"}))


def test_the_erp_announces_these_records() -> None:
    assert [noun.name for noun in NOUNS] == [
        "account", "bank_account", "bank_line", "customer", "goods_receipt", "invoice", "journal_entry", "location", "payment", "payment_run",
        "product", "purchase_budget", "purchase_order", "requisition", "rfq", "sales_order", "shipment", "stock_move", "supplier_invoice",
        "warehouse",
    ]  # fmt: skip


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_every_column_has_a_label_and_stands_on_the_form_or_is_hidden(noun: Noun) -> None:
    asked = {name for name, _component in forms.fields_of(records.document_of(noun))}

    missing = [name for name, field in records.fields_of(noun).items() if not field.hidden and name not in asked]

    assert records.problems(noun) == []
    assert missing == []


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_every_picker_on_a_form_exists(noun: Noun) -> None:
    wanted = {component.reference for _name, component in forms.fields_of(records.document_of(noun)) if component.reference}

    assert [name for name in sorted(wanted) if not references.known(name)] == []


def test_a_customer_is_made_with_address_and_terms_and_found_again(database: Database) -> None:
    noun = records.get("customer")
    with database.transaction() as session:
        raw = {"code": "ALFKI", "name": "Alfreds Futterkiste", "address": {"city": "Berlin"}, "terms": {"is_customer": True, "payment_days": 14}}
        made = records.create(session, WHO, noun, raw)

        shown = records.card(session, WHO, noun, made.id)
        (hit,) = references.get("customer").finder.search(session, WHO, "berl", 5)

        assert isinstance(shown.values["address"], dict)
        assert shown.values["address"]["city"] == "Berlin"
        assert (hit.id, hit.label) == (str(made.id), "Alfreds Futterkiste")


def test_a_second_address_shows_the_party_once(database: Database) -> None:
    noun = records.get("customer")
    with database.transaction() as session:
        made = records.create(session, WHO, noun, {"name": "Alfreds Futterkiste", "address": {"city": "Berlin"}})
        session.add(PartyAddress(company_id=COMPANY, party_id=made.id, kind="delivery", city="Hamburg"))
        session.flush()

        (line,) = records.list_page(session, WHO, noun).lines

        assert line.values["address.city"] == "Berlin"


def test_cards_show_what_belongs_to_them(database: Database) -> None:
    with database.transaction() as session:
        chai, party = product(session), customer(session)
        call(session, "inventory.receive-goods", {"lines": [{"product": chai, "quantity": 5, "unit_cost": 9}]}, "in")
        line = {"product": chai, "quantity": 2, "unit_price": "18"}
        call(session, "sales.create-order", {"party": party, "currency": "DKK", "lines": [line]}, "order")

        def lines(noun: str, key: int, name: str) -> list[dict[str, object]]:
            shown = records.card(session, WHO, records.get(noun), key).values[name]
            assert isinstance(shown, list)
            return shown

        assert [row["quantity"] for row in lines("product", chai, "stock")] == [5]
        (order,) = lines("customer", party, "orders")
        assert order["status"] == "open"
        assert [row["product_id"] for row in lines("sales_order", int(str(order["id"])), "lines")] == [str(chai)]


@pytest.mark.parametrize("name", ["bank_line", "invoice", "journal_entry", "payment", "sales_order", "shipment", "stock_move"])
def test_what_operations_write_is_not_written_by_hand(database: Database, name: str) -> None:
    with database.transaction() as session, pytest.raises(Forbidden):
        records.create(session, WHO, records.get(name), {})
