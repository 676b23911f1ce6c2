"""How is the outcome of a job applied by the one who still holds its lease?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from engine.advance import Act, Step
from engine.asking import Answer, Done, Refused
from engine.bpmn.running.timing import after
from engine.model import IncidentRaised, IncidentType, JobKind
from engine.store import jobs
from engine.store.instances import locked
from engine.store.jobs import Lease
from engine.store.keeping import keep
from engine.store.variables import visible_to
from kit import clock
from kit.keys import new_key
from kit.log import get_logger

log = get_logger(__name__)


def act_fenced(session: Session, it: Lease, act: Act) -> bool:
    """The instance's lock first, then the fence, then the step; False when the lease is lost and nothing is changed."""
    locked(session, it.instance_key or 0)
    done = jobs.drop(session, it) if it.kind in {JobKind.TIMER, JobKind.SIGNAL} else jobs.finish(session, it)
    if done:
        Step(session).act(it.instance_key or 0, act)
    return done


def apply_answer(session: Session, it: Lease, answer: Answer) -> bool:
    """The process goes on with the result, or the BPMN error is thrown, or the job is tried again."""
    if isinstance(answer, Done):
        return act_fenced(session, it, lambda execution: execution.complete_job(it.wait_key, answer.result))
    if isinstance(answer, Refused):
        return act_fenced(session, it, lambda execution: execution.throw_from_job(it.wait_key, answer.code, answer.message, {}))
    failed(session, it, answer.message)
    return False


def failed(session: Session, it: Lease, cause: str) -> None:
    """One try less; after the last one an incident says why."""
    if it.retries > 1:
        jobs.put_off(session, it, cause, clock.now() + pause(it))
        return
    if jobs.give_up(session, it, cause) and it.instance_key is not None:
        seen = visible_to(session, it.instance_key, it.element_instance_key)
        said = IncidentRaised(new_key(), IncidentType.JOB_NO_RETRIES, it.element_instance_key or 0, it.element_id or "", cause, it.key, seen)
        keep(session, locked(session, it.instance_key), [said])


def pause(it: Lease) -> timedelta:
    """How long to wait before the next try: what the task says, or longer each time."""
    if it.back_off:
        try:
            return after(clock.now(), it.back_off) - clock.now()
        except ValueError:
            log.warning("Job %s has no readable pause: %s", it.key, it.back_off)
    return jobs.PAUSES[min(it.attempt - 1, len(jobs.PAUSES) - 1)]
