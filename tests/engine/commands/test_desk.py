"""Is nothing lost of what people write while they work, and does it reach whom it names?"""

from __future__ import annotations

import pytest

import engine
from engine import StaleDraft, Whose
from engine.commands.commenting import mentioned
from kit.db import Database
from kit.errors import Forbidden, Invalid, NotFound
from tests.engine.commands.firm import Firm, drawn

PEOPLE = {1: "Mona Bak", 2: "Max Bo", 3: "Max", 4: "Mona Bakker", 5: "Åse Holm"}


@pytest.fixture
def firm(database: Database) -> Firm:
    return Firm(database)


def instance_of(firm: Firm, task: int) -> int:
    return firm.task(task).instance_key


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Mona Bak, look", {1}),
        ("see @mona bakker!", {4}),
        ("@Max and @Max Bo", {2, 3}),
        ("@åse: please", {5}),
        ("@Mona is two people", set()),
        ("mail me at x@mona.example", set()),
        ("@Maximilian", set()),
        ("Max Bo without a sign", set()),
    ],
)
def test_an_at_names_somebody_or_nobody(text: str, named: set[int]) -> None:
    assert {key for key, _name in mentioned(text, PEOPLE)} == named


def test_a_comment_reaches_whom_it_names_and_says_whom_it_cannot_reach(firm: Firm) -> None:
    task = drawn(firm)
    instance = instance_of(firm, task)

    with firm.database.transaction() as session:
        missed = engine.comment(session, instance, "@Max please look, @Carl too", who=firm.who(firm.mona), task_key=task)

    assert missed == ("Carl",)
    assert firm.told(firm.max) == ["Mona wrote to you: “@Max please look, @Carl too”"]
    assert firm.told(firm.carl) == firm.told(firm.mona) == []
    with firm.database.reading() as session:
        (said,) = engine.comments(session, instance, who=firm.who(firm.max))
        assert (said.author, said.text, said.task_key) == ("Mona", "@Max please look, @Carl too", task)
        with pytest.raises(Forbidden):
            engine.comments(session, instance, who=firm.who(firm.carl))


def test_an_empty_comment_is_refused(firm: Firm) -> None:
    with pytest.raises(Invalid, match="between 1 and"):
        firm.does(engine.comment, firm.mona, instance_of(firm, drawn(firm)), "  ")


def test_a_draft_is_kept_and_a_second_tab_loses_nothing(firm: Firm) -> None:
    task = drawn(firm)
    with firm.database.transaction() as session:
        first = engine.save_draft(session, task, [("units", "1")], 0, who=firm.who(firm.mona))
        second = engine.save_draft(session, task, [("units", "12")], first, who=firm.who(firm.mona))

    with pytest.raises(StaleDraft) as stale, firm.database.transaction() as session:
        engine.save_draft(session, task, [("units", "99")], first, who=firm.who(firm.max))

    assert (first, second, stale.value.version, stale.value.status) == (1, 2, 2, 409)
    with firm.database.reading() as session:
        kept = engine.draft(session, task, who=firm.who(firm.max))
        assert kept is not None
        assert (kept.version, kept.fields, kept.saved_by, kept.is_mine) == (2, (("units", "12"),), "Mona", False)


def test_nobody_drafts_in_somebody_elses_task(firm: Firm) -> None:
    task = drawn(firm)
    firm.does(engine.claim, firm.mona, task)

    for person in (firm.max, firm.carl):
        with pytest.raises(Forbidden):
            firm.does(engine.save_draft, person, task, [("units", "1")], 0)
        with pytest.raises(Forbidden):
            firm.does(engine.discard_draft, person, task)


def test_a_followed_case_stands_under_followed_whoever_has_it(firm: Firm) -> None:
    task = drawn(firm)
    firm.does(engine.follow, firm.mona, instance_of(firm, task))
    firm.does(engine.follow, firm.mona, instance_of(firm, task))
    firm.does(engine.claim, firm.max, task)

    with firm.database.reading() as session:
        mona = firm.who(firm.mona)
        assert [each.key for each in engine.inbox(session, who=mona, whose=Whose.FOLLOWED)] == [task]
        assert engine.follows(session, instance_of(firm, task), who=mona)
    with pytest.raises(Forbidden):
        firm.does(engine.follow, firm.carl, instance_of(firm, task))
    firm.does(engine.unfollow, firm.mona, instance_of(firm, task))
    with firm.database.reading() as session:
        assert engine.inbox(session, who=firm.who(firm.mona), whose=Whose.FOLLOWED) == []


def test_a_filter_is_ones_own_until_it_is_shared(firm: Firm) -> None:
    firm.does(engine.save_filter, firm.mona, "Big ones", {"text": "big"})
    firm.does(engine.save_filter, firm.mona, "Ours", {"due": "late"}, "purchasing")
    firm.does(engine.save_filter, firm.mona, "Ours", {"due": "today"}, "purchasing")

    assert named(firm, firm.mona) == [("Big ones", True), ("Ours", True)]
    assert named(firm, firm.max) == [("Ours", False)]
    assert named(firm, firm.carl) == []
    with firm.database.reading() as session:
        (ours,) = engine.filters(session, who=firm.who(firm.max))
    assert ours.wish == {"due": "today"}
    with pytest.raises(Forbidden, match="somebody else's"):
        firm.does(engine.delete_filter, firm.max, ours.key)
    with pytest.raises(Forbidden, match="role of one's own"):
        firm.does(engine.save_filter, firm.mona, "Theirs", {}, "warehouse")
    firm.does(engine.delete_filter, firm.mona, ours.key)
    with pytest.raises(NotFound):
        firm.does(engine.delete_filter, firm.mona, ours.key)


def named(firm: Firm, user_id: int) -> list[tuple[str, bool]]:
    with firm.database.reading() as session:
        return [(each.name, each.is_mine) for each in engine.filters(session, who=firm.who(user_id))]
