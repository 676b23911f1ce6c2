"""Does a click on the map open the cases that stand there?"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.browser.conftest import DESK, PHONE, Nordlys, Reader

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "language"), [(DESK, "en"), (PHONE, "da")], ids=["desk", "phone"])
def test_the_map_counts_and_leads_to_the_cases(nordlys: Nordlys, readers: Any, size: dict[str, int], language: str) -> None:
    for number in range(3):
        nordlys.order(number)
    reader: Reader = readers(size, language)
    reader.signs_in("oscar@nordlys.example" if language == "en" else "mette@nordlys.example")

    reader.goes_to("/processes/order-to-delivery")
    expect(reader.page.locator(".map [data-element-id=pick].heat-5")).to_have_count(1, timeout=20_000)
    expect(reader.page.locator(".map-badge.count")).to_have_text("3")
    reader.finds_no_barrier()
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.page.locator(".map").evaluate("it => it.scrollIntoView({block: 'center'})")
    reader.page.locator(".map [data-element-id=pick] .djs-hit").first.click(force=True)
    reader.page.wait_for_url("**/cases?*element=pick")

    assert reader.page.locator(".task-link").count() == 3
    reader.finds_no_barrier()


def test_the_frequencies_are_as_wide_as_the_ways_are_taken(nordlys: Nordlys, readers: Any) -> None:
    nordlys.order()
    reader: Reader = readers(DESK)
    reader.signs_in("oscar@nordlys.example")

    reader.goes_to("/processes/order-to-delivery?mode=flow")

    expect(reader.page.locator(".map [data-element-id=flow_planned].wide-5")).to_have_count(1, timeout=20_000)
    assert reader.page.locator(".map [data-element-id=flow_dispatched].wide-5").count() == 0
