"""Which variables of an instance are personal or restricted, and what is shown in their place?

A field's class travels by the variable's name: within an instance and all that it calls, what any of their forms has classed is classed.
"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.model import Variables
from engine.plans import start_form
from engine.store.definitions import Definition
from engine.tables import FormDefinition, ProcessDefinition, ProcessInstance, UserTask
from engine.who import Who
from forms import Document
from forms.classes import Path, classed, masked
from people.access import readable_classes


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


def cockpit(session: Session, instance: ProcessInstance, variables: Variables) -> Variables:
    """What an instance's page, an export or an answer of the API shows: whatever is classed is masked for everybody."""
    return _without(variables, set(classes_of(session, instance)))


def at_work(session: Session, instance_key: int, variables: Variables, *, who: Who) -> Variables:
    """What a task's own variables show to whoever works on it: what their level reaches."""
    instance = session.get_one(ProcessInstance, instance_key)
    classes = classes_of(session, instance)
    readable = readable_classes(session, who) if classes else frozenset()
    return _without(variables, {path for path, name in classes.items() if name not in readable})


def classed_names(session: Session, company_id: int) -> frozenset[str]:
    """The variables that any form of this company classes: nobody finds instances by guessing at their values."""
    forms = select(FormDefinition.document).where((FormDefinition.company_id == company_id) | FormDefinition.company_id.is_(None))
    return frozenset(path[0] for document in session.scalars(forms) for path in classed(document))


def _without(variables: Variables, paths: set[Path]) -> Variables:
    shown = masked(variables, paths) if paths else variables
    return shown if isinstance(shown, dict) else {}


def _start(session: Session, definition_key: int, company_id: int) -> Document:
    row = session.get_one(ProcessDefinition, definition_key)
    _form_id, document = start_form(session, Definition(row.id, row.bpmn_process_id, row.version), company_id)
    return document or {}
