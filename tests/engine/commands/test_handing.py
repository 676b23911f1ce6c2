"""Does a task go to whom it is given, come back from whom it was handed to, and keep four eyes through all of it?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

import engine
from kit import clock
from kit.audit import AuditEvent
from kit.db import Database
from kit.errors import Conflict, Forbidden
from people.access import StandIn
from tests.engine.commands.conftest import CLERK
from tests.engine.commands.firm import Firm, drawn, open_one


@pytest.fixture
def firm(database: Database) -> Firm:
    return Firm(database)


def test_a_task_is_given_to_a_colleague_who_hears_of_it(firm: Firm) -> None:
    task = drawn(firm)

    firm.does(engine.reassign, firm.mona, task, firm.max)

    assert firm.task(task).assignee == str(firm.max)
    assert firm.told(firm.max) == ["Mona gave you the task “ask”."]
    with pytest.raises(Forbidden, match="is with Max"):
        firm.does(engine.complete_task, firm.mona, task)


def test_only_an_operator_gives_a_task_to_somebody_it_is_not_for(firm: Firm) -> None:
    task = drawn(firm)

    with pytest.raises(Forbidden, match="is not for Carl"):
        firm.does(engine.reassign, firm.mona, task, firm.carl)
    firm.does(engine.reassign, firm.olga, task, firm.carl)

    assert firm.task(task).assignee_name == "Carl"


def test_who_has_a_task_not_cannot_give_it_away(firm: Firm) -> None:
    task = drawn(firm)
    firm.does(engine.claim, firm.mona, task)

    with pytest.raises(Forbidden, match="is with Mona"):
        firm.does(engine.reassign, firm.max, task, firm.max)


def test_a_delegate_answers_and_the_owner_completes(firm: Firm) -> None:
    task = drawn(firm)
    firm.does(engine.claim, firm.mona, task)

    firm.does(engine.delegate, firm.mona, task, firm.max)
    with pytest.raises(Conflict, match="handed the task"):
        firm.does(engine.complete_task, firm.max, task)
    firm.does(engine.resolve, firm.max, task)
    firm.does(engine.complete_task, firm.mona, task)

    assert firm.task(task).completed_by == firm.mona
    assert firm.told(firm.max) == ["Mona asks for your answer on the task “ask”."]
    assert firm.told(firm.mona) == ["Max answered on the task “ask”: it is yours again."]


def test_what_was_not_handed_over_is_not_given_back(firm: Firm) -> None:
    task = drawn(firm)
    firm.does(engine.claim, firm.mona, task)

    with pytest.raises(Conflict, match="was not handed over"):
        firm.does(engine.resolve, firm.mona, task)


def test_a_given_back_task_is_offered_to_all_again(firm: Firm) -> None:
    task = drawn(firm)
    firm.does(engine.claim, firm.mona, task)
    firm.does(engine.unclaim, firm.mona, task)

    with firm.database.reading() as session:
        assert [each.key for each in engine.inbox(session, who=firm.who(firm.max), whose=engine.Whose.OPEN)] == [task]
        assert engine.inbox(session, who=CLERK) == []


@pytest.mark.parametrize(("not_by", "first"), [("ask", "mona"), ("start", "max"), ("ask, start", "max")])
def test_four_eyes_refuse_who_did_the_step_before(firm: Firm, not_by: str, first: str) -> None:
    """Mona has started the instance."""
    ask = drawn(firm, not_by=not_by)
    firm.does(engine.complete_task, getattr(firm, first), ask)
    agree = open_one(firm)

    for command in (engine.claim, engine.complete_task):
        with pytest.raises(Forbidden, match="needs other eyes"):
            firm.does(command, firm.mona, agree)
    with pytest.raises(Forbidden, match="needs other eyes"):
        firm.does(engine.reassign, firm.olga, agree, firm.mona)


def test_a_substitute_acts_on_behalf_and_inherits_the_exclusion(firm: Firm) -> None:
    ask = drawn(firm, not_by="ask")
    for_mona = (StandIn(firm.mona, "Mona", frozenset({"purchasing"})),)
    firm.does(engine.claim, firm.mona, ask)

    firm.does(engine.complete_task, firm.carl, ask, stand_ins=for_mona)

    done = firm.task(ask)
    assert (done.completed_by, done.on_behalf_of, done.assignee_name) == (firm.carl, firm.mona, "Mona")
    with firm.database.reading() as session:
        event = session.scalars(select(AuditEvent).filter_by(action="task.complete")).one()
        assert (event.actor, event.detail["on_behalf_of"]) == (firm.carl, str(firm.mona))
    agree = open_one(firm)
    for person, acting in ((firm.mona, ()), (firm.carl, (StandIn(firm.max, "Max", frozenset({"purchasing"})),))):
        with pytest.raises(Forbidden, match="needs other eyes"):
            firm.does(engine.complete_task, person, agree, stand_ins=acting)
    firm.does(engine.complete_task, firm.max, agree)


def test_a_substitution_keeps_to_its_process_its_role_and_its_time(firm: Firm) -> None:
    ask = drawn(firm)
    roles = frozenset({"purchasing"})
    short = [
        StandIn(firm.mona, "Mona", roles, process_id="another"),
        StandIn(firm.mona, "Mona", frozenset({"sales-admin"}), role="sales-admin"),
        StandIn(firm.mona, "Mona", roles, opened_since=clock.now()),
    ]
    for each in short:
        with pytest.raises(Forbidden, match="is for another role"):
            firm.does(engine.claim, firm.carl, ask, stand_ins=(each,))

    firm.does(engine.claim, firm.carl, ask, stand_ins=(StandIn(firm.mona, "Mona", roles, "purchasing", "pair"),))

    assert firm.task(ask).assignee_name == "Mona"
