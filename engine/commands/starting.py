"""How does an instance begin, and how does an operator end it?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.advance import Beginning, Step
from engine.commands.answering import answer_to_start, attach_to_start
from engine.commands.operating import note, operated
from engine.store import definitions
from engine.who import SEES_ALL_DEPARTMENTS, Who, require
from kit import audit
from kit.errors import Forbidden, NotFound
from kit.i18n import _


def start(
    session: Session,
    process_id: str,
    variables: Mapping[str, object] | None = None,
    *,
    who: Who | None = None,
    company_id: int | None = None,
    department_id: int | None = None,
) -> int:
    """Start the newest version of a process; gives the instance's key. Without `who`, the system starts it for a company.

    With a department, its tasks are for that department's people. Raises Invalid for answers that the start form refuses.
    """
    if who is not None:
        require(who, "process.start")
    company = who.company_id if who else company_id
    if company is None:
        raise NotFound(_("An instance of “%(process)s” needs a company. Say for which one it is started.") % {"process": process_id})
    if department_id is not None and who is not None:
        _require_department(who, department_id)
    definition = definitions.required(session, process_id, company)
    actor = who.user_id if who else None
    values = answer_to_start(session, definition, variables or {}, who, company)
    key = Step(session, actor).begin(definition, company, Beginning(values, department_id=department_id))
    attach_to_start(session, definition, key, company, values, who)
    detail: dict[str, object] = {"process": process_id, "version": definition.version}
    audit.record(session, "process.start", "process_instance", key, actor=actor, company_id=company, detail=detail)
    return key


def _require_department(who: Who, department_id: int) -> None:
    if department_id not in who.departments and who.level < SEES_ALL_DEPARTMENTS:
        raise Forbidden(_("%(name)s is not of that department. Start it for one of your own, or for the whole company.") % {"name": who.name})


def cancel(session: Session, instance_key: int, *, who: Who | None = None) -> None:
    """End an instance, and what it called, from outside."""
    instance = operated(session, instance_key, who)
    Step(session, who.user_id if who else None).act_anyway(instance, lambda execution: execution.cancel())
    note(session, "process.cancel", instance, who)
