"""Which rows of an instance name its version and its elements, and follow it into another one?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.model import OpenTask
from engine.store.definitions import Definition
from engine.store.forms import pinned
from engine.store.instances import Instance
from kit.db import execute_many

INSTANCE = "UPDATE process_instance SET definition_key = :definition, bpmn_process_id = :process WHERE id = :key"
ELEMENT = "UPDATE element_instance SET element_id = :element, element_type = :type WHERE id = :key"
INCIDENT = "UPDATE incident SET element_id = :element WHERE element_instance_key = :key AND state = 'ACTIVE'"
JOB = "UPDATE job SET element_id = :element WHERE instance_key = :instance AND wait_key = :key"
SUBSCRIPTION = "UPDATE subscription SET element_id = :element WHERE id = :key"
TASK = "UPDATE user_task SET definition_key = :definition, element_id = :element, name = :name, form_id = :form, form_key = :form_key WHERE id = :key"


@dataclass(frozen=True, slots=True)
class Moved:
    """What is alive, by its key, with its element's id in the new version (and its type)."""

    elements: Sequence[tuple[int, str, str]]
    waits: Sequence[tuple[int, str]]
    tasks: Sequence[OpenTask]


def follow(session: Session, instance: Instance, definition: Definition, moved: Moved) -> None:
    """Keys stay, and with them drafts, comments, leases and times."""
    execute_many(session, INSTANCE, [{"definition": definition.id, "process": definition.bpmn_process_id, "key": instance.key}])
    execute_many(session, ELEMENT, [{"key": key, "element": element, "type": type_} for key, element, type_ in moved.elements])
    if instance.stopped:
        execute_many(session, INCIDENT, [{"key": key, "element": element} for key, element, _type in moved.elements])
    waits = [{"key": key, "element": element} for key, element in moved.waits]
    execute_many(session, JOB, [{**row, "instance": instance.key} for row in waits])
    execute_many(session, SUBSCRIPTION, waits)
    execute_many(session, TASK, [_task(session, instance, definition, task) for task in moved.tasks])


def _task(session: Session, instance: Instance, definition: Definition, task: OpenTask) -> dict[str, object]:
    form_key = None
    if task.form_id is not None:
        form_key = pinned(session, task.form_id, instance.company_id, definition.id, task.form_binding)
    return {
        "key": task.key,
        "definition": definition.id,
        "element": task.element_id,
        "name": task.name,
        "form": task.form_id,
        "form_key": form_key,
    }
