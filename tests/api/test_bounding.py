"""Is a request that is too large refused with a sentence, and is nothing of it kept in memory?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.application import create
from kit import sizes
from tests.api.conftest import Doors
from tests.ui.conftest import Office, office  # noqa: F401  a fixture

LIMIT = 10_000


@pytest.fixture(autouse=True)
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.application.request_bytes", lambda: LIMIT)


def sent_in_pieces(size: int) -> Iterator[bytes]:
    """A body whose length no header tells."""
    yield b'{"filter": {}, "page": {"from": "'
    for _number in range(0, size, 1000):
        yield b"x" * 1000
    yield b'"}}'


@pytest.mark.parametrize("told", [True, False], ids=["length told", "in pieces"])
def test_a_body_that_is_too_large_is_refused(doors: Doors, told: bool) -> None:
    body = b"".join(sent_in_pieces(2 * LIMIT)) if told else sent_in_pieces(2 * LIMIT)
    client = TestClient(create(doors.database), headers={"Authorization": f"Bearer {doors.token(doors.house.lise)}"})

    answer = client.post("/v2/user-tasks/search", content=body, headers={"Content-Type": "application/json", "Accept-Language": "en"})

    assert answer.status_code == 413
    assert answer.json()["title"] == "TOO_LARGE"
    assert answer.json()["detail"] == sizes.too_much().message
    assert "at most 32 MB" in answer.json()["detail"]


def test_a_body_that_just_fits_is_taken(doors: Doors) -> None:
    client = TestClient(create(doors.database), headers={"Authorization": f"Bearer {doors.token(doors.house.lise)}"})
    body = b"{}".ljust(LIMIT)

    answer = client.post("/v2/user-tasks/search", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 200


def test_a_person_who_sends_too_much_sees_a_page(office: Office) -> None:  # noqa: F811  the fixture
    palle = office.browser(office.person("Palle", "warehouse"))
    office.start()

    answer = palle.client.post(f"/tasks/{office.task_keys()[0]}/complete", data={"csrf": palle.csrf, "note": "x" * LIMIT})

    assert answer.status_code == 413
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "too much to send at once" in answer.text
