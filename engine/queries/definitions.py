"""Which processes can be started, and what is their drawing?"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import plans
from engine.plans import plan_of
from engine.queries.views import DefinitionView
from engine.store.definitions import required
from engine.tables import ProcessDefinition
from engine.who import Who
from forms import Document
from kit.errors import NotFound
from kit.i18n import _


def definitions(session: Session, *, who: Who, all_versions: bool = False) -> list[DefinitionView]:
    """The newest version of each process that this company runs, by name; or all versions."""
    company = ProcessDefinition.company_id
    found = session.scalars(
        select(ProcessDefinition)
        .where(or_(company.is_(None), company == who.company_id))
        .order_by(ProcessDefinition.name, company.is_not(None), ProcessDefinition.version)
    ).all()
    chosen = list(found) if all_versions else list({each.bpmn_process_id: each for each in found}.values())
    return [_view(session, each) for each in chosen]


def definition(session: Session, definition_key: int, *, who: Who) -> DefinitionView:
    return _view(session, _seen(session, definition_key, who))


def definition_xml(session: Session, definition_key: int, *, who: Who) -> bytes:
    """The model as it was deployed."""
    return _seen(session, definition_key, who).xml


def element_names(session: Session, definition_key: int, *, who: Who) -> dict[str, str]:
    """What each element is called in the model."""
    return {each.id: each.name for each in plan_of(session, _seen(session, definition_key, who).id).nodes.values()}


def start_form(session: Session, process_id: str, *, who: Who) -> Document | None:
    """The document of the form that begins this process, if it has one."""
    definition = required(session, process_id, who.company_id)
    return plans.start_form(session, definition, who.company_id)[1]


def _seen(session: Session, definition_key: int, who: Who) -> ProcessDefinition:
    found = session.get(ProcessDefinition, definition_key)
    if found is None or found.company_id not in {None, who.company_id}:
        raise NotFound(_("There is no process definition %(key)s. Look it up in the list of processes.") % {"key": definition_key})
    return found


def _view(session: Session, it: ProcessDefinition) -> DefinitionView:
    return DefinitionView(
        key=it.id,
        process_id=it.bpmn_process_id,
        version=it.version,
        name=it.name,
        file=it.file,
        company_id=it.company_id,
        start_form_id=it.start_form_id,
        startable=any(not start.definitions for start in plan_of(session, it.id).start_events),
        deployed_at=it.deployed_at,
    )
