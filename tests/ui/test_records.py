"""Are records listed, read, changed, exported and imported on their pages, by whoever may?"""

from __future__ import annotations

from decimal import Decimal

import pytest

import erp.announced  # noqa: F401  it announces the nouns
from erp.products.tables import Product
from kit import links
from tests.ui.conftest import Browser, Office


@pytest.fixture
def chai(office: Office) -> int:
    with office.database.transaction() as session:
        product = Product(company_id=office.house.north, sku="CHAI", name="Chai <b>", unit_price=Decimal(18))
        session.add(product)
        session.flush()
        return product.id


@pytest.fixture
def sara(office: Office) -> Browser:
    return office.browser(office.person("Sara", "sales-admin"))


@pytest.mark.usefixtures("chai")
def test_every_kind_leads_to_its_list_and_words_find_a_record(sara: Browser) -> None:
    assert "/records/products" in sara.see("/records")
    assert "Chai &lt;b&gt;" in sara.see("/records?text=chai")
    assert "Nothing found" in sara.see("/records?text=nowhere")
    assert "Chai &lt;b&gt;" in sara.see("/records/products?text=CHAI&sort=-name")
    assert "Nothing found" in sara.see("/records/products?text=nowhere")


def test_a_record_is_created_read_and_changed(sara: Browser) -> None:
    status, address, _page = sara.send("/records/products/new", sku="TEA", name="Tea", type="stock", uom="pcs", unit_price="12.50")
    assert status == 303, _page
    assert "12.5" in sara.see(address)

    version = sara.see(f"{address}/edit").split('name="version" value="')[1].split('"')[0]
    changed = sara.send(f"{address}/edit", version=version, sku="TEA", name="Green tea", type="stock", uom="pcs", unit_price="12.50")

    assert changed[:2] == (303, address)
    page = sara.see(address)
    assert "<h1>Green tea</h1>" in page
    assert "Sara" in page


def test_a_wrong_answer_stands_at_its_field(sara: Browser) -> None:
    status, _address, page = sara.send("/records/products/new", sku="TEA", name="Tea", unit_price="much")

    assert status == 422
    assert 'value="much"' in page
    assert 'aria-invalid="true"' in page


def test_a_stale_edit_shows_both_and_the_second_save_holds(sara: Browser, chai: int) -> None:
    address = f"/records/products/{chai}"
    given = {"sku": "CHAI", "type": "stock", "uom": "pcs", "unit_price": "18"}
    sara.send(f"{address}/edit", version="1", name="Masala chai", **given)

    status, _address, page = sara.send(f"{address}/edit", version="1", name="Chai tea", **given)

    assert status == 409
    assert "Now: “Masala chai”. You wrote: “Chai tea”." in page
    version = page.split('name="version" value="')[1].split('"')[0]
    assert sara.send(f"{address}/edit", version=version, name="Chai tea", **given)[0] == 303
    assert "<h1>Chai tea</h1>" in sara.see(address)


def test_another_companys_record_is_not_there(office: Office, chai: int) -> None:
    with office.database.transaction() as session:
        session.get_one(Product, chai).company_id = office.house.south

    answer = office.browser(office.house.lise).client.get(f"/records/products/{chai}")

    assert answer.status_code == 404


@pytest.mark.usefixtures("chai")
def test_a_list_is_exported_and_imported_again_without_taking_anything_twice(sara: Browser) -> None:
    exported = sara.client.get("/records/products.csv")
    assert exported.headers["Content-Disposition"] == 'attachment; filename="products.csv"'

    files = {"file": ("products.csv", exported.content, "text/csv")}
    report = sara.client.post("/records/products/import", data={"csrf": sara.csrf}, files=files)

    assert report.status_code == 200
    assert "Skipped: 1" in report.text
    assert "Taken: 0" in report.text


def test_an_import_without_a_file_is_refused_on_its_page(sara: Browser) -> None:
    answer = sara.client.post("/records/products/import", data={"csrf": sara.csrf}, files={"file": ("", b"")})

    assert answer.status_code == 400
    assert "Choose a CSV file" in answer.text


def test_importing_needs_its_permission(office: Office) -> None:
    answer = office.browser(office.house.lise).client.get("/records/products/import")

    assert answer.status_code == 403


def test_an_instance_and_its_record_lead_to_one_another(office: Office, chai: int) -> None:
    office.start()
    palle = office.browser(office.person("Palle", "warehouse"))
    address = palle.send("/processes/counting/start")[1]
    with office.database.transaction() as session:
        links.link(session, int(address.rsplit("/", 1)[1]), "product", chai)

    assert f'href="/records/products/{chai}"' in palle.see(address)
    assert f'href="{address}"' in palle.see(f"/records/products/{chai}")
