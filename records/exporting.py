"""A noun's rows as CSV: every value exact, so that what is imported again is the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from people.access import Who
from records.fields import Field, readable_fields
from records.listing import fitting
from records.nouns import Noun
from records.seeing import Found, gathered, may
from records.texts import written

TOGETHER = 500
"""Rows fetched at a time."""


def export_csv(session: Session, who: Who, noun: Noun, text: str = "", filters: Mapping[str, str] | None = None) -> Iterator[str]:
    """Pieces of a CSV file: a heading of field names, then the rows that fit, by their keys."""
    may(who, noun.read)
    fields = readable_fields(session, who, noun)
    kept = [of for name, of in fields.items() if name == "id" or not of.hidden]
    statement = fitting(noun, who, fields, text, filters or {}).order_by(noun.table.id)
    results = session.execute(statement.execution_options(yield_per=TOGETHER))
    return _pieces(kept, (gathered(noun, list(result)) for result in results))


def _pieces(kept: Sequence[Field], rows: Iterable[Found]) -> Iterator[str]:
    yield _line([of.name for of in kept])
    for row in rows:
        yield _line([written(row.value(of)) for of in kept])


def _line(cells: Sequence[str]) -> str:
    page = io.StringIO()
    csv.writer(page, lineterminator="\r\n").writerow(cells)
    return page.getvalue()
