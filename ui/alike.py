"""How does a person do many tasks of one kind at once: with one answer for all, or one in each row, and a result for each?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

import engine
import forms
from engine.queries.alike import Alike
from engine.queries.views import TaskCard
from kit.db import Database
from kit.errors import AppError
from kit.i18n import _
from people.access import Who
from ui.about import subjects_of_all
from ui.access import Data, Form, Visitor, permission
from ui.filing import keep
from ui.rendering import View, page

router = APIRouter()
Worker = Annotated[Visitor, permission("task.work")]
Raw = Mapping[str, object]
NAME = re.compile(r'(?<=\s)name="')
"""The start of a field's name in a rendered form: within texts and values quotation marks are escaped."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one task."""

    key: int
    title: str
    is_done: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    it: Alike
    title: str
    odd: tuple[str, ...]
    fields: str
    is_chosen: bool
    outcome: Outcome | None


@router.get("/tasks/{key}/alike")
def alike_page(request: Request, key: int, database: Data, visitor: Worker, each: Annotated[bool, Query()] = False) -> Response:
    """A table of all of the task's kind; `each` puts a form into every row."""
    with database.reading() as session:
        view = _shown(session, visitor.who, key, Answers(each=each))
    return page(request, "alike.html", view)


@router.post("/tasks/{key}/alike")
def do_alike(request: Request, key: int, form: Form, database: Data, visitor: Worker) -> Response:
    """Complete the chosen ones, each in a transaction of its own; what was refused stays with what was typed."""
    items = form.multi_items()
    chosen = [int(value) for name, value in items if name == "task" and isinstance(value, str) and value.isdecimal()]
    each = form.get("each") == "1"
    with database.reading() as session:
        card, rows = engine.alike(session, key, who=visitor.who)
        titles = _titles(session, visitor.who, rows)
    document = card.form or {}
    raws = {one: forms.read(document, _of(items, one) if each else items, keep(database, visitor.who)) for one in chosen}
    outcomes, errors = _complete_all(database, visitor.who, raws, titles)
    answers = Answers(each, raws, errors, {one.key: one for one in outcomes}, forms.read(document, items, keep(database, visitor.who)))
    with database.reading() as session:
        view = _shown(session, visitor.who, key, answers)
    return page(request, "alike.html", {**view, "outcomes": outcomes, "complaint": "" if chosen else _("Choose at least one task.")})


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed and what became of it."""

    each: bool = False
    raws: Mapping[int, Raw] | None = None
    errors: Mapping[int, Mapping[str, str]] | None = None
    outcomes: Mapping[int, Outcome] | None = None
    one: Raw | None = None


def _complete_all(
    database: Database, who: Who, raws: Mapping[int, Raw], titles: Mapping[int, str]
) -> tuple[list[Outcome], dict[int, Mapping[str, str]]]:
    outcomes: list[Outcome] = []
    errors: dict[int, Mapping[str, str]] = {}
    for key, raw in raws.items():
        title = titles.get(key, str(key))
        try:
            with database.transaction() as session:
                engine.complete_task(session, key, raw, who=who)
                engine.drop_draft(session, key)
            outcomes.append(Outcome(key, title, True, _("Done.")))
        except AppError as refused:
            errors[key] = refused.fields
            said = " ".join([refused.message, *(text for text in refused.fields.values() if text not in refused.message)])
            outcomes.append(Outcome(key, title, False, said))
    return outcomes, errors


def _shown(session: Session, who: Who, key: int, answers: Answers) -> View:
    card, found = engine.alike(session, key, who=who)
    titles = _titles(session, who, found)
    outcomes, errors = answers.outcomes or {}, answers.errors or {}
    chosen = None if answers.raws is None else set(answers.raws)
    rows = [
        Row(
            each,
            titles[each.task.key],
            tuple(_("%(name)s: %(value)s, usually about %(usual)s") % {"name": odd.name, "value": odd.value, "usual": odd.usual} for odd in each.odd),
            _row_fields(session, who, card, each, (answers.raws or {}).get(each.task.key), errors.get(each.task.key, {})) if answers.each else "",
            not each.odd if chosen is None else each.task.key in chosen,
            outcomes.get(each.task.key),
        )
        for each in found
    ]
    return {
        "card": card,
        "task": card.task,
        "rows": rows,
        "each": answers.each,
        "fields": forms.render(card.form, {}, who=who, session=session, raw=answers.one) if card.form and not answers.each else "",
        "outcomes": [],
        "complaint": "",
    }


def _row_fields(session: Session, who: Who, card: TaskCard, it: Alike, raw: Raw | None, errors: Mapping[str, str]) -> str:
    """A row's own form: its fields' names begin with the task's key."""
    if not card.form:
        return ""
    rendered = forms.render(card.form, it.variables, errors, who=who, session=session, raw=raw, prefix=f"t{it.task.key}")
    return type(rendered)(NAME.sub(f'name="{it.task.key}:', str(rendered)))


def _of(items: Sequence[tuple[str, object]], key: int) -> list[tuple[str, object]]:
    """A row's own fields, by their plain names."""
    before = f"{key}:"
    return [(name.removeprefix(before), value) for name, value in items if name.startswith(before)]


def _titles(session: Session, who: Who, rows: list[Alike]) -> dict[int, str]:
    """What each is about; where nothing says it, when it was opened tells them apart."""
    about = subjects_of_all(session, who, {row.task.instance_key for row in rows})
    told = {row.task.key: about.get(row.task.instance_key, []) for row in rows}
    return {key: " · ".join(f"{each.kind} {each.title}" for each in subjects[:2]) or str(key) for key, subjects in told.items()}
