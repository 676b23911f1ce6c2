"""What do lists show of tasks beside their names: the columns that each process's designer has chosen?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.plan import Column
from engine.model import Variables
from engine.plans import plan_of
from engine.queries.views import TaskView
from engine.tables import ScopeState
from feel import codec


def columns(session: Session, tasks: Sequence[TaskView]) -> dict[int, tuple[tuple[str, object], ...]]:
    """Titles and values by the task's key, of the variables that its whole instance has; one look-up for all of them."""
    chosen = {key: plan_of(session, key).columns for key in {task.definition_key for task in tasks}}
    wanted = {task.instance_key for task in tasks if chosen[task.definition_key]}
    if not wanted:
        return {}
    rows = session.execute(select(ScopeState.scope_key, ScopeState.variables).where(ScopeState.scope_key.in_(sorted(wanted))))
    variables = {key: _loaded(text) for key, text in rows}
    return {task.key: tuple(_values(chosen[task.definition_key], variables.get(task.instance_key, {}))) for task in tasks}


def _values(chosen: Sequence[Column], variables: Variables) -> Iterator[tuple[str, object]]:
    for column in chosen:
        value: object = variables
        for name in column.path:
            value = value.get(name) if isinstance(value, dict) else None
        if value is not None and not isinstance(value, dict | list):
            yield column.title, value


def _loaded(text: str | None) -> Variables:
    value = codec.load(text) if text else {}
    return value if isinstance(value, dict) else {}
