"""Are people told what concerns them, and only once?"""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from kit import operations
from kit.db import Database
from kit.errors import NotFound
from kit.operations import Context, Done, Outcome, Refused
from people import notices
from people.access import Who, ensure_roles
from people.access.tables import AppUser

LONE = Who(1, "Lone", 1, roles=frozenset({"logistics"}))
PALLE = Who(2, "Palle", 1, roles=frozenset({"warehouse", "logistics"}))
STRANGER = Who(1, "Lone", 2, roles=frozenset({"logistics"}))


def told(session: Session, **given: object) -> Outcome:
    return operations.call(session, "messaging.notify", Context(session, 1, None, repr(given)), {"text": "An order waits.", **given})


def prepare(session: Session) -> None:
    ensure_roles(session)
    session.add_all([AppUser(id=1, email="lone@example.com", name="Lone"), AppUser(id=2, email="palle@example.com", name="Palle")])
    session.flush()


def test_a_roles_notice_is_seen_by_each_holder_for_themselves(database: Database) -> None:
    with database.transaction() as session:
        prepare(session)
        assert isinstance(told(session, role="logistics"), Done)
        (notice,) = notices.unseen(session, LONE)

        notices.see(session, LONE, notice.key)
        notices.see(session, LONE, notice.key)

        assert notices.unseen(session, LONE) == []
        assert [each.text for each in notices.unseen(session, PALLE)] == ["An order waits."]
        assert notices.unseen(session, STRANGER) == []


def test_a_users_notice_is_nobody_elses(database: Database) -> None:
    with database.transaction() as session:
        prepare(session)
        told(session, user=2)
        (notice,) = notices.unseen(session, PALLE)

        assert notices.unseen(session, LONE) == []
        with pytest.raises(NotFound):
            notices.see(session, LONE, notice.key)


@pytest.mark.parametrize("given", [{}, {"role": "nobody"}, {"user": 9}])
def test_there_must_be_somebody_to_notify(database: Database, given: dict[str, object]) -> None:
    with database.transaction() as session:
        prepare(session)

        answer = told(session, **given)

        assert isinstance(answer, Refused)
        assert answer.code == "NO_CHANNEL"
