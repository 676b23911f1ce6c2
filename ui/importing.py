"""How does a person take a file of records in, and see what became of each row?"""

from __future__ import annotations

import io
import tomllib
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

import records
from kit.errors import AppError, BadRequest, Invalid
from kit.i18n import N_, _
from records import Mapped, Outcome
from ui.access import Data, Form, Visitor, permission
from ui.rendering import page

router = APIRouter()
Importer = Annotated[Visitor, permission("record.import")]
OUTCOMES = {Outcome.TAKEN: (N_("Taken"), "good"), Outcome.SKIPPED: (N_("Skipped"), ""), Outcome.REFUSED: (N_("Refused"), "bad")}


@router.get("/records/{noun}/import", dependencies=[permission("record.import")])
def import_page(request: Request, noun: str) -> Response:
    return page(request, "import.html", {"noun": records.get(noun), "report": None, "complaint": ""})


@router.post("/records/{noun}/import")
def take_in(request: Request, noun: str, form: Form, database: Data, visitor: Importer) -> Response:
    kind = records.get(noun)
    try:
        lines, mapping = io.StringIO(_text(form.get("file")), newline=""), form.get("mapping")
        with database.transaction() as session:
            report = records.import_csv(session, visitor.who, kind, lines, _mapping(mapping) if _is_file(mapping) else None)
    except (BadRequest, Invalid) as wrong:
        return _again(request, noun, wrong)
    view = {
        "noun": kind,
        "complaint": "",
        "report": report,
        "counts": [(_(words), tone, report.count(outcome)) for outcome, (words, tone) in OUTCOMES.items()],
        "rows": [(row, _(OUTCOMES[row.outcome][0]), OUTCOMES[row.outcome][1]) for row in report.rows],
    }
    return page(request, "import.html", view)


def _again(request: Request, noun: str, wrong: AppError) -> Response:
    return page(request, "import.html", {"noun": records.get(noun), "report": None, "complaint": wrong.message}, wrong.status)


def _is_file(sent: object) -> bool:
    """A file input that was left empty sends a file without a name."""
    return bool(getattr(sent, "filename", ""))


def _text(sent: object) -> str:
    file = getattr(sent, "file", None)
    if file is None or not _is_file(sent):
        raise BadRequest(_("Choose a CSV file to import."))
    try:
        return str(file.read().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadRequest(_("%(file)s is not written in UTF-8. Save it so and send it again.") % {"file": getattr(sent, "filename", "")}) from error


def _mapping(sent: object) -> Mapped:
    try:
        return records.mapped(tomllib.loads(_text(sent)))
    except tomllib.TOMLDecodeError as error:
        raise BadRequest(_("The mapping %(file)s cannot be read: %(why)s") % {"file": getattr(sent, "filename", ""), "why": error}) from error
