"""How is what somebody types into a task's form kept before they are done?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine.commands.tasks import opened, refuse_others
from engine.desk.tables import TaskDraft
from engine.who import Who
from kit import clock
from kit.errors import Conflict, TooLarge
from kit.i18n import _

LARGEST = 200_000
Pairs = Sequence[tuple[str, str]]


class StaleDraft(Conflict):
    """Another tab or person has saved meanwhile; `version` is what is kept now."""

    def __init__(self, message: str, version: int) -> None:
        super().__init__(message, code="STALE_DRAFT")
        self.version = version


def save_draft(session: Session, task_key: int, fields: Pairs, version: int, *, who: Who) -> int:
    """Keep the fields over the version that the typist has seen (0: none); gives the new one. Raises StaleDraft, and nothing is lost."""
    work = opened(session, task_key, who)
    refuse_others(work.task, who)
    if sum(len(name) + len(text) for name, text in fields) > LARGEST:
        raise TooLarge(_("This is too much to be kept as a draft. Attach it as a file instead."))
    kept = session.get(TaskDraft, task_key)
    now = kept.version if kept else 0
    if now != version:
        raise StaleDraft(_("This form has been changed elsewhere since you opened it. What you typed here is not saved yet, and not lost."), now)
    facts = {"version": now + 1, "fields": [list(pair) for pair in fields], "saved_by": who.user_id, "saved_at": clock.now()}
    if kept is None:
        session.add(TaskDraft(task_key=task_key, **facts))
    else:
        kept.version, kept.fields, kept.saved_by, kept.saved_at = now + 1, facts["fields"], who.user_id, clock.now()
    session.flush()
    return now + 1


def drop_draft(session: Session, task_key: int) -> None:
    """Forget what was typed: the task is done, or its form is to begin anew."""
    session.execute(delete(TaskDraft).where(TaskDraft.task_key == task_key))


def discard_draft(session: Session, task_key: int, *, who: Who) -> None:
    """The same, for a person who may work on the task."""
    refuse_others(opened(session, task_key, who).task, who)
    drop_draft(session, task_key)
