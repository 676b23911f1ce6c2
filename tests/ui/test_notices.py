"""Does a person see what they are told, on every page's count, until they put it away?"""

from __future__ import annotations

from tests.ui.conftest import Office
from ui.access import COOKIE
from ui.events import standing


def test_a_mention_is_counted_shown_and_put_away(office: Office) -> None:
    office.start()
    (key,) = office.task_keys()
    palle, lise = office.browser(office.person("Palle", "warehouse")), office.browser(office.house.lise)
    token = str(lise.client.cookies[COOKIE])
    before = standing(office.database, token)

    for text in ("@Lise, one is torn", "@Lise, two are torn"):
        palle.send(f"/tasks/{key}/comment", text=text)

    assert standing(office.database, token) != before
    page = lise.see("/notices")
    assert "one is torn" in page
    assert "Meddelelser</span>" in page
    assert '<span class="count">2</span>' in page.split('href="/notices"')[1].split("</a>")[0]
    first = page.split('action="/notices/')[2].split("/")[0]
    assert lise.send(f"/notices/{first}/seen")[:2] == (303, "/notices")
    left = lise.see("/notices")
    assert ("one is torn" in left) + ("two are torn" in left) == 1
    lise.send("/notices/seen")
    assert "Intet nyt" in lise.see("/notices")


def test_nobody_puts_away_what_others_were_told(office: Office) -> None:
    office.start()
    (key,) = office.task_keys()
    palle, lise = office.browser(office.person("Palle", "warehouse")), office.browser(office.house.lise)
    palle.send(f"/tasks/{key}/comment", text="@Lise, look")
    notice = lise.see("/notices").split('action="/notices/')[1].split("/")[0]

    assert palle.send(f"/notices/{notice}/seen")[0] == 404
    assert "@Lise, look" in lise.see("/notices")
