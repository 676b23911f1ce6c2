"""What does a person's answer to a task or a start become, once its form has checked it?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

import forms
from engine.commands.attaching import attach
from engine.model import Variables
from engine.plans import start_form
from engine.store.definitions import Definition
from engine.store.forms import document_of_task
from engine.store.variables import visible_to
from engine.store.working import Task
from engine.who import Who
from kit.errors import Conflict
from kit.i18n import _


def answer_to_task(session: Session, task: Task, given: Mapping[str, object], who: Who) -> Variables:
    """The typed answers; only the form's open fields count. Raises Invalid with a sentence for each wrong field."""
    if task.form_id is None:
        return dict(given)
    document = document_of_task(session, task.form_id, task.form_key, task.company_id)
    if document is None:
        raise _missing(task.form_id)
    found = forms.answers(document, given, session, who, values=visible_to(session, task.instance_key, task.id))
    attach(session, task.instance_key, task.company_id, document, found, who)
    return found


def answer_to_start(session: Session, definition: Definition, given: Mapping[str, object], who: Who | None, company_id: int) -> Variables:
    """The same for what begins an instance."""
    form_id, document = start_form(session, definition, company_id)
    if form_id is None:
        return dict(given)
    if document is None:
        raise _missing(form_id)
    return forms.answers(document, given, session, who, values={})


def attach_to_start(session: Session, definition: Definition, instance_key: int, company_id: int, answers: Variables, who: Who | None) -> None:
    """The files that the start form was answered with belong to the instance that it began."""
    attach(session, instance_key, company_id, start_form(session, definition, company_id)[1], answers, who)


def _missing(form_id: str) -> Conflict:
    return Conflict(_("The form “%(form)s” is not deployed, so no answer can be checked. Nothing was changed; deploy it first.") % {"form": form_id})
