"""Does an open inbox hear of what concerns it, and of nothing else?"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from engine.queries.pulse import pulse
from kit.clock import MovingClock
from tests.ui.conftest import Office
from ui.access import COOKIE
from ui.events import standing
from ui.pulse import Pulse, end_all


def test_an_inbox_changes_its_word_with_its_tasks(office: Office) -> None:
    lise = office.browser(office.house.lise)
    token = str(lise.client.cookies[COOKIE])
    rikke = str(office.browser(office.person("Rikke", "accounting")).client.cookies[COOKIE])
    before, others = standing(office.database, token), standing(office.database, rikke)

    office.start()
    opened = standing(office.database, token)
    (key,) = office.task_keys()
    lise.send(f"/tasks/{key}/claim")
    claimed = standing(office.database, token)

    assert len({before, opened, claimed}) == 3
    assert standing(office.database, rikke) == others


def test_who_was_signed_out_hears_nothing_more(office: Office, moving_clock: MovingClock) -> None:
    token = str(office.browser(office.house.lise).client.cookies[COOKIE])
    moving_clock.advance(timedelta(days=3))

    assert standing(office.database, token) == ""
    assert standing(office.database, "made up") == ""


def test_everything_that_happens_is_felt_once(office: Office) -> None:
    with office.database.reading() as session:
        before = pulse(session)
    office.start()
    with office.database.reading() as session:
        started, again = pulse(session), pulse(session)

    assert before != started
    assert started == again


def test_a_listener_is_woken_by_what_happened_already(office: Office) -> None:
    office.start()

    async def listen() -> None:
        beating = Pulse(office.database)
        with beating.listening():
            await asyncio.wait_for(beating.beat(60), 30)

    with ThreadPoolExecutor(1) as aside:  # a browser's own loop may run in this thread
        aside.submit(asyncio.run, listen()).result()


def test_everybody_lets_go_when_the_server_goes(office: Office) -> None:
    async def listen() -> None:
        beating = Pulse(office.database)
        with beating.listening():
            await beating.beat(60)  # what is there already
            end_all()
            await asyncio.wait_for(beating.beat(60), 30)
            assert beating.over

    office.start()
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, listen()).result()
