"""What is shown of an instance's variables in place of personal and restricted ones?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.classes import classes_of
from engine.model import Variables
from engine.tables import FormDefinition, ProcessInstance
from engine.who import Who
from forms.classes import Path, classed, masked
from people.access import readable_classes


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
