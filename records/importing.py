"""Take the rows of a CSV file in, tell row by row what became of them, and take nothing twice."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from kit.db.trouble import told
from kit.errors import AppError, BadRequest
from kit.i18n import _
from people.access import Who
from records.fields import readable_fields, wanted
from records.incoming import Cells, Intake, answered
from records.mapping import Mapped, Origin
from records.nouns import Noun
from records.report import Outcome, Report, RowReport
from records.seeing import may, seen
from records.tables import ImportRow
from records.values import LARGEST
from records.writing import made

PERMISSION = "record.import"
OWN = "csv"
"""The source of files without a mapping: they name their rows by `id`, as an export does."""
LONGEST_KEY = 200


def import_csv(session: Session, who: Who, noun: Noun, file: Iterable[str], mapping: Mapped | None = None) -> Report:
    """Make a record of each row that has not been taken before; a bad row is refused and the rest goes on.

    `file` gives lines with their ends (`open(…, newline="")`). Without a mapping its columns are the noun's field names, as
    `export_csv` writes them. Raises BadRequest where file, mapping and noun do not fit one another.
    """
    may(who, PERMISSION)
    reader = csv.reader(_without_mark(file), delimiter=mapping.delimiter if mapping else ",", strict=True)
    headings = next(reader, [])
    mapping = mapping or _own_mapping(noun, headings)
    _check(session, who, noun, mapping, headings)
    return Report(tuple(_rows(Intake(session, who, noun, mapping), reader, headings)))


def _without_mark(file: Iterable[str]) -> Iterator[str]:
    """Spreadsheets begin a UTF-8 file with a mark."""
    for index, line in enumerate(file):
        yield line if index else line.removeprefix("\ufeff")


def _own_mapping(noun: Noun, headings: Sequence[str]) -> Mapped:
    if "id" not in headings:
        raise BadRequest(_("The file has no column called id that names its rows. Add one, or use a mapping."))
    return Mapped(noun.name, f"{OWN}.{noun.name}", ("id",), {name: Origin(column=name) for name in headings if name != "id"}, trim=False)


def _check(session: Session, who: Who, noun: Noun, mapping: Mapped, headings: Sequence[str]) -> None:
    if mapping.noun != noun.name:
        raise BadRequest(_("This mapping is for %(other)s, not for %(noun)s.") % {"other": mapping.noun, "noun": noun.name})
    fields = readable_fields(session, who, noun)
    for name in mapping.fields:
        if wanted(fields, name).hidden:
            raise BadRequest(_("The field %(name)s is kept by the system and cannot be imported.") % {"name": name})
    columns = [*mapping.key, *(origin.column for origin in mapping.fields.values() if origin.column)]
    missing = sorted(set(columns) - set(headings))
    if missing:
        told_names = {"names": ", ".join(missing), "headings": ", ".join(headings)}
        raise BadRequest(_("The file has no column called %(names)s. It has: %(headings)s.") % told_names)


def _rows(intake: Intake, reader: Iterator[Sequence[str]], headings: Sequence[str]) -> Iterator[RowReport]:
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield _refused(line + 1, "", _("This line is no CSV, and what follows was not read: %(why)s.") % {"why": error})
            return
        if cells is None:
            return
        line = getattr(reader, "line_num", line + 1)
        if cells:
            yield _row(intake, cells, headings, line)


def _refused(line: int, key: str, *reasons: str) -> RowReport:
    return RowReport(line, key, Outcome.REFUSED, reasons=reasons)


def _row(intake: Intake, values: Sequence[str], headings: Sequence[str], line: int) -> RowReport:
    if len(values) != len(headings):
        return _refused(line, "", _("This row has %(count)d values, the heading %(wanted)d.") % {"count": len(values), "wanted": len(headings)})
    cells = dict(zip(headings, values, strict=True))
    key = _key(intake, cells)
    if not key or len(key) > LONGEST_KEY:
        return _refused(line, key, _("This row has no key of at most %(count)d characters.") % {"count": LONGEST_KEY})
    known = _known(intake, key)
    if known is not None:
        return RowReport(line, key, Outcome.SKIPPED, known, (_("It has been imported before."),))
    return _taken(intake, cells, line, key)


def _key(intake: Intake, cells: Cells) -> str:
    parts = [cells[name].strip() for name in intake.mapping.key]
    return "|".join(parts) if any(parts) else ""


def _known(intake: Intake, key: str) -> int | None:
    """The record that this row became before; a row of our own export is the record itself while that is here."""
    taken = intake.imported(intake.mapping.source).get(key)
    if taken is not None or not intake.mapping.source.startswith(f"{OWN}.") or not key.isdecimal() or int(key) > LARGEST:
        return taken
    itself = seen(intake.noun, intake.who).with_only_columns(intake.noun.table.id).where(intake.noun.table.id == int(key))
    return intake.session.scalars(itself).first()


def _taken(intake: Intake, cells: Cells, line: int, key: str) -> RowReport:
    """Each row under a SAVEPOINT of its own: what is wrong with it undoes nothing else."""
    session, who, noun = intake.session, intake.who, intake.noun
    try:
        with session.begin_nested():
            row = made(session, who, noun, answered(intake, cells)).row
            source = intake.mapping.source
            session.add(ImportRow(company_id=who.company_id, source=source, source_key=key, entity_type=noun.name, entity_id=row.id))
            session.flush()
    except AppError as error:
        reasons = [f"{name}: {sentence}" for name, sentence in error.fields.items()]
        return _refused(line, key, *(reasons or [error.message]))
    except (IntegrityError, DataError) as error:
        return _refused(line, key, told(error).message)
    intake.imported(source)[key] = row.id
    return RowReport(line, key, Outcome.TAKEN, row.id)
