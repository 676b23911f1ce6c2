"""Are files that answer a form kept, shown where they belong, and closed to everybody else?"""

from __future__ import annotations

import html
from pathlib import Path

import pytest
import simplejson
from sqlalchemy import select

import engine
from engine.store.files import HOLDER
from engine.tables import ProcessInstance
from kit import files
from kit.files import FileUse
from kit.settings import settings
from people.access.tables import FieldClass
from tests.engine.bpmn import drawing
from tests.engine.commands.test_answers import form
from tests.ui.conftest import Browser, Office

PICTURE = b"\x89PNG\r\n\x1a\n"
FIELDS: list[dict[str, object]] = [
    {"id": "f_why", "type": "textfield", "key": "why", "label": "Why", "validate": {"required": True}},
    {"id": "f_proof", "type": "filepicker", "key": "proof", "label": "Proof"},
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRKE_DATA_DIR", str(tmp_path))
    settings.cache_clear()


@pytest.fixture
def task(office: Office) -> str:
    """The address of an open task for the warehouse that asks for a proof."""
    named = drawing.element("zeebe:formDefinition", {"formId": "check"})
    model = drawing.draw(
        "proving", drawing.start(), drawing.user("check", named, role="warehouse"), drawing.end(), drawing.flows("start > check > end")
    )
    with office.database.transaction() as session:
        engine.deploy(session, {"proving.bpmn": model.encode(), "check.form": form("check", *FIELDS)})
        engine.start(session, "proving", {}, company_id=office.house.north)
    return f"/tasks/{office.task_keys()[0]}"


def complete(browser: Browser, task: str, **fields: str) -> tuple[int, str]:
    picked = {"proof": ("slip æ.png", PICTURE, "image/png")} if "proof" not in fields else None
    answer = browser.client.post(f"{task}/complete", data={"csrf": browser.csrf, **fields}, files=picked)
    return answer.status_code, answer.text


def instance(office: Office) -> int:
    with office.database.reading() as session:
        return session.scalars(select(ProcessInstance.id)).one()


def address_in(page: str) -> str:
    return "/files/" + page.split('href="/files/')[1].split('"', maxsplit=1)[0].replace("&amp;", "&")


def test_a_file_is_given_back_to_who_sees_the_case_and_to_nobody_else(office: Office, task: str) -> None:
    palle, olga = office.browser(office.person("Palle", "warehouse")), office.browser(office.person("Olga", "operator"))

    assert complete(palle, task, why="It was broken")[0] == 303
    address = address_in(olga.see(f"/instances/{instance(office)}"))

    answer = olga.client.get(address)
    assert (answer.content, answer.headers["Content-Type"]) == (PICTURE, "image/png")
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''slip%20%C3%A6.png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert office.browser(office.person("Rikke", "accounting")).client.get(address).status_code == 404


def test_a_wrong_answer_keeps_the_file_that_came_with_it(office: Office, task: str) -> None:
    palle = office.browser(office.person("Palle", "warehouse"))

    status, page = complete(palle, task, why="")

    assert status == 422
    assert palle.client.get(address_in(page)).content == PICTURE
    assert office.browser(office.person("Rikke", "accounting")).client.get(address_in(page)).status_code == 404
    kept = html.unescape(page.split('name="proof" value="{')[1].split('"')[0])
    assert complete(palle, task, why="It was broken", proof="{" + kept)[0] == 303


def test_who_only_knows_a_files_name_gets_no_hold_of_it(office: Office, task: str) -> None:
    palle = office.browser(office.person("Palle", "warehouse"))
    stranger = {"documentId": "0" * 64, "metadata": {"fileName": "salaries.pdf"}}

    status, page = complete(palle, task, why="Curious", proof=simplejson.dumps(stranger))

    assert (status, "salaries.pdf is not here, or not yours to give" in page) == (422, True)


def test_a_file_of_a_restricted_field_needs_its_class(office: Office, task: str) -> None:
    palle, olga = office.browser(office.person("Palle", "warehouse")), office.browser(office.person("Olga", "operator"))
    complete(palle, task, why="It was broken")
    with office.database.transaction() as session:
        session.add(FieldClass(company_id=office.house.north, code="salary", minimum_level=4))
        held = FileUse(digest="a" * 64, company_id=office.house.north, entity_type=HOLDER, entity_id=instance(office), name="pay.pdf")
        held.field_class = "salary"
        files.use(session, held)

    page = olga.see(f"/instances/{instance(office)}")

    assert "slip" in page
    assert "pay.pdf" not in page
    assert olga.client.get(f"/files/{'a' * 64}?name=pay.pdf").status_code == 404
