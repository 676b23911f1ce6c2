"""Do plain SQL and the ORM see one another's rows within a transaction, and does each of them undo what it must?"""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from kit import audit
from kit.audit import AuditEvent
from kit.db import Database, after_commit, execute, execute_many, execute_together
from kit.db.combining import combined
from kit.errors import Conflict
from kit.keys import Keys, new_key, new_keys
from kit.links import ProcessLink, link
from kit.operations import Context

INSERT = "INSERT INTO process_link (id, instance_key, entity_type, entity_id, role) VALUES (:id, :instance, 'order', :order, 'subject')"
COUNT = "SELECT COUNT(*) FROM process_link"


def write(session: Session, *keys: int) -> None:
    execute_many(session, INSERT, [{"id": key, "instance": 1, "order": key} for key in keys])


def kept(database: Database) -> int:
    with database.reading() as session:
        return int(execute(session, COUNT).scalar_one())


def test_what_is_written_plainly_is_seen_by_both(database: Database) -> None:
    with database.transaction() as session:
        write(session, 1, 2)

        assert execute(session, COUNT).scalar_one() == 2
        write(session, 3)
        assert session.scalar(select(func.count()).select_from(ProcessLink)) == 3
        write(session, 4)
        assert [found.scalar_one() for found in execute_together(session, [(COUNT, {}), (COUNT, {}), (COUNT, {})])] == [4, 4, 4]

    assert kept(database) == 4


def test_what_the_orm_writes_is_seen_plainly_and_both_are_kept(database: Database) -> None:
    with database.transaction() as session:
        link(session, 1, "order", 10)
        write(session, 2)
        assert execute(session, COUNT).scalar_one() == 2
        write(session, 3)

    assert kept(database) == 3


def test_rows_that_are_only_added_to_the_session_are_kept_with_the_plain_ones(database: Database) -> None:
    with database.transaction() as session:
        session.add(ProcessLink(instance_key=1, entity_type="order", entity_id=10, role="subject"))
        write(session, 2)

    assert kept(database) == 2


def test_nothing_is_kept_when_the_block_raises(database: Database) -> None:
    told: list[str] = []

    def half_way() -> None:
        with database.transaction() as session:
            after_commit(session, lambda: told.append("committed"))
            link(session, 1, "order", 10)
            write(session, 2)
            raise Conflict("No.")

    with pytest.raises(Conflict):
        half_way()

    assert (kept(database), told) == (0, [])


def test_a_savepoint_undoes_what_was_written_in_it_and_only_that(database: Database) -> None:
    with database.transaction() as session:
        write(session, 1)
        savepoint = session.begin_nested()
        write(session, 2)
        link(session, 1, "order", 30)
        savepoint.rollback()
        write(session, 4)

        assert [row.id for row in execute(session, "SELECT id FROM process_link ORDER BY id")] == [1, 4]
    assert kept(database) == 2


def test_a_write_that_fails_late_ends_the_whole_transaction(database: Database) -> None:
    """Also when somebody catches what the first to look was told."""

    def stubborn() -> None:
        with database.transaction() as session:
            write(session, 1)
            write(session, 1)
            with pytest.raises(IntegrityError):
                execute(session, COUNT)
            write(session, 2)

    with pytest.raises(Conflict, match="breaks a rule"):
        stubborn()

    assert kept(database) == 0


def test_a_broken_rule_is_told_at_the_commit(database: Database) -> None:
    def twice() -> None:
        with database.transaction() as session:
            write(session, 1)
            write(session, 1)

    with pytest.raises(Conflict, match="breaks a rule"):
        twice()

    assert kept(database) == 0


def test_an_audit_row_is_kept_with_the_commit(database: Database) -> None:
    with database.transaction() as session:
        audit.record(session, "made", "order", 5, actor=None, company_id=1)

    with database.reading() as session:
        assert session.scalars(select(AuditEvent.action)).all() == ["made"]


def test_a_row_knows_its_columns(database: Database) -> None:
    with database.transaction() as session:
        write(session, 7)
        found = execute(session, "SELECT id, entity_type AS kind FROM process_link")

        assert found.one().kind == "order"
        assert found.mappings().one() == {"id": 7, "kind": "order"}
        assert execute(session, "UPDATE process_link SET role = 'other' WHERE id = 7").rowcount == 1
        assert execute(session, "SELECT id FROM process_link WHERE id = :key", {"key": 8}).first() is None


def test_a_connection_that_was_lost_is_replaced(database: Database) -> None:
    """PostgreSQL ends its sessions; who is in the middle of one is told, whoever comes next notices nothing."""
    if database.sqlite:
        return
    with database.reading() as session:
        other = execute(session, "SELECT pg_backend_pid()").scalar_one()
        with database.reading() as killer:
            execute(killer, "SELECT pg_terminate_backend(:pid)", {"pid": other})
        with pytest.raises(OperationalError):
            execute(session, "SELECT 1")

    assert kept(database) == 0


def test_an_operation_that_asks_for_no_session_sets_no_savepoint(database: Database) -> None:
    with database.transaction() as session:
        inside = Context(session, 1, None, "k").guarded()
        assert not session.in_nested_transaction()
        assert inside.session is session
        assert session.in_nested_transaction()


def test_keys_that_are_taken_together_are_unique_and_in_order() -> None:
    one = Keys()

    taken = [new_key(), *new_keys(1024), *(one.new() for _time in range(40)), new_key()]

    assert len(set(taken)) == len(taken)
    assert taken[:-41] == sorted(taken[:-41])
    assert taken[-41:] == sorted(taken[-41:])


def test_rows_written_to_several_tables_and_twice_to_one_are_all_there(database: Database) -> None:
    """Where the database takes them as one statement, no row may depend on another's."""
    with database.transaction() as session:
        write(session, 1, 2)
        audit.record(session, "made", "order", 5, actor=None, company_id=1)
        execute_many(session, "UPDATE process_link SET role = 'other' WHERE id = :key", [{"key": 1}])
        execute_many(session, "UPDATE process_link SET role = 'third' WHERE id = :key AND role = 'other'", [{"key": 1}])
        write(session, *range(10, 40))
        execute_many(session, "DELETE FROM process_link WHERE id = :key", [{"key": 2}, {"key": 10}])

    with database.reading() as session:
        assert [row.id for row in execute(session, "SELECT id FROM process_link ORDER BY id")] == [1, *range(11, 40)]
        assert execute(session, "SELECT role FROM process_link WHERE id = 1").scalar_one() == "third"
        assert session.scalars(select(AuditEvent.action)).all() == ["made"]


def test_statements_are_combined_only_where_they_cannot_meet() -> None:
    insert = "INSERT INTO a (id, name) VALUES (%(id)s, %(name)s)"
    other, change, looks = (
        "INSERT INTO b (id) VALUES (%(id)s)",
        "UPDATE c SET x = 1 WHERE id = %(id)s",
        "DELETE FROM d WHERE id IN (SELECT id FROM a)",
    )
    row = {"id": 1, "name": "n"}

    together = list(combined([(insert, [row, row]), (other, [row]), (change, [row])]))
    apart = list(combined([(insert, [row]), (looks, [{}]), (insert, [row]), (insert, [row]), (change, [row, row])]))

    text = "WITH w0 AS (INSERT INTO a (id, name) VALUES (%s, %s), (%s, %s)), w1 AS (INSERT INTO b (id) VALUES (%s)) UPDATE c SET x = 1 WHERE id = %s"
    assert together == [(text, ([1, "n", 1, "n", 1, 1],))]
    assert [statement for statement, _rows in apart] == [insert, looks, insert, insert, change]
