"""Who gets through a door: by cookie, token or password, with the permission and the form token that it needs?"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import pytest
from fastapi.testclient import TestClient

from api.access import declared, permission
from kit.clock import MovingClock
from kit.i18n import language
from people.access import Who
from tests.api.conftest import Doors
from tests.people.northwind import PASSWORD

EMAIL = "lise@northwind.example"


@pytest.fixture
def guarded(doors: Doors) -> Doors:
    """With a door for those who work and one for those who deploy."""

    @doors.app.post("/work")
    @doors.app.get("/work")
    def work(who: Annotated[Who, permission("task.work")]) -> dict[str, str]:
        return {"name": who.name, "language": language()}

    @doors.app.get("/deploy", dependencies=[permission("process.deploy")])
    def deploy() -> None:
        raise AssertionError("nobody comes here")

    return doors


def test_a_route_that_forgets_its_permission_is_seen(guarded: Doors) -> None:
    @guarded.app.get("/open")
    def forgotten() -> None: ...

    said = declared(guarded.app)

    assert said["GET /work"] == "task.work"
    assert said["GET /deploy"] == "process.deploy"
    assert said["GET /v2/topology"] == "public"
    assert said["GET /open"] is None


def test_nobody_comes_in_without_showing_who_they_are(guarded: Doors) -> None:
    for headers in ({}, {"Authorization": "Bearer made-up"}, {"Authorization": "Basic %%%"}, {"Cookie": "virke_session=made-up"}):
        answer = TestClient(guarded.app).get("/work", headers=headers)

        assert answer.status_code == 401, headers
        assert answer.json()["title"] == "UNAUTHENTICATED"


def test_a_browser_works_in_its_persons_language(guarded: Doors) -> None:
    answer = guarded.browser(guarded.house.lise).get("/work", headers={"Accept-Language": "en"})

    assert answer.json() == {"name": "Lise", "language": "da"}


def test_a_browser_must_show_the_form_token_to_change_anything(guarded: Doors) -> None:
    browser = guarded.browser(guarded.house.lise, with_csrf=False)

    assert browser.get("/work").status_code == 200
    for headers in ({}, {"X-CSRF-Token": "another session's"}):
        answer = browser.post("/work", headers=headers)
        assert answer.status_code == 403
        assert answer.json()["title"] == "CSRF"
    assert guarded.browser(guarded.house.lise).post("/work").status_code == 200


def test_programs_need_no_form_token(guarded: Doors) -> None:
    by_password = TestClient(guarded.app, headers={})

    assert guarded.program(guarded.house.lise).post("/work").json()["name"] == "Lise"
    assert by_password.post("/work", auth=(EMAIL, PASSWORD)).json()["name"] == "Lise"
    assert by_password.post("/work", auth=(EMAIL, "guess")).status_code == 401


def test_guessing_passwords_ends_in_waiting(guarded: Doors) -> None:
    client = TestClient(guarded.app)

    statuses = [client.get("/work", auth=(EMAIL, f"guess {number}")).status_code for number in range(11)]

    assert statuses == [401] * 10 + [429]


def test_another_role_is_told_what_it_lacks(guarded: Doors) -> None:
    answer = guarded.program(guarded.house.lise).get("/deploy")

    assert answer.status_code == 403
    assert "process.deploy" in answer.json()["detail"]


def test_an_expired_session_is_over(guarded: Doors, moving_clock: MovingClock) -> None:
    browser = guarded.browser(guarded.house.lise)
    moving_clock.advance(timedelta(days=400))

    assert browser.post("/work").status_code == 401
