"""Does somebody of the warehouse finish a pick, at a desk and on a phone, in both languages, with and without scripts?"""

from __future__ import annotations

from typing import Any

import pytest

import engine
from engine import Who
from tests.ui.browser.conftest import DESK, PEOPLE, PHONE, Nordlys

pytestmark = pytest.mark.browser
WORDS = {"en": ("Pick", "Complete"), "da": ("Pluk", "Afslut")}


def elements(nordlys: Nordlys, instance: int) -> tuple[str, ...]:
    """Where the instance stands now."""
    operator = Who(1, "Olga", nordlys.company, permissions=frozenset({"process.operate"}))
    with nordlys.database.reading() as session:
        return engine.instance(session, instance, who=operator).active


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "da"])
def test_a_pick_is_claimed_filled_in_and_finished(nordlys: Nordlys, readers: Any, language: str, size: dict[str, int]) -> None:
    instance = nordlys.order()
    reader, (task, verb) = readers(size, language), WORDS[language]

    reader.signs_in(PEOPLE[language])
    reader.finds_no_barrier()
    reader.page.click(f".task button:has-text('{task}')")
    reader.page.wait_for_url("**/tasks/*")
    reader.page.wait_for_selector(f"h1:has-text('{task}')")
    reader.finds_no_barrier()
    reader.page.fill("input.number", "2")
    reader.page.click(f"button:has-text('{verb}')")
    reader.page.wait_for_url("**/inbox?done=1")

    assert "pick" not in elements(nordlys, instance)
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_same_work_gets_done(nordlys: Nordlys, readers: Any) -> None:
    instance = nordlys.order()
    reader = readers(PHONE, "en", java_script_enabled=False)

    reader.signs_in(PEOPLE["en"])
    reader.page.click(".task button")
    reader.page.fill("input.number", "two")
    reader.page.click("button:has-text('Complete')")
    reader.page.wait_for_selector(".field .error")
    assert reader.page.input_value("input.number") == "two"
    reader.page.fill("input.number", "2")
    reader.page.click("button:has-text('Complete')")
    reader.page.wait_for_url("**/inbox?done=1")

    assert "pick" not in elements(nordlys, instance)


def test_a_wrong_answer_keeps_what_was_typed_and_says_where_it_is_wrong(nordlys: Nordlys, readers: Any) -> None:
    nordlys.order()
    reader = readers(DESK)
    reader.signs_in(PEOPLE["en"])
    reader.page.click(".task-link")
    reader.page.fill("input.number", "two")
    reader.page.fill("textarea", "The box was torn.")

    reader.page.click("button:has-text('Complete')")
    reader.page.wait_for_selector(".field .error")

    assert reader.page.input_value("input.number") == "two"
    assert reader.page.input_value("textarea") == "The box was torn."
    reader.finds_no_barrier()


def test_an_open_inbox_shows_a_new_task_by_itself(nordlys: Nordlys, readers: Any) -> None:
    reader = readers(DESK)
    reader.signs_in(PEOPLE["en"])
    reader.page.wait_for_selector(".nothing")

    nordlys.order()

    reader.page.wait_for_selector(".task-name:has-text('Pick')")
