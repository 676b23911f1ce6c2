"""/erp/{noun}: how does a program list, read, write and move the records of any noun?"""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import Response, StreamingResponse
from pydantic import Field

import records
from api.access import Data, permission
from api.exact import ExactRoute, Shape, exact
from kit.errors import BadRequest
from kit.i18n import _
from people.access import Who
from records import Card, Mapped, Outcome, StaleEdit

LIST_WORDS = frozenset({"text", "sort", "after", "limit"})
"""What a list is asked beside filters; every other word of the address is a filter's name."""

router = APIRouter(prefix="/erp", tags=["records"], route_class=ExactRoute)
Reader = Annotated[Who, permission("record.read")]
Writer = Annotated[Who, permission("record.write")]
Importer = Annotated[Who, permission("record.import")]


class Change(Shape):
    """`version` is the one that was read; values are as the noun's form asks for them."""

    version: int
    values: dict[str, Any] = Field(default_factory=dict)


@router.get("", response_model=None)
def nouns(who: Reader) -> Response:
    """The nouns that this person may read."""
    seen = [noun for noun in records.all_nouns() if who.may(noun.read)]
    return exact({"items": [{"name": noun.name, "path": noun.path, "title": _(noun.title), "plural": _(noun.plural)} for noun in seen]})


@router.get("/{noun}.csv", response_class=StreamingResponse)
def export(noun: str, request: Request, who: Reader, database: Data, text: str = "") -> Response:
    """Every row that fits, as it can be imported again."""
    filters = _filters(request)

    def pieces() -> Iterator[str]:
        with database.reading() as session:
            yield from records.export_csv(session, who, records.get(noun), text, filters)

    rest = pieces()
    head = next(rest)  # what is refused is refused before the answer begins
    attached = {"Content-Disposition": f'attachment; filename="{records.get(noun).path}.csv"'}
    return StreamingResponse(chain([head], rest), media_type="text/csv; charset=utf-8", headers=attached)


@router.get("/{noun}", response_model=None)
def listed(  # noqa: PLR0913  what a list can be asked
    noun: str,
    request: Request,
    who: Reader,
    database: Data,
    text: str = "",
    sort: str = "",
    after: str = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Response:
    """A page of the rows that fit; `after` of the answer asks for the next one. Filters: `field`, `field[from]`, `field[to]`, `field[contains]`."""
    with database.reading() as session:
        page = records.list_page(session, who, records.get(noun), text, _filters(request), sort, after, limit)
    items = [{"id": str(line.id), "version": line.version, "values": line.values, "said": line.said} for line in page.lines]
    columns = [{"name": field.name, "label": field.label} for field in page.columns]
    return exact({"items": items, "columns": columns, "sort": page.sort, "after": page.after or None})


@router.post("/{noun}", status_code=201, response_model=None)
def create(noun: str, given: dict[str, Any], who: Writer, database: Data) -> Response:
    with database.transaction() as session:
        card = records.create(session, who, records.get(noun), given)
    return _shown(card, 201)


@router.get("/{noun}/schema", response_model=None, dependencies=[permission("record.read")])
def schema(noun: str) -> Response:
    """What a record of this noun is made of, as JSON Schema."""
    return exact(records.schema(records.get(noun)))


@router.post("/{noun}/import", response_model=None)
def take_in(
    noun: str, who: Importer, database: Data, file: Annotated[UploadFile, File()], mapping: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Each row is taken, refused with the reason, or skipped because it was taken before."""
    lines = io.StringIO(_text(file), newline="")
    with database.transaction() as session:
        report = records.import_csv(session, who, records.get(noun), lines, None if mapping is None else _mapping(mapping))
    rows = [{**asdict(row), "id": None if row.id is None else str(row.id), "outcome": row.outcome.value} for row in report.rows]
    return exact({**{outcome.value: report.count(outcome) for outcome in Outcome}, "rows": rows})


@router.get("/{noun}/{key}", response_model=None)
def card(noun: str, key: int, who: Reader, database: Data) -> Response:
    with database.reading() as session:
        return _shown(records.card(session, who, records.get(noun), key))


@router.patch("/{noun}/{key}", response_model=None)
def change(noun: str, key: int, given: Change, who: Writer, database: Data) -> Response:
    """Only what is given is changed; 409 with the differences when somebody else changed the record first."""
    with database.transaction() as session:
        card = records.change(session, who, records.get(noun), key, given.version, given.values)
    return _shown(card)


@router.get("/{noun}/{key}/timeline", response_model=None)
def timeline(noun: str, key: int, who: Reader, database: Data) -> Response:
    with database.reading() as session:
        found = records.timeline(session, who, records.get(noun), key)
    items = [{**asdict(each), "actor": None if each.actor is None else str(each.actor)} for each in found.happenings]
    return exact({"items": items, "processInstanceKeys": [str(instance) for instance in found.instances]})


def differences(error: StaleEdit) -> Mapping[str, object]:
    """What a program needs to decide which of two changes holds."""
    return {"version": error.version, "differences": [asdict(each) for each in error.differences]}


def _shown(card: Card, status: int = 200) -> Response:
    return exact({"id": str(card.id), "version": card.version, "title": card.title, "values": card.values}, status)


def _filters(request: Request) -> dict[str, str]:
    return {name: text for name, text in request.query_params.items() if name not in LIST_WORDS}


def _text(file: UploadFile) -> str:
    try:
        return file.file.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(_("%(file)s is not written in UTF-8. Save it so and send it again.") % {"file": file.filename}) from error


def _mapping(file: UploadFile) -> Mapped:
    text = _text(file)
    try:
        said = json.loads(text) if (file.filename or "").endswith(".json") else tomllib.loads(text)
    except ValueError as error:
        raise BadRequest(_("The mapping %(file)s cannot be read: %(why)s") % {"file": file.filename, "why": error}) from error
    return records.mapped(said)
