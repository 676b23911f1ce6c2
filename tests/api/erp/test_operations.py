"""Is business done once for each Idempotency-Key, and is a refusal told as it is?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from kit.errors import NotFound
from kit.operations import BusinessError, Context, operation, registry
from tests.api.conftest import Doors


class Pour(BaseModel):
    cups: Decimal


class Poured(BaseModel):
    cups: Decimal
    pot: int


@pytest.fixture
def kitchen(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Where tea is poured and mail is sent, and how often it was."""
    monkeypatch.setattr(registry, "_operations", {})
    pots: list[Decimal] = []

    @operation("kitchen.pour", label="Pour tea", errors={"EMPTY": "The pot is empty"})
    def pour(ctx: Context, given: Pour) -> Poured:
        if given.cups > 9:
            raise BusinessError("EMPTY", "The pot is empty.")
        if given.cups < 0:
            raise NotFound("There is no such cup.")
        pots.append(given.cups)
        return Poured(cups=given.cups, pot=len(pots))

    @operation("kitchen.mail", label="Order milk", slow=True)
    def mail(ctx: Context, given: Pour) -> None: ...

    return doors.program(doors.house.lise)


def poured(client: TestClient, key: str, cups: object, name: str = "kitchen.pour") -> tuple[int, dict[str, object], bool]:
    answer = client.post(f"/erp/operations/{name}", json={"cups": cups}, headers={"Idempotency-Key": key})
    return answer.status_code, answer.json(), "Idempotent-Replayed" in answer.headers


def test_the_same_key_does_nothing_twice(kitchen: TestClient) -> None:
    assert poured(kitchen, "k1", 2) == (200, {"cups": 2, "pot": 1}, False)
    assert poured(kitchen, "k1", 2) == (200, {"cups": 2, "pot": 1}, True)
    assert poured(kitchen, "k2", 2) == (200, {"cups": 2, "pot": 2}, False)
    status, said, _again = poured(kitchen, "k1", 3)
    assert status == 409
    assert "k1" in str(said["detail"])


def test_another_companys_key_is_its_own(doors: Doors, kitchen: TestClient) -> None:
    poured(kitchen, "k1", 2)

    assert poured(doors.stranger("warehouse"), "k1", 2) == (200, {"cups": 2, "pot": 2}, False)


def test_a_refusal_keeps_its_code_and_leaves_the_key_free(kitchen: TestClient) -> None:
    status, said, _again = poured(kitchen, "k1", 10)

    assert (status, said["title"]) == (409, "EMPTY")
    assert poured(kitchen, "k1", 1)[0] == 200


def test_an_error_keeps_its_status(kitchen: TestClient) -> None:
    assert poured(kitchen, "k1", -1)[0] == 404


def test_what_does_not_fit_is_refused_before_it_runs(kitchen: TestClient) -> None:
    status, said, _again = poured(kitchen, "k1", "many")

    assert status == 422
    assert said["fields"] == {"cups": "Input should be a valid decimal"}
    assert kitchen.post("/erp/operations/kitchen.pour", json={"cups": 1}).status_code == 400
    assert poured(kitchen, "k1", 1, "kitchen.brew")[0] == 404
    assert poured(kitchen, "k1", 1, "kitchen.mail")[0] == 400
    assert [each["name"] for each in kitchen.get("/erp/operations").json()["items"]] == ["kitchen.pour"]


def test_of_many_at_once_one_pours(kitchen: TestClient) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _number: poured(kitchen, "k1", 2), range(6)))

    first = [said for status, said, again in answers if status == 200 and not again]
    assert len(first) == 1
    assert {status for status, _said, _again in answers} <= {200, 409}
    assert poured(kitchen, "k1", 2)[2] is True
