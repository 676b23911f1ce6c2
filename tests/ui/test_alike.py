"""Are many tasks done at once, and does each say for itself how it went?"""

from __future__ import annotations

import pytest

from tests.ui.conftest import Browser, Office


@pytest.fixture
def palle(office: Office) -> Browser:
    return office.browser(office.person("Palle", "warehouse"))


def post(browser: Browser, address: str, tasks: list[int], **fields: str) -> str:
    answer = browser.client.post(address, data={"csrf": browser.csrf, "task": [str(key) for key in tasks], **fields})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_one_answer_completes_the_chosen_ones(office: Office, palle: Browser) -> None:
    office.start(4)
    first, second, third, fourth = office.task_keys()
    assert "4 of this kind: do them together" in palle.see(f"/tasks/{first}")
    assert "4 open tasks of this kind" in palle.see(f"/tasks/{first}/alike")

    page = post(palle, f"/tasks/{first}/alike", [first, second, third], each="0", units="5", note="all the same")

    assert "3 of 3 done" in page
    assert office.task_keys() == [fourth]


def test_each_row_has_its_own_answer_and_its_own_result(office: Office, palle: Browser) -> None:
    office.start(3)
    first, second, third = office.task_keys()
    office.browser(office.house.lise).send(f"/tasks/{third}/claim")
    form = palle.see(f"/tasks/{first}/alike?each=1")
    assert f'name="{first}:units"' in form
    assert f'name="{second}:units"' in form

    page = post(
        palle, f"/tasks/{first}/alike", [first, second, third], each="1", **{f"{first}:units": "7", f"{second}:units": "many", f"{third}:units": "1"}
    )

    assert "1 of 3 done" in page
    assert f'name="{second}:units"' in page
    assert 'value="many"' in page
    assert 'aria-invalid="true"' in page
    assert "is with Lise" in page
    assert first not in office.task_keys()
    assert second in office.task_keys()


def test_nothing_chosen_does_nothing(office: Office, palle: Browser) -> None:
    office.start(2)
    keys = office.task_keys()

    assert "Choose at least one task." in post(palle, f"/tasks/{keys[0]}/alike", [], each="0", units="5")
    assert office.task_keys() == keys
