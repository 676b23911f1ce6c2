"""Do numbers have no holes, audit rows no changes, messages no doubles, and links no repeats?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from kit import audit, clock, links, messages, numbers
from kit.db import Database, execute
from kit.errors import Conflict, Unavailable

SECRET = b"only for this test"


def take_a_number_in_vain(database: Database) -> None:
    with database.transaction() as session:
        assert numbers.next_number(session, 1, "invoice") == "F00002"
        raise Trouble


def fill(database: Database, pages: int) -> None:
    with database.transaction() as session:
        execute(session, f"PRAGMA max_page_count={pages}")
        for number in range(20_000):
            audit.record(session, "more" * 10, "user_task", number, actor=None, company_id=1)


class Trouble(Exception):
    """Something went wrong after the number was taken."""


def test_a_rolled_back_number_is_given_again(database: Database) -> None:
    with database.transaction() as session:
        assert numbers.next_number(session, 1, "invoice", prefix="F") == "F00001"
    with pytest.raises(Trouble):
        take_a_number_in_vain(database)

    with database.transaction() as session:
        assert numbers.next_number(session, 1, "invoice") == "F00002"
        assert numbers.next_number(session, 2, "invoice") == "00001"


@pytest.mark.parametrize("verb", ["DELETE FROM audit_event", "UPDATE audit_event SET action = 'nothing'"])
def test_the_database_keeps_audit_rows_as_they_are(database: Database, verb: str) -> None:
    with database.transaction() as session:
        audit.record(session, "claim", "user_task", 1, actor=7, company_id=1)

    with pytest.raises(Conflict, match="never"), database.transaction() as session:
        execute(session, verb)


def test_a_changed_link_of_the_chain_is_found(database: Database) -> None:
    with database.transaction() as session:
        for number in range(3):
            audit.record(session, "claim", "user_task", number, actor=7, company_id=1)
        session.flush()
        assert audit.seal(session, SECRET) == 3
        assert audit.verify(session, SECRET) is None

        first = session.scalars(select(func.min(audit.AuditEvent.id))).one()

        assert audit.verify(session, b"another secret") == first


def test_one_message_id_is_one_message(database: Database, moving_clock: clock.MovingClock) -> None:
    with database.transaction() as session:
        message = messages.publish(session, "payment-received", "42", {"amount": 1}, company_id=1, message_id="bank-1", ttl=timedelta(days=1))

        assert message.expires_at == moving_clock.now() + timedelta(days=1)
    with pytest.raises((Conflict, IntegrityError)), database.transaction() as session:
        messages.publish(session, "payment-received", "42", {}, company_id=1, message_id="bank-1")


def test_a_link_is_kept_once(database: Database) -> None:
    with database.transaction() as session:
        links.link(session, 5, "sales_order", 9)
        links.link(session, 5, "sales_order", 9)

        assert links.instances_of(session, "sales_order", 9) == [5]
        assert len(links.entities_of(session, 5)) == 1


def test_a_database_that_is_full_says_so_and_keeps_what_it_had(database: Database) -> None:
    if not database.sqlite:
        return
    with database.transaction() as session:
        audit.record(session, "first", "user_task", 1, actor=None, company_id=1)
        pages = execute(session, "PRAGMA page_count").scalar_one()

    with pytest.raises(Unavailable, match="no room left"):
        fill(database, pages)

    with database.reading() as session:
        assert session.scalars(select(audit.AuditEvent.action)).all() == ["first"]
