"""Is any noun listed, read, written, and moved as CSV through one door?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import simplejson
from fastapi.testclient import TestClient

from kit import references
from kit.db import Database
from records import nouns
from tests.api.conftest import Doors
from tests.records.toolshed import Shed, announced


@pytest.fixture
def sales(doors: Doors, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Sara of sales administration, in front of a toolshed."""
    monkeypatch.setattr(nouns, "_nouns", {})
    monkeypatch.setattr(references, "_references", {})
    announced(tmp_path)
    Shed.metadata.create_all(database.engine)
    return doors.program(doors.person("Sara", "sales-admin"))


def made(client: TestClient, **values: object) -> dict[str, Any]:
    answer = client.post("/erp/tools", json={"name": "Hammer", "kind": "hand", **values})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_made_read_and_changed(sales: TestClient) -> None:
    card = made(sales, code="H1", weight=1.5)

    changed = sales.patch(f"/erp/tools/{card['id']}", json={"version": card["version"], "values": {"name": "Big hammer"}})

    assert card["title"] == "Hammer"
    assert changed.json()["title"] == "Big hammer"
    assert sales.get(f"/erp/tool/{card['id']}").json() == changed.json()
    happened = sales.get(f"/erp/tools/{card['id']}/timeline").json()["items"]
    assert len(happened) == 2


def test_no_digit_is_lost(sales: TestClient) -> None:
    text = '{"name": "Feather", "kind": "hand", "weight": 0.100001}'

    card = sales.post("/erp/tools", content=text, headers={"Content-Type": "application/json"}).json()

    read = simplejson.loads(sales.get(f"/erp/tools/{card['id']}").content, use_decimal=True)
    assert read["values"]["weight"] == Decimal("0.100001")


def test_a_stale_edit_is_told_the_differences(sales: TestClient) -> None:
    card = made(sales)
    sales.patch(f"/erp/tools/{card['id']}", json={"version": card["version"], "values": {"name": "Mallet"}})

    answer = sales.patch(f"/erp/tools/{card['id']}", json={"version": card["version"], "values": {"name": "Club"}})

    assert answer.status_code == 409
    said = answer.json()
    assert said["title"] == "STALE_EDIT"
    assert said["version"] == card["version"] + 1
    assert [(each["name"], each["now"], each["wanted"]) for each in said["differences"]] == [("name", "Mallet", "Club")]
    assert sales.get(f"/erp/tools/{card['id']}").json()["title"] == "Mallet"


def test_a_wrong_answer_names_its_field(sales: TestClient) -> None:
    answer = sales.post("/erp/tools", json={"kind": "magic", "name": ""})

    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"kind", "name"}
    assert sales.get("/erp/tools").json()["items"] == []


def test_listed_page_by_page_searched_and_filtered(sales: TestClient) -> None:
    for number in range(5):
        made(sales, code=f"T{number}", name=f"Tool {number}", kind="power" if number % 2 else "hand")

    first = sales.get("/erp/tools", params={"sort": "-code", "limit": 2}).json()
    second = sales.get("/erp/tools", params={"sort": "-code", "limit": 2, "after": first["after"]}).json()
    third = sales.get("/erp/tools", params={"sort": "-code", "limit": 2, "after": second["after"]}).json()

    codes = [[item["values"]["code"] for item in page["items"]] for page in (first, second, third)]
    assert codes == [["T4", "T3"], ["T2", "T1"], ["T0"]]
    assert third["after"] is None
    assert len(sales.get("/erp/tools", params={"text": "tool 3"}).json()["items"]) == 1
    assert len(sales.get("/erp/tools", params={"kind": "power", "code[from]": "T2"}).json()["items"]) == 1
    assert sales.get("/erp/tools", params={"color": "red"}).status_code == 400


def test_what_goes_out_as_csv_comes_in_once(sales: TestClient) -> None:
    made(sales, code="H1")
    out = sales.get("/erp/tools.csv")

    again = sales.post("/erp/tools/import", files={"file": ("tools.csv", out.content)}).json()
    rows = "id,name,kind\nx1,Chisel,hand\nx2,,hand\n"
    more = sales.post("/erp/tools/import", files={"file": ("more.csv", rows)}).json()

    assert out.headers["content-type"].startswith("text/csv")
    assert (again["taken"], again["skipped"]) == (0, 1)
    assert (more["taken"], more["refused"]) == (1, 1)
    assert more["rows"][1]["reasons"]


def test_another_company_sees_nothing_of_it(doors: Doors, sales: TestClient) -> None:
    card = made(sales)
    stranger = doors.stranger("sales-admin")

    assert stranger.get("/erp/tools").json()["items"] == []
    assert stranger.get(f"/erp/tools/{card['id']}").status_code == 404
    assert stranger.patch(f"/erp/tools/{card['id']}", json={"version": 1, "values": {}}).status_code == 404


def test_who_may_only_read_writes_nothing(doors: Doors, sales: TestClient) -> None:
    operator = doors.program(doors.person("Olga", "operator"))

    assert [each["path"] for each in operator.get("/erp").json()["items"]] == ["tools"]
    assert operator.get("/erp/tools").status_code == 200
    assert operator.post("/erp/tools", json={"name": "Saw"}).status_code == 403
    assert operator.post("/erp/tools/import", files={"file": ("x.csv", "id,name\n")}).status_code == 403


def test_a_noun_that_is_not_there(sales: TestClient) -> None:
    for answer in (sales.get("/erp/unicorns"), sales.get("/erp/unicorns.csv"), sales.get("/erp/unicorns/1")):
        assert answer.status_code == 404
        assert "unicorns" in answer.json()["detail"]


def test_the_schema_of_a_noun(sales: TestClient) -> None:
    assert "name" in sales.get("/erp/tools/schema").json()["properties"]
