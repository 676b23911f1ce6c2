"""Which variables of an instance are personal or restricted?

A field's class travels by the variable's name: within an instance and all that it calls, what any of their forms has classed is classed.
"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.plans import start_form
from engine.store.definitions import Definition
from engine.tables import FormDefinition, ProcessDefinition, ProcessInstance, UserTask
from forms import Document
from forms.classes import Path, classed


def classes_of(session: Session, instance: ProcessInstance) -> dict[Path, str]:
    """Each classed variable, or the place of a value inside one, with its class."""
    family = select(ProcessInstance.id, ProcessInstance.definition_key).where(ProcessInstance.root_key == instance.root_key)
    rows = session.execute(family).all()
    definitions = {row.definition_key for row in rows}
    released = select(ProcessDefinition.deployment_key).where(ProcessDefinition.id.in_(definitions))
    opened = select(UserTask.form_key).where(UserTask.instance_key.in_([row.id for row in rows]), UserTask.form_key.is_not(None))
    forms = select(FormDefinition.document).where(or_(FormDefinition.deployment_key.in_(released), FormDefinition.id.in_(opened)))
    documents = [*session.scalars(forms), *(_start(session, key, instance.company_id) for key in sorted(definitions))]
    return {path: name for document in documents for path, name in classed(document).items()}


def _start(session: Session, definition_key: int, company_id: int) -> Document:
    row = session.get_one(ProcessDefinition, definition_key)
    _form_id, document = start_form(session, Definition(row.id, row.bpmn_process_id, row.version), company_id)
    return document or {}
