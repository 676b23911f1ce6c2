"""Does an approval end as its people say, whoever asked, answers late, stands in or tries twice?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.clock import MovingClock
from kit.db import Database
from kit.errors import AppError, Forbidden, Invalid
from kit.operations import Refused
from people.access.tables import AppUser, Substitution
from people.approvals.tables import ApprovalVerdict
from people.notices.tables import Notice
from tests.processes.office import Office

STAFF = {
    "Rie": ("purchasing", 1), "Bo": ("budget-owner", 2), "Bente": ("budget-owner", 2), "Anders": ("accounting", 2), "Mette": ("manager", 4),
    "Hans": ("operator", 5), "Vikar": ("warehouse", 1),
}  # fmt: skip
TASK = "give_verdict"


@pytest.fixture
def office(database: Database, moving_clock: MovingClock) -> Office:
    return Office(database, moving_clock, STAFF, "approve")


def ask(office: Office, amount: int, requester: str = "Rie", kind: str = "purchase") -> int:
    about: dict[str, object] = {"subject": "New shelves", "amount": amount, "class": kind, "requester": str(office.keys[requester])}
    return office.start("approve", None, **about)


def verdict(office: Office, key: int) -> object:
    """What the process gave; nothing while it runs."""
    return office.variables(key).get("verdict") if office.state(key) == "COMPLETED" else None


def given(session: Session) -> list[tuple[str, str]]:
    """Who said what, in the order it was said."""
    rows = session.execute(
        select(AppUser.name, ApprovalVerdict.verdict).join(AppUser, AppUser.id == ApprovalVerdict.approver_id).order_by(ApprovalVerdict.id)
    )
    return [(name, said) for name, said in rows]


def told(office: Office) -> list[str]:
    names = {key: name for name, key in office.keys.items()}
    with office.database.reading() as session:
        return sorted(names[key] for key in session.scalars(select(Notice.user_id).where(Notice.user_id.is_not(None))) if key)


def stand_in(office: Office, away: str, instead: str) -> None:
    keys, now = office.keys, office.clock.now()
    with office.database.transaction() as session:
        session.add(
            Substitution(
                company_id=office.company, absent_id=keys[away], substitute_id=keys[instead], valid_from=now, valid_to=now + timedelta(days=14),
                arranged_by=keys[away],
            )
        )  # fmt: skip


def test_one_budget_owner_approves_a_small_purchase_and_the_others_task_goes(office: Office) -> None:
    key = ask(office, 5_000)
    assert office.asked(TASK) == ["Bente", "Bo"]

    office.do("Bo", TASK, place="Bo", verdict="approved", comment="Fine")

    assert verdict(office, key) == "approved"
    assert office.all_tasks() == []
    with office.database.reading() as session:
        assert given(session) == [("Bo", "approved")]


def test_a_large_purchase_goes_through_each_tier_in_order(office: Office) -> None:
    key = ask(office, 250_000)
    office.do("Bente", TASK, place="Bente", verdict="approved")
    assert office.asked(TASK) == ["Anders"]
    office.do("Anders", TASK, place="Anders", verdict="approved")
    assert office.asked(TASK) == ["Mette"]
    assert verdict(office, key) is None

    office.do("Mette", TASK, place="Mette", verdict="approved")

    assert verdict(office, key) == "approved"


@pytest.mark.parametrize("said", ["rejected", "changes"])
def test_a_no_ends_it_and_the_next_tier_is_not_asked(office: Office, said: str) -> None:
    key = ask(office, 50_000)

    with pytest.raises(Invalid):
        office.do("Bo", TASK, place="Bo", verdict=said)
    office.do("Bo", TASK, place="Bo", verdict=said, reason="Too dear")

    assert verdict(office, key) == said
    assert office.all_tasks() == []
    with office.database.reading() as session:
        assert session.scalars(select(ApprovalVerdict.comment)).one() == "Too dear"


def test_whoever_asked_is_not_asked_and_cannot_answer_in_another_place(office: Office) -> None:
    key = ask(office, 5_000, requester="Bo")
    assert office.asked(TASK) == ["Bente"]

    with pytest.raises(Forbidden):
        office.do("Bo", TASK, place="Bente", verdict="approved")
    answer = office.call("approvals.record-verdict", "Bo", approver=str(office.keys["Bente"]), role="budget-owner", verdict="approved",
                         requester=str(office.keys["Bo"]))  # fmt: skip

    assert isinstance(answer, Refused)
    assert answer.code == "SELF_APPROVAL"
    assert verdict(office, key) is None


def test_a_manager_of_the_machinery_may_open_the_task_but_is_not_counted(office: Office) -> None:
    key = ask(office, 5_000)

    office.do("Hans", TASK, place="Bo", verdict="approved")

    assert verdict(office, key) is None
    assert office.asked(TASK) == ["Bente", "Bo"]
    assert office.troubles() == []


def test_a_stand_in_answers_on_behalf_and_counts_once(office: Office) -> None:
    stand_in(office, "Bo", "Vikar")
    key = ask(office, 5_000)

    office.do("Vikar", TASK, place="Bo", verdict="approved")

    assert verdict(office, key) == "approved"
    with office.database.reading() as session:
        one = session.scalars(select(ApprovalVerdict)).one()
        assert (one.approver_id, one.for_id) == (office.keys["Vikar"], office.keys["Bo"])


def test_nobody_answers_on_behalf_of_whoever_asked_nor_they_for_another(office: Office) -> None:
    stand_in(office, "Bo", "Vikar")
    stand_in(office, "Bente", "Bo")
    key = ask(office, 5_000, requester="Bo")
    assert office.asked(TASK) == ["Bente"], "not Bo, who asked, nor Vikar for Bo"

    office.do("Bo", TASK, place="Bente", verdict="approved")

    assert verdict(office, key) is None
    assert office.asked(TASK) == ["Bente"], "Bo stands in for Bente, but asked"


def test_too_few_in_the_role_are_joined_by_the_level_above(office: Office) -> None:
    with office.database.transaction() as session:
        session.get_one(AppUser, office.keys["Bente"]).active = False

    key = ask(office, 5_000, requester="Bo")
    office.do("Mette", TASK, place="Mette", verdict="approved")

    assert verdict(office, key) == "approved"


def test_who_is_late_is_reminded_at_half_the_time_and_then_the_next_manager_decides(office: Office) -> None:
    key = ask(office, 5_000)
    office.wait(hours=23)
    assert told(office) == []

    office.wait(hours=2)
    assert told(office) == ["Bente", "Bo"], "sixteen working hours are two days"
    assert office.asked(TASK) == ["Bente", "Bo"]
    office.wait(hours=24)
    assert office.asked(TASK) == ["Mette"]
    office.do("Mette", TASK, place="Mette", verdict="approved")

    assert verdict(office, key) == "approved"


def test_where_nobody_stands_above_the_same_people_are_asked_again(office: Office) -> None:
    key = ask(office, 5_000)
    office.wait(days=3)
    office.wait(days=7)
    assert office.asked(TASK) == ["Hans"]

    office.wait(days=10)

    assert office.asked(TASK) == ["Hans"]
    assert office.state(key) == "ACTIVE"


def test_where_nobody_is_left_a_manager_names_somebody(office: Office) -> None:
    with office.database.transaction() as session:
        for name in ("Bo", "Bente", "Hans"):
            session.get_one(AppUser, office.keys[name]).active = False
    key = ask(office, 5_000, requester="Mette")

    office.do("Mette", "name_approver", approver=str(office.keys["Vikar"]))
    office.do("Vikar", TASK, place="Vikar", verdict="approved")

    assert verdict(office, key) == "approved"


def test_the_database_keeps_a_verdict_as_it_was_given_and_counts_nobody_twice(office: Office) -> None:
    ask(office, 5_000)
    office.do("Bo", TASK, place="Bo", verdict="approved")

    with pytest.raises(AppError, match="never changes"), office.database.transaction() as session:
        session.scalars(select(ApprovalVerdict)).one().verdict = "rejected"
    with office.database.reading() as session:
        instance, bo = session.execute(select(ApprovalVerdict.instance_key, ApprovalVerdict.approver_id)).one()
    with pytest.raises(AppError, match="breaks a rule"), office.database.transaction() as session:
        session.add(ApprovalVerdict(company_id=office.company, instance_key=instance, approver_id=bo,
                                    for_id=office.keys["Bente"], role="budget-owner", subject="New shelves", verdict="approved"))  # fmt: skip
