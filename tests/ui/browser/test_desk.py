"""Does somebody get through their inbox by keys, and is what they type and where they are never lost?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

import engine
from tests.ui.browser.conftest import DESK, PEOPLE, PHONE, Nordlys, Reader

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)
LINK = ".task-link"


def at_desk(readers: Any, language: str = "en") -> Reader:
    reader: Reader = readers(DESK, language)
    reader.signs_in(PEOPLE[language])
    reader.page.wait_for_selector(LINK)
    return reader


def focused(reader: Reader) -> str:
    return str(reader.page.evaluate("document.activeElement.closest('.task')?.id ?? document.activeElement.id"))


def test_a_pick_is_done_by_keys_alone(nordlys: Nordlys, readers: Any) -> None:
    for number in range(3):
        nordlys.order(number)
    reader = at_desk(readers)
    keys = reader.page.keyboard
    rows = [str(row) for row in reader.page.eval_on_selector_all(".task", "all => all.map(it => it.id)")]

    for key, expected in (("j", rows[0]), ("j", rows[1]), ("j", rows[2]), ("j", rows[2]), ("k", rows[1])):
        keys.press(key)
        assert focused(reader) == expected
    keys.press("Enter")
    reader.page.wait_for_selector(f"#detail[data-task='{rows[1].removeprefix('task-')}']")
    expect(reader.page.locator(f"#{rows[1]}")).to_have_attribute("aria-current", "true")
    keys.press("c")
    reader.page.wait_for_selector("text=It is yours")
    keys.press("e")
    assert reader.page.evaluate("document.activeElement.matches('#answer input')")
    keys.press("Control+Enter")
    reader.page.wait_for_url("**/inbox?done=1")
    reader.finds_no_barrier()


def test_the_palette_opens_over_any_page_and_leads_anywhere(nordlys: Nordlys, readers: Any) -> None:
    nordlys.order()
    reader = at_desk(readers)
    reader.goes_to("/records/products")

    reader.page.keyboard.press("Control+k")
    reader.page.wait_for_selector("dialog[open] .palette-way")
    reader.finds_no_barrier()
    reader.page.keyboard.type("pick")
    reader.page.wait_for_selector(".palette-way[href^='/tasks/']")
    expect(reader.page.locator(".palette-way").first).to_have_attribute("href", re.compile("/tasks/"))
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_selector("h1:has-text('Pick')")

    assert reader.page.locator("dialog[open]").count() == 0


def test_news_never_moves_the_cursor(nordlys: Nordlys, readers: Any) -> None:
    for number in range(2):
        nordlys.order(number)
    reader = at_desk(readers)
    reader.page.keyboard.press("j")
    reader.page.keyboard.press("j")
    here = focused(reader)
    top = reader.page.locator(f"#{here}").bounding_box()

    nordlys.order(2)
    expect(reader.page.locator(".task")).to_have_count(3)
    expect(reader.page.locator(f"#{here} {LINK}")).to_be_focused()
    assert reader.page.locator(f"#{here}").bounding_box() == top

    key = int(here.removeprefix("task-"))
    colleague = engine.Who(1, "Nobody", nordlys.company, roles=frozenset({"warehouse"}), permissions=frozenset({"task.work"}))
    with nordlys.database.transaction() as session:
        engine.claim(session, key, who=colleague)
    expect(reader.page.locator(".task")).to_have_count(2)
    expect(reader.page.locator("#said")).to_have_text(re.compile("has gone"))
    reader.page.keyboard.press("c")
    assert reader.page.locator(".task").count() == 2  # the key of a task that is gone claims no other
    reader.page.keyboard.press("k")
    assert focused(reader).startswith("task-")


def test_a_search_answers_while_it_is_typed(nordlys: Nordlys, readers: Any) -> None:
    nordlys.order()
    reader = at_desk(readers, "da")

    reader.page.keyboard.press("/")
    reader.page.keyboard.type("hyldebær")
    reader.page.wait_for_selector(".desk-list .nothing")
    reader.page.keyboard.press("Control+a")
    reader.page.keyboard.type("pluk")
    reader.page.wait_for_selector(LINK)

    assert reader.page.url.endswith("text=pluk")
    reader.finds_no_barrier()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_draft_is_kept_from_the_first_keystroke_and_two_tabs_lose_nothing(nordlys: Nordlys, readers: Any, size: dict[str, int]) -> None:
    nordlys.order()
    reader: Reader = readers(size)
    reader.signs_in(PEOPLE["en"])
    reader.page.click(LINK)
    reader.page.wait_for_selector("#answer textarea")
    other = reader.page.context.new_page()
    other.goto(reader.page.url)

    reader.page.locator("#answer textarea").press_sequentially("t")
    expect(reader.page.locator(".draft-state")).to_have_text("Saved as a draft")
    reader.page.locator("#answer textarea").press_sequentially("wo boxes")
    expect(reader.page.locator("[name=draft_version]")).not_to_have_value("1")
    expect(reader.page.locator(".draft-state")).to_have_text("Saved as a draft")
    other.locator("#answer textarea").fill("three boxes")
    other.wait_for_selector(".draft-conflict:has-text('changed elsewhere')")

    assert other.locator("#answer textarea").input_value() == "three boxes"
    Reader(other, reader.base).finds_no_barrier()
    other.click(".draft-keep")
    expect(other.locator(".draft-state")).to_have_text("Saved as a draft")
    reader.page.reload()
    assert reader.page.input_value("#answer textarea") == "three boxes"
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.finds_no_barrier()


def test_on_a_phone_list_and_task_take_turns(nordlys: Nordlys, readers: Any) -> None:
    nordlys.order()
    reader: Reader = readers(PHONE, "da")
    reader.signs_in(PEOPLE["da"])

    reader.page.click(LINK)
    reader.page.wait_for_selector("h1:has-text('Pluk')")
    expect(reader.page.locator(".desk-list")).to_be_hidden()
    reader.page.click(".desk-detail .sure summary")
    menu = reader.page.locator(".desk-detail .menu").bounding_box()
    assert menu is not None
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= PHONE["width"]
    reader.finds_no_barrier()
    reader.page.go_back()

    expect(reader.page.locator(LINK)).to_be_visible()


def test_a_comment_with_a_name_is_written_without_scripts(nordlys: Nordlys, readers: Any) -> None:
    nordlys.order()
    reader: Reader = readers(DESK, "en", java_script_enabled=False)
    reader.signs_in(PEOPLE["en"])
    reader.page.click(LINK)
    reader.page.fill("#answer textarea", "half done")
    reader.page.click("button:has-text('Keep as a draft')")
    reader.page.fill("#comment-text", "@Lise Holm, where is the tape?")
    reader.page.click("button:has-text('Comment')")

    assert "where is the tape?" in reader.page.inner_text("#comments")
    assert reader.page.input_value("#answer textarea") == "half done"
