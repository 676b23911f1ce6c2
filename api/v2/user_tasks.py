"""/v2/user-tasks: how are tasks found, looked at, taken, given back and completed?"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

import engine
import forms
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer, exact, text_of
from api.v2.narrowing import Search, answered
from api.v2.searching import Query
from api.v2.tenants import tenant_of
from engine import Cut, Found, TasksWanted
from engine.model import TaskState
from engine.queries.views import TaskView
from engine.tables import FormDefinition
from kit.errors import BadRequest, Conflict
from kit.i18n import _
from kit.keys import KeyStr
from people.access import Who, colleague_called

COLUMNS = {
    "state": "state",
    "assignee": "assignee",
    "candidateGroup": "candidate_group",
    "elementId": "element_id",
    "processDefinitionId": "process_id",
    "processInstanceKey": "instance_key",
}

STATES = {TaskState.SUSPENDED.value: TaskState.CREATED.value}
"""Camunda's clients know no task that rests with its instance; whoever completes one is told that it does."""

FOLLOW_UP = "followUpDate"

router = APIRouter(prefix="/v2/user-tasks", tags=["user task"], route_class=ExactRoute)


class UserTask(Shape):
    name: str | None
    state: str
    assignee: str | None
    element_id: str
    candidate_groups: list[str]
    candidate_users: tuple[str, ...] = ()
    process_definition_id: str
    creation_date: datetime
    completion_date: datetime | None
    follow_up_date: datetime | None
    due_date: datetime | None
    tenant_id: str
    external_form_reference: None = None
    process_definition_version: int
    custom_headers: dict[str, str] = Field(default_factory=dict)
    priority: int
    user_task_key: KeyStr
    element_instance_key: KeyStr
    process_name: str | None
    process_definition_key: KeyStr
    process_instance_key: KeyStr
    root_process_instance_key: None = None
    business_id: None = None
    form_key: KeyStr | None
    tags: tuple[str, ...] = ()


class TaskForm(Shape):
    """The form's own JSON is a text in JSON, as in Camunda 8."""

    tenant_id: str
    form_id: str
    document: str = Field(alias="schema")
    version: int
    form_key: KeyStr


class Assignment(Shape):
    assignee: str | None = None
    allow_override: bool | None = None
    action: str | None = None


class Update(Shape):
    changeset: dict[str, Any] = Field(default_factory=dict)
    action: str | None = None


class Completion(Shape):
    variables: dict[str, Any] | None = None
    action: str | None = None


Worker = Annotated[Who, permission("task.work")]


@router.post("/search", response_model=None)
def search(query: Query, who: Worker, database: Data) -> Response:
    """Tasks that this person has, had or may take, ended ones too unless the filter names a state; an operator finds all of the company."""
    with database.reading() as session:

        def ask(given: dict[str, Any], cut: Cut) -> Found[TaskView]:
            return engine.search_tasks(session, TasksWanted(**given), cut, who=who)

        return answered(query, Search("userTaskKey", COLUMNS, ask, lambda it: _shown(it, who)))


@router.get("/{key}", response_model=UserTask)
def task(key: int, who: Worker, database: Data) -> Response:
    with database.reading() as session:
        card = engine.task(session, key, who=who)
    return answer(_shown(card.task, who))


@router.get("/{key}/form", response_model=TaskForm, responses={204: {"description": "The task has no form."}})
def form(key: int, who: Worker, database: Data) -> Response:
    with database.reading() as session:
        card = engine.task(session, key, who=who)
        if card.form is None or card.task.form_id is None:
            return Response(status_code=204)
        kept = None if card.task.form_key is None else session.get(FormDefinition, card.task.form_key)
        tenant, version = tenant_of(kept.company_id if kept else None), kept.version if kept else 1
    shown = TaskForm(tenant_id=tenant, form_id=card.task.form_id, document=text_of(card.form), version=version, form_key=card.task.form_key or 0)
    return answer(shown)


@router.get("/{key}/form/answers-schema", response_model=None, responses={204: {"description": "The task has no form."}})
def answers_schema(key: int, who: Worker, database: Data) -> Response:
    """The JSON Schema (2020-12) that the completion's `variables` keep to. Virke only: Camunda has no such door."""
    with database.reading() as session:
        document = engine.task(session, key, who=who).form
    return Response(status_code=204) if document is None else exact(forms.schema(document))


@router.post("/{key}/assignment", status_code=204)
def assign(key: int, given: Assignment, who: Worker, database: Data) -> None:
    """Without an assignee, or with oneself, it is taken; else it is given to that colleague, by key, e-mail or name."""
    with database.transaction() as session:
        if given.assignee in {None, str(who.user_id), who.name}:
            engine.claim(session, key, who=who)
            return
        if given.allow_override is False and engine.task(session, key, who=who).task.assignee is not None:
            raise Conflict(_("The task %(key)s has an assignee already. Allow it to be overridden, or unassign it first.") % {"key": key})
        to = colleague_called(session, who.company_id, given.assignee or "")
        if to is None:
            raise BadRequest(
                _("Nobody who works here is called “%(assignee)s”. Give a key, an e-mail address or a whole name.") % {"assignee": given.assignee}
            )
        engine.reassign(session, key, to, who=who)


@router.patch("/{key}", status_code=204)
def update(key: int, given: Update, who: Worker, database: Data) -> None:
    """The follow-up date; what a form or the model decides is not changed from outside."""
    fixed = sorted(name for name in given.changeset if name != FOLLOW_UP)
    if fixed:
        raise BadRequest(_("The model decides on %(names)s of a task. Only its follow-up date can be changed.") % {"names": ", ".join(fixed)})
    if FOLLOW_UP in given.changeset:
        with database.transaction() as session:
            engine.follow_up(session, key, _moment(given.changeset[FOLLOW_UP]), who=who)


def _moment(text: object) -> datetime | None:
    """An instant as ISO 8601 with its zone; nothing, or an empty text, for none."""
    if text in (None, ""):
        return None
    said = _("“%(text)s” is no instant with a zone. Write it like 2026-03-02T08:00:00Z.") % {"text": text}
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise BadRequest(said) from error
    if found.tzinfo is None:
        raise BadRequest(said)
    return found


@router.delete("/{key}/assignee", status_code=204)
def unassign(key: int, who: Worker, database: Data) -> None:
    with database.transaction() as session:
        engine.unclaim(session, key, who=who)


@router.post("/{key}/completion", status_code=204)
def complete(key: int, who: Worker, database: Data, given: Completion | None = None) -> None:
    with database.transaction() as session:
        engine.complete_task(session, key, given.variables if given else None, who=who)


def _shown(it: TaskView, who: Who) -> UserTask:
    return UserTask(
        name=it.name,
        state=STATES.get(it.state, it.state),
        assignee=it.assignee,
        element_id=it.element_id,
        candidate_groups=list(it.candidates),
        process_definition_id=it.process_id,
        creation_date=it.opened_at,
        completion_date=it.closed_at,
        follow_up_date=it.follow_up,
        due_date=it.due,
        tenant_id=tenant_of(who.company_id),
        process_definition_version=it.version,
        priority=it.priority,
        user_task_key=it.key,
        element_instance_key=it.key,
        process_name=it.process_name,
        process_definition_key=it.definition_key,
        process_instance_key=it.instance_key,
        form_key=it.form_key,
    )
