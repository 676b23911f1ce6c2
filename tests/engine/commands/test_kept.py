"""How much does an instance keep while it lives, and what is left of it when it has ended? (sums of column bytes, without indexes)"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from benchmarks import models
from benchmarks.counting import statements
from benchmarks.keeping import bytes_of_a_row, kept_bytes, live_bytes
from benchmarks.subjects import Virke
from engine.tables import ScopeState
from kit.db import Database, execute

Draw = Callable[[models.Pen], str]


def playing(database: Database, draw: Draw) -> Virke:
    virke = Virke(database)
    virke.deploy(draw(models.Pen(ours=True)))
    return virke


def test_a_finished_approval_keeps_two_kilobytes_and_nothing_alive(database: Database) -> None:
    virke = playing(database, models.approval)
    key = virke.start("w1", {"amount": 5})
    virke.complete(key, virke.next_task(key), {"approved": True})

    kept = kept_bytes(database, "w1")

    assert 500 < kept["history and task rows"] <= 2048
    assert kept["live state"] == 0


@pytest.mark.parametrize("size", [40, 100])
def test_what_waits_is_small_however_much_went_before(database: Database, size: int) -> None:
    virke = playing(database, lambda pen: models.line(pen, size))
    virke.start(f"w5_{size}", {"amount": 5})

    assert live_bytes(database, f"w5_{size}") <= 200
    assert bytes_of_a_row(database, f"w5_{size}") <= 300


def test_forty_elements_that_all_wait_keep_two_kilobytes_alive(database: Database) -> None:
    names = [f"u{number}" for number in range(1, 39)]

    def draw(pen: models.Pen) -> str:
        parts = [models.START, '<parallelGateway id="fork"/>', *map(pen.user, names), pen.path("start", "fork")]
        return pen.process("forty", [*parts, *(pen.path("fork", name) for name in names)])

    playing(database, draw).start("forty", {})

    assert 38 * 20 < live_bytes(database, "forty") <= 2048


def test_a_loop_keeps_as_much_alive_at_its_fiftieth_turn_as_at_its_fifth(database: Database) -> None:
    virke = playing(database, models.loop)
    key = virke.start("w3", {})
    live: dict[int, float] = {}

    for turn in range(1, 51):
        virke.complete(key, virke.next_task(key), {"again": True})
        live[turn] = live_bytes(database, "w3")

    assert live[50] == live[5]
    with database.reading() as session:
        assert execute(session, f"SELECT COUNT(*) FROM {ScopeState.__tablename__}").scalar_one() == 1


def test_the_steps_of_a_crowd_write_each_table_once(database: Database) -> None:
    """More items are more rows, not more statements."""
    virke = playing(database, lambda pen: models.crowd(pen, 0))
    costs: list[int] = []
    for count in (1, 30, 60):
        items = {"items": list(range(count))}
        costs.append(len(statements(database, partial(virke.start, "w4", items))))

    assert costs[1] == costs[2]
