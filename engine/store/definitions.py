"""Which definition is meant?"""

from __future__ import annotations

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session

from engine.tables import ProcessDefinition
from kit.errors import NotFound
from kit.i18n import _


def latest(session: Session, process_id: str, company_id: int | None) -> ProcessDefinition | None:
    """The newest version that this company runs: its own wins over the shared one."""
    return session.scalars(_versions(process_id, company_id).limit(1)).first()


def required(session: Session, process_id: str, company_id: int | None) -> ProcessDefinition:
    definition = latest(session, process_id, company_id)
    if definition is None:
        raise NotFound(_("There is no process “%(process)s” for this company. Deploy it first.") % {"process": process_id})
    return definition


def tagged(session: Session, process_id: str, company_id: int, tag: str | None) -> ProcessDefinition | None:
    return session.scalars(_versions(process_id, company_id).where(ProcessDefinition.version_tag == tag).limit(1)).first()


def deployed_with(session: Session, process_id: str, definition_key: int) -> ProcessDefinition | None:
    """The newest version when this definition was deployed: of the same deployment, or unchanged by it."""
    calling = session.get_one(ProcessDefinition, definition_key)
    then = ProcessDefinition.deployment_key <= calling.deployment_key
    return session.scalars(_versions(process_id, calling.company_id).where(then).limit(1)).first()


def _versions(process_id: str, company_id: int | None) -> Select[ProcessDefinition]:
    """The versions that this company may run, the first one first."""
    company = ProcessDefinition.company_id
    wanted = select(ProcessDefinition).where(ProcessDefinition.bpmn_process_id == process_id, or_(company.is_(None), company == company_id))
    return wanted.order_by(case((company.is_(None), 1), else_=0), ProcessDefinition.version.desc())
