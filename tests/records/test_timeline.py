"""Does a record's timeline tell what happened, without what its reader may not know?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from sqlalchemy.orm import Session

import records
from kit import links
from kit.clock import MovingClock
from kit.errors import NotFound
from people.access import Who
from records import Happening, Noun
from records import timeline as timeline_of
from tests.records.toolshed import ANNE, BOSS, STRANGER


def test_changes_and_other_rooms_stories_stand_in_order(
    session: Session, tool: Noun, moving_clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = records.create(session, BOSS, tool, {"name": "Axe", "price": 5})
    loan = Happening(moving_clock.advance(timedelta(hours=1)), "Lent to Ida", kind="loan")

    def loans(_session: Session, _who: Who, noun: str, id: int) -> Iterable[Happening]:  # noqa: A002  as the registry calls it
        return [loan] if (noun, id) == ("tool", made.id) else []

    monkeypatch.setattr(import_module("records.timeline"), "_sources", [loans])
    moving_clock.advance(timedelta(hours=1))
    records.change(session, BOSS, tool, made.id, 1, {"price": Decimal("6.5"), "name": "Big axe"})
    links.link(session, 4711, "tool", made.id)

    found = timeline_of(session, BOSS, tool, made.id)

    assert [(item.title, item.detail) for item in found.happenings] == [
        ("Changed", "Name: Axe → Big axe; Price: 5 → 6.5"),
        ("Lent to Ida", ""),
        ("Created", "Name: Axe; Price: 5"),
    ]
    assert found.instances == (4711,)


def test_a_change_of_what_one_may_not_read_is_not_told(session: Session, tool: Noun) -> None:
    made = records.create(session, BOSS, tool, {"name": "Axe", "price": 5})
    records.change(session, BOSS, tool, made.id, 1, {"price": 6})

    found = timeline_of(session, ANNE, tool, made.id)

    assert [item.detail for item in found.happenings] == ["Name: Axe"]


def test_another_company_reads_no_timeline(session: Session, tool: Noun) -> None:
    made = records.create(session, BOSS, tool, {"name": "Axe"})

    with pytest.raises(NotFound):
        timeline_of(session, STRANGER, tool, made.id)
