"""What do processes tell of the record that they are about: who did which task, and when they began and ended?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.tables import ProcessDefinition, ProcessInstance, UserTask
from kit import links
from kit.i18n import _
from people.access import Who
from records import Happening, timeline_source

MOST = 50
"""Of so many instances, the newest, a record tells."""


@timeline_source
def steps(session: Session, who: Who, noun: str, key: int) -> Iterator[Happening]:
    """The steps that people took; who may see the instance finds more on its page."""
    keys = links.instances_of(session, noun, key)[:MOST]
    found = select(ProcessInstance, ProcessDefinition.name).join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_key)
    for instance, name in session.execute(found.where(ProcessInstance.id.in_(keys), ProcessInstance.company_id == who.company_id)):
        href = f"/instances/{instance.id}"
        yield Happening(instance.started_at, _("%(process)s began") % {"process": _(name)}, "", instance.started_by, "process", href)
        if instance.ended_at is not None:
            yield Happening(instance.ended_at, _("%(process)s ended") % {"process": _(name)}, "", None, "process", href)
    done = select(UserTask).where(UserTask.instance_key.in_(keys), UserTask.company_id == who.company_id, UserTask.state == "COMPLETED")
    for task in session.scalars(done):
        yield Happening(task.closed_at or task.opened_at, _(task.name), "", task.completed_by, "process", f"/instances/{task.instance_key}")
