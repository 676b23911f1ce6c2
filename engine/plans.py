"""What is the compiled plan of a definition?"""

from __future__ import annotations

import threading
from collections import OrderedDict

from sqlalchemy.orm import Session

from engine.bpmn import Plan, read
from engine.tables import ProcessDefinition

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
