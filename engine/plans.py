"""What is the compiled plan of a definition, and what does it ask of whoever starts it?"""

from __future__ import annotations

import threading
from collections import OrderedDict

from sqlalchemy.orm import Session

from engine.bpmn import Plan, read
from engine.store.definitions import Definition
from engine.store.forms import document_of, pinned
from engine.tables import ProcessDefinition
from forms import Document

KEPT = 200
_plans: OrderedDict[int, Plan] = OrderedDict()
_lock = threading.Lock()


def plan_of(session: Session, definition_key: int) -> Plan:
    """The compiled process; the last ones used stay in memory, for a definition never changes."""
    with _lock:
        if definition_key in _plans:
            _plans.move_to_end(definition_key)
            return _plans[definition_key]
    definition = session.get_one(ProcessDefinition, definition_key)
    plan = read(definition.xml, definition.file).plans[definition.bpmn_process_id]
    with _lock:
        _plans[definition_key] = plan
        while len(_plans) > KEPT:
            _plans.popitem(last=False)
    return plan


def start_form(session: Session, definition: Definition, company_id: int) -> tuple[str | None, Document | None]:
    """The id and document of the form that begins the process; (None, None) when it asks nothing."""
    start = next((each for each in plan_of(session, definition.id).start_events if not each.definitions and each.form_id), None)
    if start is None or start.form_id is None:
        return None, None
    return start.form_id, document_of(session, pinned(session, start.form_id, company_id, definition.id, start.form_binding))
