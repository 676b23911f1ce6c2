"""Does a person come in, out, and back to where they were, in their own language?"""

from __future__ import annotations

from datetime import timedelta

from api.access import declared
from kit.clock import MovingClock
from tests.people.northwind import PASSWORD
from tests.ui.conftest import Office
from ui.access import COOKIE
from ui.signing_in import inside

EMAIL = "lise@northwind.example"


def test_every_page_declares_its_permission(office: Office) -> None:
    assert [path for path, permission in declared(office.app).items() if permission is None] == []


def test_who_is_not_signed_in_is_asked_to_and_comes_back(office: Office) -> None:
    browser = office.browser().client

    asked = browser.get("/inbox?tab=open")
    came_in = browser.post("/sign-in", data={"email": EMAIL, "password": PASSWORD, "next": "/inbox?tab=open"})

    assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in?next=%2Finbox%3Ftab%3Dopen")
    assert (came_in.status_code, came_in.headers["Location"]) == (303, "/inbox?tab=open")
    cookie = came_in.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert browser.get("/inbox?tab=open").status_code == 200


def test_a_wrong_password_keeps_the_address_and_says_what_is_wrong(office: Office) -> None:
    answer = office.browser().client.post("/sign-in", data={"email": EMAIL, "password": "a guess", "next": "/inbox"})

    assert answer.status_code == 401
    assert f'value="{EMAIL}"' in answer.text
    assert "The e-mail or the password is wrong" in answer.text


def test_an_expired_session_says_so_and_leads_back(office: Office, moving_clock: MovingClock) -> None:
    browser = office.browser(office.house.lise).client
    moving_clock.advance(timedelta(days=3))

    asked = browser.get("/inbox")
    page = browser.get(asked.headers["Location"])

    assert asked.status_code == 303
    assert "Your session has ended" in page.text


def test_part_of_a_page_asks_for_the_whole_way_to_sign_in(office: Office) -> None:
    answer = office.browser().client.get("/inbox", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?next=%2Finbox")


def test_signing_out_ends_the_session_for_good(office: Office) -> None:
    browser = office.browser(office.house.lise)
    token = browser.client.cookies[COOKIE]

    assert browser.send("/sign-out")[:2] == (303, "/sign-in")

    browser.client.cookies.set(COOKIE, token)
    assert browser.client.get("/inbox").status_code == 303


def test_a_form_without_its_token_is_refused_with_a_page(office: Office) -> None:
    answer = office.browser(office.house.lise).client.post("/sign-out", data={"csrf": "another session's"})

    assert answer.status_code == 403
    assert "<h1>" in answer.text


def test_nobody_signs_somebody_in_from_another_site(office: Office) -> None:
    data = {"email": EMAIL, "password": PASSWORD}

    answer = office.browser().client.post("/sign-in", data=data, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_a_person_changes_language_and_it_stays(office: Office) -> None:
    browser = office.browser(office.house.lise)
    assert "Indbakke" in browser.see("/inbox")

    changed = browser.send("/me/language", language="en", next="/inbox?tab=open")

    assert changed[:2] == (303, "/inbox?tab=open")
    assert "<h1>Inbox</h1>" in browser.see("/inbox")
    assert "<h1>Inbox</h1>" in office.browser(office.house.lise).see("/inbox")


def test_a_stranger_reads_danish_before_signing_in(office: Office) -> None:
    browser = office.browser()

    assert browser.send("/language", language="da", next="/sign-in?next=%2Finbox")[1] == "/sign-in?next=%2Finbox"

    assert "Adgangskode" in browser.see("/sign-in")


def test_the_way_back_never_leads_to_another_site() -> None:
    outside = ("https://evil.example", "//evil.example", "/\\evil.example", "", "/\n/evil.example")

    assert {inside(address) for address in outside} == {"/inbox"}
    assert inside("/tasks/1?x=2") == "/tasks/1?x=2"


def test_a_page_that_is_not_there_is_a_page_and_for_programs_a_problem(office: Office) -> None:
    browser = office.browser(office.house.lise).client

    page, problem = browser.get("/nowhere"), browser.get("/nowhere", headers={"Accept": "application/json"})

    assert (page.status_code, problem.status_code) == (404, 404)
    assert "Der findes intet på /nowhere" in page.text
    assert "Indbakke" in page.text
    assert problem.headers["content-type"] == "application/problem+json"
