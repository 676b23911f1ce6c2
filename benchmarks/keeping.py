"""How many bytes does an instance keep, and how many SQL statements does a step cost?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks import counting
from benchmarks.results import Result
from engine.tables import ElementInstance, ProcessInstance, ScopeState, SequenceFlowTaken, TaskCandidate, UserTask, VariableChange
from kit.audit import AuditEvent
from kit.db import Base, Database
from kit.operations import ServiceCall

if TYPE_CHECKING:
    from benchmarks.works import Bench

NUMBER = 8


def kept_bytes(database: Database, process_id: str) -> dict[str, float]:
    """What the newest instance of the process keeps: the sum of its stored column bytes, without indexes."""
    with database.reading() as session:
        key = _newest(session, process_id)
        tasks = session.scalars(select(UserTask.id).filter_by(instance_key=key)).all()
        candidates = _bytes(session, TaskCandidate, TaskCandidate.task_key.in_(tasks))
        rows = [_bytes(session, table, table.instance_key == key) for table in (ElementInstance, SequenceFlowTaken, UserTask)]
        instance = _bytes(session, ProcessInstance, ProcessInstance.id == key)
        return {
            "history and task rows": sum(rows) + candidates + instance,
            "live state": _bytes(session, ScopeState, ScopeState.instance_key == key),
            "variable history": _bytes(session, VariableChange, VariableChange.instance_key == key),
            "service_call rows": _bytes(session, ServiceCall, ServiceCall.instance_key == key),
            "audit rows": _bytes(session, AuditEvent, AuditEvent.entity_id.in_([key, *tasks])),
        }


def live_bytes(database: Database, process_id: str) -> float:
    """Of the newest instance, without its variables."""
    with database.reading() as session:
        rows = session.scalars(select(ScopeState.live).filter_by(instance_key=_newest(session, process_id)))
        return sum(len(row.encode()) + 3 * NUMBER for row in rows)


def bytes_of_a_row(database: Database, process_id: str) -> float:
    """The mean history row of the newest instance: visits of elements, flows taken, changes of variables."""
    with database.reading() as session:
        key = _newest(session, process_id)
        tables = (ElementInstance, SequenceFlowTaken, VariableChange)
        rows = sum(session.scalar(select(func.count()).select_from(table).where(table.instance_key == key)) or 0 for table in tables)
        return round(sum(_bytes(session, table, table.instance_key == key) for table in tables) / rows, 1)


def statements(bench: Bench, process_id: str) -> Iterator[Result]:
    """Of a start and of a completion, without BEGIN and COMMIT."""
    keys: list[int] = []
    begun = len(counting.statements(bench.database, lambda: keys.append(bench.virke.start(process_id, {"amount": 5}))))
    task = bench.virke.next_task(keys[0])
    done = len(counting.statements(bench.database, lambda: bench.virke.complete(keys[0], task, {"approved": True})))
    yield Result("W1", bench.name, "virke", "statements of start", begun, "SQL", 1)
    yield Result("W1", bench.name, "virke", "statements of complete", done, "SQL", 1)


def _newest(session: Session, process_id: str) -> int:
    return session.scalars(select(ProcessInstance.id).filter_by(bpmn_process_id=process_id).order_by(ProcessInstance.id.desc()).limit(1)).one()


def _bytes(session: Session, table: type[Base], which: object) -> int:
    rows = session.execute(select(*table.__table__.columns).where(which))  # type: ignore[arg-type]  # a condition on that table
    return sum(_size(value) for row in rows for value in row)


def _size(value: object) -> int:
    if value is None:
        return 0
    return len(value.encode()) if isinstance(value, str) else NUMBER
