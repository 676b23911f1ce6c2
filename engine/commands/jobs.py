"""How is a job run: leased, worked on, and its outcome applied by the one who still holds the lease?"""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy.orm import Session

from engine.advance import Act, Beginning, Step
from engine.bpmn import next_due
from engine.bpmn.running.timing import after
from engine.model import Done, IncidentRaised, IncidentType, InstanceState, JobKind, Refused
from engine.services import StepServices
from engine.store import jobs
from engine.store.instances import locked
from engine.store.jobs import Lease
from engine.store.keeping import STATEMENTS, job_row, keep
from engine.tables import ProcessDefinition
from kit import clock
from kit.db import Database, execute_many
from kit.db.types import from_micros, to_micros
from kit.errors import AppError, Conflict
from kit.i18n import _
from kit.keys import new_key
from kit.log import get_logger

log = get_logger(__name__)
AT_ONCE = 50
OWN = (JobKind.OPERATION, JobKind.CONTINUE, JobKind.SIGNAL)
"""What the engine runs by itself, beside timers."""


def run_job(database: Database, key: int, worker: str) -> bool:
    """Run one due job; False when it was not to be had."""
    with database.transaction() as session:
        it = jobs.lease(session, key, worker)
    if it is None:
        return False
    try:
        with database.transaction() as session:
            _apply(session, it)
    except Conflict:
        log.info("Job %s is no longer waited for", key)
        with database.transaction() as session:
            jobs.drop(session, it)
    except (AppError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        log.exception("Job %s failed", key)
        with database.transaction() as session:
            failed(session, it, str(error))
    return True


def run_jobs(database: Database, worker: str) -> int:
    """Run what is due; gives how many jobs ran."""
    return _run(database, worker, OWN)


def fire_timers(database: Database, worker: str = "timer") -> int:
    """Fire the timers whose time has come, in the order of their times."""
    return _run(database, worker, (JobKind.TIMER,))


def _run(database: Database, worker: str, kinds: tuple[JobKind, ...]) -> int:
    with database.reading() as session:
        keys = jobs.due(session, kinds, AT_ONCE)
    return sum(run_job(database, key, worker) for key in keys)


def _apply(session: Session, it: Lease) -> None:
    if it.instance_key is None:
        _begin(session, it)
    elif it.kind is JobKind.OPERATION:
        _operate(session, it, it.instance_key)
    elif it.kind is JobKind.CONTINUE:
        _act(session, it, lambda execution: execution.go_on())
    else:
        _act(session, it, lambda execution: execution.trigger(it.wait_key, it.given))


def _act(session: Session, it: Lease, act: Act) -> None:
    """The instance's lock first, then the fence, then the step."""
    locked(session, it.instance_key or 0)
    done = jobs.drop(session, it) if it.kind in {JobKind.TIMER, JobKind.SIGNAL} else jobs.finish(session, it)
    if done:
        Step(session).act(it.instance_key or 0, act)


def _operate(session: Session, it: Lease, instance_key: int) -> None:
    instance = locked(session, instance_key)
    if instance.state is not InstanceState.ACTIVE:
        raise Conflict(_("The process instance %(key)s has ended. Nothing was changed.") % {"key": instance_key})
    answer = StepServices(session, instance, None).call(it.type, it.element_instance_key, it.element_id, it.given)
    if isinstance(answer, Done):
        _act(session, it, lambda execution: execution.complete_job(it.wait_key, answer.result))
    elif isinstance(answer, Refused):
        _act(session, it, lambda execution: execution.throw_from_job(it.wait_key, answer.code, answer.message, {}))
    else:
        failed(session, it, answer.message)


def failed(session: Session, it: Lease, cause: str) -> None:
    """One try less; after the last one an incident says why."""
    if it.retries > 1:
        jobs.put_off(session, it, cause, clock.now() + pause(it))
        return
    if jobs.give_up(session, it, cause) and it.instance_key is not None:
        said = IncidentRaised(new_key(), IncidentType.JOB_NO_RETRIES, it.element_instance_key or 0, it.element_id or "", cause, it.key)
        keep(session, locked(session, it.instance_key), [said])


def pause(it: Lease) -> timedelta:
    """How long to wait before the next try: what the task says, or longer each time."""
    if it.back_off:
        try:
            return after(clock.now(), it.back_off) - clock.now()
        except ValueError:
            log.warning("Job %s has no readable pause: %s", it.key, it.back_off)
    return jobs.PAUSES[min(it.attempt - 1, len(jobs.PAUSES) - 1)]


def _begin(session: Session, it: Lease) -> None:
    """A timer or signal start event: begin an instance, and set a cycle's next turn."""
    if not jobs.drop(session, it):
        return
    definition = session.get_one(ProcessDefinition, it.definition_key)
    if it.kind is JobKind.TIMER:
        _again(session, it)
    for company in _companies(session, it):
        Step(session).begin(definition, company, Beginning({}, it.element_id, it.given))


def _again(session: Session, it: Lease) -> None:
    following = next_due(json.loads(it.headers).get("cycle"))
    if following is None:
        return
    due, extra = following
    facts = {"company_id": it.company_id, "definition_key": it.definition_key, "element_id": it.element_id}
    row = job_row(JobKind.TIMER, **facts, run_at=to_micros(max(due, from_micros(it.run_at))), headers=json.dumps({"cycle": extra}))
    execute_many(session, STATEMENTS["job"], [row])


def _companies(session: Session, it: Lease) -> list[int]:
    """For whom a start event begins: its company, or for a shared definition nobody: it is deployed for a company when a timer shall start it."""
    if it.company_id is not None:
        return [it.company_id]
    definition = session.get_one(ProcessDefinition, it.definition_key)
    log.warning("%s starts by a timer for no company: deploy it for one", definition.bpmn_process_id)
    return []
