"""Which rows does each effect become? They are gathered first, so that a step writes each table once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import simplejson
from sqlalchemy.orm import Session

from engine import model
from engine.store.forms import pinned
from engine.store.instances import Instance, save_scopes
from engine.store.variables import value_key
from engine.store.waking import wake_after_commit
from feel import codec
from kit import clock, operations
from kit.db import execute_many
from kit.db.types import to_micros
from kit.keys import Keys, new_key

Row = dict[str, object]


def insert(table: str, columns: str) -> str:
    """The INSERT statement for these columns; its parameters have their names."""
    names = columns.split()
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"  # noqa: S608  names of ours


DECIDED = insert(
    "decision_instance",
    "id evaluation_key number definition_key decision_id root_key kind company_id instance_key element_instance_key element_id failure result notes"
    " inputs rules evaluated_at",
)
OPEN = "state IN ('READY', 'LEASED', 'SUSPENDED', 'FAILED')"
STATEMENTS = {
    "ended": "UPDATE process_instance SET state = :state, ended_at = :at, result = :result WHERE id = :key",
    "left": "UPDATE element_instance SET state = :state, ended_at = :at WHERE id = :key",
    "stopped": "UPDATE process_instance SET stopped = :yes WHERE id = :key",
    "over": "UPDATE incident SET state = 'RESOLVED', resolved_at = :at WHERE element_instance_key = :key AND state = 'ACTIVE'",
    "closed": "UPDATE user_task SET state = :state, closed_at = :at WHERE id = :key",
    "completed": (
        "UPDATE user_task SET state = :state, closed_at = :at, completed_by = :actor, assignee = COALESCE(assignee, :assignee),"
        " assignee_name = COALESCE(assignee_name, :name), on_behalf_of = :behalf WHERE id = :key"
    ),
    "taken": "UPDATE task_candidate SET is_free = :no WHERE task_key = :key",
    "job_closed": f"UPDATE job SET state = 'CANCELED' WHERE id = :key AND {OPEN}",  # noqa: S608  the condition is ours
    "timer_cleared": "DELETE FROM job WHERE id = :key",
    "unsubscribed": "DELETE FROM subscription WHERE id = :key",
    "entered": insert("element_instance", "id instance_key element_id element_type scope_key state started_at ended_at"),
    "flow": insert("sequence_flow_taken", "id instance_key flow_id taken_at"),
    "variable": insert("variable_change", "id instance_key scope_key name value value_key changed_at"),
    "task": insert(
        "user_task",
        "id instance_key definition_key company_id department_id element_id name form_id form_key assignee assignee_name state priority due"
        " comes_at follow_up headers opened_at",
    ),
    "candidate": insert("task_candidate", "id task_key kind name company_id department_id comes_at is_free"),
    "job": insert(
        "job",
        "id kind company_id instance_key definition_key wait_key element_instance_key element_id type given headers state retries back_off"
        " run_at attempt cause",
    ),
    "subscription": insert("subscription", "id kind company_id instance_key definition_key element_instance_key element_id name correlation_key"),
    "decided": DECIDED,
    "incident": insert("incident", "id company_id instance_key element_instance_key element_id job_key type message variables state raised_at"),
}
"""In the order in which they are written."""


def keep(session: Session, instance: Instance, effects: Iterable[model.Effect], changed: Changed | None = None) -> None:
    """Write what concerns this instance alone; the rest is for the step (see advance)."""
    changed = changed or Changed()
    keeping = Keeping(session, instance, changed)
    keeping.rows["decided"] = [*changed.decided]
    for effect in effects:
        keeping.take(effect)
    save_scopes(session, instance, changed.scopes, changed.stored)
    operations.write(session, changed.done)
    for name, statement in STATEMENTS.items():
        if name in keeping.rows:
            execute_many(session, statement, keeping.rows[name])
    if keeping.rows["job"]:
        wake_after_commit(session)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a step has changed beside its effects: the scopes; and who did it, by key and name."""

    scopes: list[model.ScopeRow] = field(default_factory=list)
    stored: frozenset[int] = frozenset()
    """Those that have a row already."""
    done: Sequence[operations.Entry] = ()
    """What operations have done."""
    decided: Sequence[Row] = ()
    """How decisions were made."""
    actor: int | None = None
    name: str | None = None
    behalf: int | None = None
    """Whose substitute the actor is in this."""


def job_row(kind: model.JobKind, **facts: object) -> Row:
    """A job's row with its usual values."""
    usual: Row = {
        "id": new_key(), "kind": kind.value, "company_id": None, "instance_key": None, "definition_key": None, "wait_key": None,
        "element_instance_key": None, "element_id": None, "type": "", "given": "{}", "headers": "{}", "state": "READY", "retries": 3,
        "back_off": None, "run_at": to_micros(clock.now()), "attempt": 0, "cause": None,
    }  # fmt: skip
    return {**usual, **facts}


class Keeping:
    """The rows of one step, by statement."""

    def __init__(self, session: Session, instance: Instance, changed: Changed) -> None:
        self.session = session
        self.instance = instance
        self.actor, self.name, self.behalf = changed.actor, changed.name, changed.behalf
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self._entered: dict[int, Row] = {}
        self._opened: dict[int, Row] = {}
        self._offered: dict[int, list[Row]] = {}
        self._changed: dict[tuple[int, str], Row] = {}
        self._waiting: dict[int, tuple[str, Row]] = {}
        self._keys = Keys()
        self._at: datetime | None = None
        self._at_micros = 0

    def _micros(self, at: datetime) -> int:
        """Nearly all that a step did it did at one instant."""
        if at is not self._at:
            self._at, self._at_micros = at, to_micros(at)
        return self._at_micros

    def take(self, effect: model.Effect) -> None:
        taker = TAKERS.get(type(effect))
        if taker is not None:
            taker(self, effect)

    def entered(self, it: model.Entered) -> None:
        row: Row = {
            "id": it.key, "instance_key": self.instance.key, "element_id": it.element_id, "element_type": it.element_type,
            "scope_key": it.scope_key, "state": "ACTIVE", "started_at": self._micros(it.at), "ended_at": None,
        }  # fmt: skip
        self._entered[it.key] = row
        self.rows["entered"].append(row)

    def left(self, it: model.Left) -> None:
        row = self._entered.get(it.key)
        if row is not None:
            row.update(state=it.state.value, ended_at=self._micros(it.at))
            return
        self.rows["left"].append({"key": it.key, "state": it.state.value, "at": self._micros(it.at)})
        if self.instance.stopped:
            self.rows["over"].append({"key": it.key, "at": self._micros(it.at)})

    def flow(self, it: model.FlowTaken) -> None:
        self.rows["flow"].append({"id": self._keys.new(), "instance_key": self.instance.key, "flow_id": it.flow_id, "taken_at": self._micros(it.at)})

    def variables(self, it: model.VariablesChanged) -> None:
        """A name that changes twice within a step has had one value only for others."""
        for name, value in it.values.items():
            row = self._changed.get((it.scope_key, name))
            if row is None:
                row = {"id": self._keys.new(), "instance_key": self.instance.key, "scope_key": it.scope_key, "name": name}
                self._changed[it.scope_key, name] = row
                self.rows["variable"].append(row)
            text = codec.dump(value)
            row.update(value=text, value_key=value_key(value, text), changed_at=self._micros(it.at))

    def task(self, it: model.TaskOpened) -> None:
        row: Row = {
            "id": it.key, "instance_key": self.instance.key, "definition_key": self.instance.definition_key,
            "company_id": self.instance.company_id, "department_id": self.instance.department_id, "element_id": it.element_id,
            "name": it.name, "form_id": it.form_id, "form_key": self._form(it),
            "assignee": it.assignee, "assignee_name": it.assignee, "state": "CREATED",
            "priority": it.priority, "due": _micros(it.due), "comes_at": to_micros(it.due or model.NO_DUE), "follow_up": _micros(it.follow_up),
            "headers": _json(it.headers), "opened_at": to_micros(clock.now()),
        }  # fmt: skip
        self.rows["task"].append(row)
        self._opened[it.key] = row
        named = [("GROUP", name) for name in it.candidate_groups] + [("USER", name) for name in it.candidate_users]
        offered: Row = {
            "task_key": it.key, "company_id": self.instance.company_id, "department_id": self.instance.department_id,
            "comes_at": row["comes_at"], "is_free": it.assignee is None,
        }  # fmt: skip
        self._offered[it.key] = [{**offered, "id": self._keys.new(), "kind": kind, "name": name} for kind, name in named or [("ALL", "")]]
        self.rows["candidate"] += self._offered[it.key]

    def _form(self, it: model.TaskOpened) -> int | None:
        if it.form_id is None:
            return None
        return pinned(self.session, it.form_id, self.instance.company_id, self.instance.definition_key, it.form_binding)

    def closed(self, it: model.TaskClosed) -> None:
        row = self._opened.get(it.key)
        if row is not None:
            row["state"] = it.state.value
            for each in self._offered[it.key]:
                each["is_free"] = False
            return
        self.rows["taken"].append({"key": it.key, "no": False})
        facts: Row = {"key": it.key, "state": it.state.value, "at": self._micros(it.at)}
        if it.state is model.TaskState.COMPLETED and self.actor is not None:
            self.rows["completed"].append({**facts, "actor": self.actor, "assignee": str(self.actor), "name": self.name, "behalf": self.behalf})
        else:
            self.rows["closed"].append(facts)

    def job(self, it: model.JobFiled) -> None:
        given = codec.dump(it.given)
        self._wait_for(it.key, "job", job_row(
            it.kind, id=it.key, company_id=self.instance.company_id, instance_key=self.instance.key, wait_key=it.key,
            element_instance_key=it.element_instance_key, element_id=it.element_id, type=it.type, given=given,
            headers=_json(it.headers), retries=it.retries, back_off=it.back_off, cause=it.cause,
        ))  # fmt: skip

    def timer(self, it: model.TimerSet) -> None:
        self._wait_for(it.key, "job", job_row(
            model.JobKind.TIMER, id=it.key, company_id=self.instance.company_id, instance_key=self.instance.key, wait_key=it.key,
            element_instance_key=it.element_instance_key, element_id=it.element_id, run_at=to_micros(it.due),
        ))  # fmt: skip

    def subscribed(self, it: model.Subscribed) -> None:
        self._wait_for(it.key, "subscription", {
            "id": it.key, "kind": it.kind.value, "company_id": self.instance.company_id, "instance_key": self.instance.key,
            "definition_key": None, "element_instance_key": it.element_instance_key, "element_id": it.element_id, "name": it.name,
            "correlation_key": it.correlation_key,
        })  # fmt: skip

    def incident(self, it: model.IncidentRaised) -> None:
        if not self.instance.stopped:
            self.rows["stopped"] = [{"yes": True, "key": self.instance.key}]
        self.rows["incident"].append({
            "id": it.key, "company_id": self.instance.company_id, "instance_key": self.instance.key,
            "element_instance_key": it.element_instance_key, "element_id": it.element_id, "job_key": it.job_key,
            "type": it.type.value, "message": it.message, "variables": codec.dump(it.variables), "state": "ACTIVE",
            "raised_at": to_micros(clock.now()),
        })  # fmt: skip

    def ended(self, it: model.InstanceEnded) -> None:
        result = codec.dump(it.variables)
        self.rows["ended"] = [{"key": self.instance.key, "state": it.state.value, "at": self._micros(it.at), "result": result}]

    def go_on(self, it: model.Continue) -> None:
        self.rows["job"].append(job_row(model.JobKind.CONTINUE, id=it.key, company_id=self.instance.company_id, instance_key=self.instance.key))

    def _wait_for(self, key: int, table: str, row: Row) -> None:
        self._waiting[key] = (table, row)
        self.rows[table].append(row)

    def wait_over(self, it: model.JobClosed | model.TimerCleared | model.Unsubscribed) -> None:
        """A wait of this very step leaves no row; an older one loses its row."""
        if it.key in self._waiting:
            table, row = self._waiting.pop(it.key)
            self.rows[table].remove(row)
            return
        names = {model.JobClosed: "job_closed", model.TimerCleared: "timer_cleared", model.Unsubscribed: "unsubscribed"}
        self.rows[names[type(it)]].append({"key": it.key})


def _micros(at: datetime | None) -> int | None:
    return None if at is None else to_micros(at)


def _json(headers: Mapping[str, object]) -> str:
    return simplejson.dumps(headers) if headers else "{}"


TAKERS: Mapping[type, Callable[..., None]] = {
    model.Entered: Keeping.entered,
    model.Left: Keeping.left,
    model.FlowTaken: Keeping.flow,
    model.VariablesChanged: Keeping.variables,
    model.TaskOpened: Keeping.task,
    model.TaskClosed: Keeping.closed,
    model.JobFiled: Keeping.job,
    model.TimerSet: Keeping.timer,
    model.Subscribed: Keeping.subscribed,
    model.IncidentRaised: Keeping.incident,
    model.InstanceEnded: Keeping.ended,
    model.Continue: Keeping.go_on,
    model.JobClosed: Keeping.wait_over,
    model.TimerCleared: Keeping.wait_over,
    model.Unsubscribed: Keeping.wait_over,
}
