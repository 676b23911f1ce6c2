"""How does a script run: computed outside of any transaction, its result applied in one of its own?"""

from __future__ import annotations

from engine import scripting
from engine.asking import Answer, Done, Failed
from engine.bpmn.elements.python_task import PythonTask
from engine.commands.applying import apply_answer
from engine.plans import plan_of
from engine.store.instances import definition_of
from engine.store.jobs import Lease
from kit import clock
from kit.db import Database
from kit.errors import Conflict
from kit.i18n import _


def work_script(database: Database, it: Lease) -> None:
    """Once for each try; the same inputs give the same random numbers. Whoever has lost the lease changes nothing."""
    with database.reading() as session:
        definition_key = definition_of(session, it.instance_key or 0)
        node = plan_of(session, definition_key).nodes.get(it.element_id) if definition_key else None
    if node is None or not isinstance(node.behaviour, PythonTask):
        raise Conflict(_("The process instance %(key)s no longer waits for this. Nothing was changed.") % {"key": it.instance_key})
    answer = _answer(node.behaviour, it)
    with database.transaction() as session:
        apply_answer(session, it, answer)


def _answer(task: PythonTask, it: Lease) -> Answer:
    ran = scripting.run(task.code, it.given, clock.now(), seed=it.element_instance_key)
    if isinstance(ran, scripting.Wrong):
        return Failed(ran.message)
    return Done({task.result_variable: ran.value})
