"""Does a person arrange their substitute on a page, and does the substitute find the work in their inbox?"""

from __future__ import annotations

from datetime import timedelta

from kit.clock import MovingClock
from tests.ui.conftest import Office


def test_a_substitute_is_arranged_works_and_goes_again(office: Office, moving_clock: MovingClock) -> None:
    office.start()
    (key,) = office.task_keys()
    rikke_id = office.person("Rikke", "accounting")
    lise, rikke = office.browser(office.house.lise), office.browser(rikke_id)
    lise.send(f"/tasks/{key}/claim")

    arranged = lise.send("/absence", substitute=str(rikke_id), first="2026-03-02", last="2026-03-03", existing="yes")

    assert arranged[:2] == (303, "/absence")
    assert "Rikke er stedfortræder for Lise" in lise.see("/absence")
    assert "2 Mar 2026 – 3 Mar 2026" in rikke.see("/absence")
    inbox = rikke.see("/inbox?tab=mine")
    assert f"/tasks/{key}" in inbox
    assert "for Lise" in inbox
    assert "You stand in for Lise, who has it." in rikke.see(f"/tasks/{key}")
    moving_clock.advance(timedelta(days=2))
    rikke = office.browser(rikke_id)  # the session has ended long ago
    assert f"/tasks/{key}" not in rikke.see("/inbox?tab=mine")
    assert rikke.send(f"/tasks/{key}/complete", units="1")[0] == 403


def test_what_is_refused_keeps_what_was_chosen(office: Office, moving_clock: MovingClock) -> None:
    rikke_id = office.person("Rikke", "accounting")
    rikke = office.browser(rikke_id)

    status, _address, page = rikke.send("/absence", substitute=str(office.house.lise), first="2026-03-05", last="2026-03-04")

    assert status == 422
    assert "must not lie before the first" in page
    assert f'<option value="{office.house.lise}" selected>' in page
    assert 'value="2026-03-05"' in page
    assert rikke.send("/absence", substitute="", first="2026-03-05", last="2026-03-06")[0] == 400
    assert rikke.send("/absence", absent=str(office.house.lise), substitute=str(rikke_id), first="2026-03-05", last="2026-03-06")[0] == 403


def test_an_administrator_arranges_and_ends_it_for_others(office: Office, moving_clock: MovingClock) -> None:
    rikke_id = office.person("Rikke", "accounting")
    olga = office.browser(office.person("Olga", "operator"))

    olga.send("/absence", absent=str(office.house.lise), substitute=str(rikke_id), first="2026-03-02", last="2026-03-06", role="warehouse")
    page = olga.see("/absence")
    key = page.split('action="/absence/')[1].split("/")[0]

    assert "Rikke stands in for Lise" in page
    assert "Warehouse" in page
    assert office.browser(rikke_id).send(f"/absence/{key}/end")[0] == 403
    assert olga.send(f"/absence/{key}/end")[0] == 303
    assert "Rikke stands in for Lise" not in olga.see("/absence")
