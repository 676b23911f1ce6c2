"""How is a job run: leased, worked on, and its outcome applied by the one who still holds the lease?"""

from __future__ import annotations

import json

from sqlalchemy.orm import Session

from engine.advance import Beginning, Step, at_rest
from engine.bpmn import next_due
from engine.commands.applying import act_fenced, apply_answer, failed
from engine.commands.outside import is_slow, work_outside
from engine.commands.scripting import work_script
from engine.commands.slicing import fail_batch, work_batch
from engine.model import CallStarted, InstanceState, JobKind
from engine.services import StepServices
from engine.store import definitions, jobs
from engine.store.instances import locked
from engine.store.jobs import Lease
from engine.store.keeping import STATEMENTS, job_row
from kit import clock
from kit.db import Database, execute_many
from kit.db.types import from_micros, to_micros
from kit.errors import AppError, Conflict
from kit.log import get_logger

log = get_logger(__name__)
AT_ONCE = 50
OWN = (JobKind.OPERATION, JobKind.CONTINUE, JobKind.SIGNAL, JobKind.CALL, JobKind.SCRIPT, JobKind.BATCH)
"""What the engine runs by itself, beside timers."""


def run_job(database: Database, key: int, worker: str) -> bool:
    """Run one due job; False when it was not to be had."""
    with database.transaction() as session:
        it = jobs.lease(session, key, worker)
    if it is not None:
        _work(database, it)
    return it is not None


def run_jobs(database: Database, worker: str) -> int:
    """Run what is due; gives how many jobs ran."""
    return _run(database, worker, OWN)


def fire_timers(database: Database, worker: str = "timer") -> int:
    """Fire the timers whose time has come, in the order of their times."""
    return _run(database, worker, (JobKind.TIMER,))


def due_jobs(session: Session, limit: int) -> list[int]:
    """The keys of what run_job can do now, timers too."""
    return jobs.due(session, (*OWN, JobKind.TIMER), limit)


def _run(database: Database, worker: str, kinds: tuple[JobKind, ...]) -> int:
    """One at a time: whoever leases more than it works on keeps others from it."""
    with database.reading() as session:
        waiting = len(jobs.due(session, kinds, AT_ONCE))
    for done in range(waiting):
        with database.transaction() as session:
            taken = jobs.lease_due(session, jobs.of_kinds(kinds), worker, 1)
        if not taken:
            return done
        _work(database, taken[0])
    return waiting


def _work(database: Database, it: Lease) -> None:
    """Do what the job asks. Whatever goes wrong is counted in a transaction of its own."""
    try:
        if it.kind is JobKind.OPERATION and is_slow(it.type):
            work_outside(database, it)
        elif it.kind is JobKind.SCRIPT:
            work_script(database, it)
        elif it.kind is JobKind.BATCH:
            work_batch(database, it)
        else:
            with database.transaction() as session:
                _apply(session, it)
    except Conflict:
        log.info("Job %s is no longer waited for", it.key)
        with database.transaction() as session:
            jobs.drop(session, it)
    except Exception as error:  # the one place: an incident names what nobody foresaw
        log.exception("Job %s failed", it.key)
        with database.transaction() as session:
            failed(session, it, error.message if isinstance(error, AppError) else f"{type(error).__name__}: {error}")
            if it.kind is JobKind.BATCH and it.retries <= 1:
                fail_batch(session, it)


def _apply(session: Session, it: Lease) -> None:
    if it.instance_key is None:
        _begin(session, it)
    elif it.kind is JobKind.OPERATION:
        _operate(session, it, it.instance_key)
    elif it.kind is JobKind.CALL:
        _call(session, it, it.instance_key)
    elif it.kind is JobKind.CONTINUE:
        act_fenced(session, it, lambda execution: execution.go_on())
    else:
        act_fenced(session, it, lambda execution: execution.trigger(it.wait_key, it.given))


def _operate(session: Session, it: Lease, instance_key: int) -> None:
    """A record operation that failed within its step, once more."""
    instance = locked(session, instance_key)
    if instance.state is not InstanceState.ACTIVE:
        raise at_rest(instance)
    apply_answer(session, it, StepServices(session, instance, None).call(it.type, it.element_instance_key, it.element_id, it.given))


def _call(session: Session, it: Lease, instance_key: int) -> None:
    """Begin the process that a call activity waits for."""
    instance = locked(session, instance_key)
    if instance.state is not InstanceState.ACTIVE:
        raise at_rest(instance)
    if jobs.drop(session, it):
        asked = json.loads(it.headers)
        step = Step(session)
        step.turn = asked["turn"]
        step.call(instance, CallStarted(it.wait_key, it.element_id, asked["process"], asked["binding"], asked["tag"], it.given))


def _begin(session: Session, it: Lease) -> None:
    """A timer or signal start event: begin an instance, and set a cycle's next turn."""
    if not jobs.drop(session, it):
        return
    definition = definitions.by_key(session, it.definition_key or 0)
    if it.kind is JobKind.TIMER:
        _again(session, it)
    for company in _companies(session, it):
        Step(session).begin(definition, company, Beginning({}, it.element_id, it.given))


def _again(session: Session, it: Lease) -> None:
    following = next_due(json.loads(it.headers).get("cycle"), clock.now())
    if following is None:
        return
    due, extra = following
    facts = {"company_id": it.company_id, "definition_key": it.definition_key, "element_id": it.element_id}
    row = job_row(JobKind.TIMER, **facts, run_at=to_micros(max(due, from_micros(it.run_at))), headers=json.dumps({"cycle": extra}))
    execute_many(session, STATEMENTS["job"], [row])


def _companies(session: Session, it: Lease) -> list[int]:
    """For whom a start event begins: its company. A shared definition that the system itself deployed has none (see docs/decisions)."""
    if it.company_id is not None:
        return [it.company_id]
    definition = definitions.by_key(session, it.definition_key or 0)
    log.warning("%s starts by a timer for no company: deploy it for one", definition.bpmn_process_id)
    return []
