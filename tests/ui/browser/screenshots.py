"""Which pictures does the README show? `make screenshots` takes them anew into docs/pictures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.browser.conftest import DESK, PEOPLE, PHONE, ROOT, Nordlys, Reader

pytestmark = pytest.mark.browser
PICTURES = ROOT / "docs" / "pictures"


def taken(reader: Reader, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    reader.page.wait_for_selector(".icon, .sheet")
    reader.page.screenshot(path=PICTURES / f"{name}.png")


def test_the_pictures_are_taken(nordlys: Nordlys, readers: Any) -> None:
    instances = [nordlys.order(number) for number in range(6)]
    desk, phone, manager = readers(DESK), readers(PHONE, color_scheme="dark"), readers(DESK)

    for reader, kind in ((desk, "desk"), (phone, "phone")):
        reader.signs_in(PEOPLE["en"])
        reader.goes_to("/inbox?tab=open")
        taken(reader, f"inbox-{kind}")
        reader.page.click(".task button >> nth=0")
        reader.page.wait_for_url("**/tasks/*")
        taken(reader, f"task-{kind}")
    manager.signs_in("oscar@nordlys.example")
    manager.goes_to(f"/instances/{instances[0]}")
    manager.page.wait_for_selector(".map .is-here")
    taken(manager, "instance-desk")
    manager.page.click(".subject >> nth=0")
    manager.page.wait_for_selector(".sheet")
    taken(manager, "order-desk")
