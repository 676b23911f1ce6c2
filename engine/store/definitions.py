"""Which definition is meant?"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.tables import ProcessDefinition
from kit.errors import NotFound
from kit.i18n import _


def latest(session: Session, process_id: str, company_id: int | None) -> ProcessDefinition | None:
    """The newest version that this company runs: its own wins over the shared one."""
    found = _versions(session, process_id, company_id)
    return max(found, key=lambda each: (each.company_id is not None, each.version), default=None)


def required(session: Session, process_id: str, company_id: int | None) -> ProcessDefinition:
    definition = latest(session, process_id, company_id)
    if definition is None:
        raise NotFound(_("There is no process “%(process)s” for this company. Deploy it first.") % {"process": process_id})
    return definition


def tagged(session: Session, process_id: str, company_id: int, tag: str | None) -> ProcessDefinition | None:
    found = [each for each in _versions(session, process_id, company_id) if each.version_tag == tag]
    return max(found, key=lambda each: (each.company_id is not None, each.version), default=None)


def deployed_with(session: Session, process_id: str, definition_key: int) -> ProcessDefinition | None:
    """The newest version when this definition was deployed: of the same deployment, or unchanged by it."""
    calling = session.get_one(ProcessDefinition, definition_key)
    found = [each for each in _versions(session, process_id, calling.company_id) if each.deployment_key <= calling.deployment_key]
    return max(found, key=lambda each: (each.company_id is not None, each.version), default=None)


def _versions(session: Session, process_id: str, company_id: int | None) -> list[ProcessDefinition]:
    company = ProcessDefinition.company_id
    wanted = select(ProcessDefinition).where(ProcessDefinition.bpmn_process_id == process_id, or_(company.is_(None), company == company_id))
    return list(session.scalars(wanted))
