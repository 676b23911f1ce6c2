"""Is every screen open to everybody who may come, by day and by night, and does none of them run off a phone?"""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from tests.ui.browser.conftest import DESK, PHONE, ROOT, Nordlys

pytestmark = pytest.mark.browser
SCREENS = (
    "/inbox?tab=open",
    "/absence",
    "/notices",
    "/palette?text=o",
    "/processes?state=any",
    "/processes/order-to-delivery",
    "/processes/order-to-delivery?mode=flow",
    "/processes/order-to-delivery/cases?figure=open",
    "/records",
    "/records/products",
    "/records/products/new",
    "/records/orders",
    "/nowhere",
)


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_screen_keeps_anybody_out(nordlys: Nordlys, readers: Any, size: dict[str, int], night: bool) -> None:
    instance, decided = nordlys.order(), nordlys.decided()
    reader = readers(size, "da", color_scheme="dark" if night else "light")
    reader.goes_to("/sign-in")
    reader.finds_no_barrier()
    reader.signs_in("mette@nordlys.example")

    for screen in (*SCREENS, f"/instances/{instance}", f"/instances/{decided}"):
        reader.goes_to(screen)
        reader.finds_no_barrier()
        assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
    reader.goes_to("/records/products")
    reader.page.click(".row-link >> nth=0")
    reader.page.wait_for_selector(".sheet")
    reader.finds_no_barrier()


def test_the_import_page_keeps_nobody_out(readers: Any) -> None:
    reader = readers(PHONE)
    reader.signs_in("sara@nordlys.example")

    reader.goes_to("/records/products/import")

    reader.finds_no_barrier()


def test_the_map_shows_where_an_instance_stands_and_its_way(nordlys: Nordlys, readers: Any) -> None:
    instance = nordlys.order()
    reader = readers(DESK)
    reader.signs_in("mette@nordlys.example")

    reader.goes_to(f"/instances/{instance}")
    reader.page.wait_for_selector(".map .is-here")

    assert reader.page.locator("[data-element-id=pick].is-here").count() == 1
    assert reader.page.locator(".map .is-taken").count() > 2


def test_touch_targets_are_large_enough(nordlys: Nordlys, readers: Any) -> None:
    nordlys.order()
    reader = readers(PHONE)
    reader.signs_in("lise@nordlys.example")

    small = reader.page.eval_on_selector_all(
        "button, summary, .tab, .way, .input", "all => all.filter(it => it.offsetHeight && it.offsetHeight < 44).map(it => it.outerHTML)"
    )

    assert small == []


@pytest.mark.usefixtures("scripts")
def test_the_inbox_loads_little_script() -> None:
    assert len(gzip.compress((ROOT / "ui/static/build/page.js").read_bytes(), mtime=0)) <= 30 * 1024
