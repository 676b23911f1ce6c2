"""Which records are there: every kind that a person may read, one kind as a list, and the same as a file?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

import records
from kit.db.types import Scaled
from kit.i18n import _
from people.access import Who
from records import Noun
from ui.access import Data, Visitor, permission
from ui.rendering import View, page

router = APIRouter()
Reader = Annotated[Visitor, permission("record.read")]


class Asked(BaseModel):
    """What the address of a list says."""

    text: str = Field("", max_length=200)
    sort: str = Field("", max_length=200)
    after: str = Field("", max_length=2000)


@router.get("/records")
def kinds(request: Request, database: Data, visitor: Reader, text: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Every kind of record, or what was found in all of them."""
    nouns = sorted((noun for noun in records.all_nouns() if visitor.who.may(noun.read)), key=lambda noun: _(noun.plural))
    with database.reading() as session:
        hits = records.find(session, visitor.who, text)
    return page(request, "kinds.html", {"nouns": nouns, "hits": hits, "text": text})


@router.get("/records/{noun}.csv")
def export(noun: str, database: Data, visitor: Reader, text: str = "") -> Response:
    """Every row that fits, as it can be imported again."""

    def pieces() -> Iterator[str]:
        with database.reading() as session:
            yield from records.export_csv(session, visitor.who, records.get(noun), text)

    rest = pieces()
    head = next(rest)  # what is refused is refused before the answer begins
    attached = {"Content-Disposition": f'attachment; filename="{records.get(noun).path}.csv"'}
    return StreamingResponse(chain([head], rest), media_type="text/csv; charset=utf-8", headers=attached)


@router.get("/records/{noun}")
def list_page(request: Request, noun: str, database: Data, visitor: Reader, asked: Annotated[Asked, Query()]) -> Response:
    with database.reading() as session:
        view = shown(session, visitor.who, records.get(noun), asked)
    return page(request, "listing.html", view)


def shown(session: Session, who: Who, noun: Noun, asked: Asked) -> View:
    """A page of the list; a heading asks for the other order when the list stands in its own already."""
    found = records.list_page(session, who, noun, asked.text, None, asked.sort, asked.after)
    listed = [field.name for field in found.columns]
    named = next((name for name in noun.naming if name in listed), listed[0] if listed else "")
    columns = [
        (field.name, field.label, isinstance(field.column.type, Scaled), f"-{field.name}" if found.sort == field.name else field.name)
        for field in found.columns
    ]
    return {
        "noun": noun,
        "columns": columns,
        "named": named,
        "lines": found.lines,
        "sort": found.sort,
        "after": found.after,
        "text": asked.text,
        "may_write": who.may(noun.write),
        "may_import": who.may("record.import") and who.may(noun.write),
    }
