"""How does a worker outside take jobs, and tell how they went?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from engine.advance import Act, Step
from engine.commands.applying import failed
from engine.store import jobs
from engine.store.instances import locked
from engine.store.jobs import Lease
from engine.tables import Job
from engine.who import Who, require
from kit import clock
from kit.errors import Conflict
from kit.i18n import _


def activate(session: Session, job_type: str, worker: str, *, who: Who, limit: int = 10, lasting: timedelta = jobs.LEASE) -> list[Lease]:
    """Lease due jobs of one type, of this worker's company; each goes to one worker alone."""
    require(who, "process.operate")
    wanted = "kind = 'EXTERNAL' AND type = :type AND company_id = :company"
    return jobs.lease_due(session, wanted, worker, limit, lasting=lasting, type=job_type, company=who.company_id)


def complete_job(session: Session, key: int, variables: Mapping[str, object], *, who: Who) -> None:
    """The work is done; the process runs on with its result. Raises Conflict when the lease is lost."""
    _act(session, key, who, lambda execution: execution.complete_job(key, variables))


def refuse_job(session: Session, key: int, code: str, message: str = "", *, who: Who) -> None:
    """The work ended in a business error: its BPMN error event catches it."""
    _act(session, key, who, lambda execution: execution.throw_from_job(key, code, message, {}))


def fail_job(session: Session, key: int, cause: str, *, who: Who, pause: timedelta | None = None) -> None:
    """The work failed technically: it is due again later, or an incident after its last try."""
    it = _held(session, key, who)
    if pause is not None and it.retries > 1:
        jobs.put_off(session, it, cause, clock.now() + pause)
    else:
        failed(session, it, cause)


def _act(session: Session, key: int, who: Who, act: Act) -> None:
    it = _held(session, key, who)
    if it.instance_key is None or not jobs.finish(session, it):
        raise _lost(key)
    Step(session, who.user_id).act(it.instance_key, act)


def _held(session: Session, key: int, who: Who) -> Lease:
    """The lease, read under the lock of its instance."""
    require(who, "process.operate")
    found = session.get(Job, key)
    if found is None or found.company_id != who.company_id or found.instance_key is None:
        raise _lost(key)
    locked(session, found.instance_key)
    it = jobs.held(session, key)
    if it is None:
        raise _lost(key)
    return it


def _lost(key: int) -> Conflict:
    return Conflict(_("The job %(key)s is not leased to this worker. Nothing was changed; activate it again.") % {"key": key})
