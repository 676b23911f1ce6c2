"""Are tasks of one kind gathered, and do those that are out of the ordinary come first?"""

from __future__ import annotations

from decimal import Decimal

import engine
from engine.queries.alike import outliers
from kit.db import Database
from tests.engine.commands.conftest import CLERK, MANAGER, Till
from tests.engine.commands.stories import begun, open_task, started


def amounts(*values: int) -> dict[int, dict[str, object]]:
    return {key: {"amount": Decimal(value), "note": "text"} for key, value in enumerate(values)}


def test_what_lies_far_from_the_others_is_odd() -> None:
    assert list(outliers(amounts(10, 12, 11, 9, 10, 300))) == [5]
    assert list(outliers(amounts(10, 10, 10, 10, 10, 11))) == [5]
    assert outliers(amounts(10, 12, 11, 9, 10, 14)) == {}
    assert outliers(amounts(10, 10, 10, 10)) == {}
    assert outliers(amounts(1, 1, 900)) == {}


def test_all_of_a_kind_are_there_and_the_odd_one_stands_first(database: Database, till: Till) -> None:
    first = open_task(database, begun(database, "approval", amount=10))
    others = [open_task(database, started(database, "approval", amount=amount)) for amount in (11, 12, 9, 900, 10)]
    begun(database, "user_task_assignment")
    with database.reading() as session:
        _card, rows = engine.alike(session, first, who=MANAGER)
        assert engine.count_alike(session, _card.task, who=MANAGER) == 6

    assert {row.task.key for row in rows} == {first, *others}
    assert (rows[0].task.key, rows[0].odd[0].name, rows[0].odd[0].value) == (others[3], "amount", Decimal(900))
    assert not any(row.odd for row in rows[1:])
    assert CLERK.roles == {"warehouse"}
