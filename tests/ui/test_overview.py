"""Does a manager see how a process goes, and does each number open its cases?"""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from kit.clock import MovingClock
from tests.ui.conftest import Browser, Office


@pytest.fixture
def olga(office: Office, moving_clock: MovingClock) -> Browser:
    """Three cases are counted after one, two and three hours; two wait, one of them late."""
    now = moving_clock.now()
    office.start(5, due=now + timedelta(hours=8))
    palle = office.browser(office.person("Palle", "warehouse"))
    for key in office.task_keys()[:3]:
        moving_clock.advance(timedelta(hours=1))
        palle.send(f"/tasks/{key}/complete", units="1")
    palle.send(f"/tasks/{office.task_keys()[0]}/claim")
    moving_clock.advance(timedelta(hours=7))
    return office.browser(office.person("Olga", "operator"))


def test_every_number_leads_to_as_many_cases(olga: Browser) -> None:
    page = olga.see("/processes/counting")

    cards = re.findall(r'<a class="figure-card" href="([^"]+)"><strong>(\d+)</strong> <span>([^<]+)</span>', page)
    told = {name: int(value) for _href, value, name in cards}
    assert told == {
        "Started": 5, "Finished": 3, "Canceled": 0, "Running now": 2, "Late now": 2, "Stopped now": 0,
        "Today": 2, "1–7 days": 0, "7–30 days": 0, "Over 30 days": 0,
    }  # fmt: skip
    for href, value, _name in cards:
        assert olga.see(href.replace("&amp;", "&")).count('class="task-link"') == int(value), href
    assert "<dd>2 hours</dd>" in page  # the median
    assert page.count("<dd>3 hours</dd>") == 2


def test_the_map_is_told_what_stands_where(olga: Browser) -> None:
    page = olga.see("/processes/counting")
    frequency = olga.see("/processes/counting?mode=flow")

    assert "&#34;count&#34;: {&#34;now&#34;: 2, &#34;late&#34;: 2, &#34;stopped&#34;: 0, &#34;heat&#34;: 5}" in page
    assert "&#34;to-end&#34;: 4" in frequency
    assert "&#34;to-count&#34;: 5" in frequency
    row = page.split("Count the shelf")[1].split("</tr>")[0]
    assert "6 hours" in row  # in all
    assert "figure=visited&amp;element=count" in row


def test_the_cases_and_the_steps_come_as_files(olga: Browser) -> None:
    cases = olga.client.get("/processes/counting/cases.csv?figure=finished")
    steps = olga.client.get("/processes/counting/stops.csv")

    assert cases.headers["Content-Disposition"] == 'attachment; filename="counting-finished.csv"'
    assert len(list(csv.DictReader(io.StringIO(cases.content.decode("utf-8-sig"))))) == 3
    (row,) = (each for each in csv.DictReader(io.StringIO(steps.content.decode("utf-8-sig"))) if each["element"] == "count")
    assert (row["name"], row["visits"], row["seconds in all"], row["median seconds"], row["now"]) == ("Count the shelf", "3", "21600", "7200", "2")


def test_a_period_without_cases_is_empty_and_a_version_that_is_not_there_is_named(olga: Browser) -> None:
    assert "No case was finished in this period" in olga.see("/processes/counting?first=2020-01-01&last=2020-01-31")
    assert olga.client.get("/processes/counting?version=9").status_code == 404
    assert olga.client.get("/processes/nothing").status_code == 404


def test_who_does_not_operate_sees_none_of_it(office: Office, olga: Browser) -> None:
    lise = office.browser(office.house.lise)

    for address in ("/processes/counting", "/processes/counting/cases", "/processes/counting/cases.csv", "/processes/counting/stops.csv"):
        assert lise.client.get(address).status_code in {303, 403}
    rikke = office.browser(office.person("Rikke", "accounting"))
    assert rikke.client.get("/processes/counting").status_code == 403
