"""Of which period, version and department does a manager ask, and how does the address say it?"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

import engine
from engine import Asked, Figure, Scope
from engine.queries.views import DefinitionView
from kit import clock
from kit.errors import NotFound
from kit.i18n import N_, _
from people.access import Who
from ui.saying import local_day, zone

DAYS = 90
AGES = ((0, 1, N_("Today")), (1, 7, N_("1–7 days")), (7, 30, N_("7–30 days")), (30, None, N_("Over 30 days")))
"""Of running cases: at least and less than so many days old."""


class Wanted(BaseModel):
    """What the address says: a period of days, both included, a version, a department, and how the map is coloured."""

    first: date | None = None
    last: date | None = None
    version: int | None = None
    department: int | None = None
    mode: str = Field("now", max_length=10)
    figure: Figure = Figure.OPEN
    element: str = Field("", max_length=200)
    person: str = Field("", max_length=200)
    age: int | None = Field(None, ge=0, lt=len(AGES))
    after: int | None = None

    def days(self) -> tuple[date, date]:
        last = self.last or local_day(clock.now())
        return self.first or last - timedelta(days=DAYS), last

    def query(self, **more: object) -> str:
        """The same choice as the end of an address, with more said."""
        first, last = self.days()
        said: dict[str, object] = {"first": first.isoformat(), "last": last.isoformat(), "version": self.version, "department": self.department}
        return urlencode({name: value for name, value in {**said, **more}.items() if value not in (None, "")})


WantedIn = Annotated[Wanted, Query()]


def definition_of(session: Session, who: Who, process_id: str, version: int | None) -> DefinitionView:
    """The newest version, or the one that was asked for."""
    found = [each for each in engine.definitions(session, who=who, all_versions=True) if each.process_id == process_id]
    chosen = [each for each in found if version is None or each.version == version]
    if not chosen:
        raise NotFound(_("There is no process “%(process)s” for this company. Deploy it first.") % {"process": process_id})
    return max(chosen, key=lambda each: (each.company_id is not None, each.version))


def scope_of(process_id: str, wanted: Wanted) -> Scope:
    first, last = wanted.days()
    begins, ends = (datetime.combine(day, time(0), zone()) for day in (first, last + timedelta(days=1)))
    return Scope(process_id, begins, ends, wanted.version, wanted.department)


def asked_for(wanted: Wanted) -> Asked:
    if wanted.age is None:
        return Asked(wanted.figure, wanted.element, person=wanted.person)
    least, most, _name = AGES[wanted.age]
    now = clock.now()
    after = None if most is None else now - timedelta(days=most)
    return Asked(Figure.OPEN, "", after, None if least == 0 else now - timedelta(days=least))


def cases_query(wanted: Wanted, **more: object) -> str:
    return wanted.query(figure=wanted.figure.value, element=wanted.element, person=wanted.person, age=wanted.age, **more)


def iso(moment: datetime | None) -> str:
    return moment.astimezone(zone()).isoformat(timespec="seconds") if moment else ""


def csv_file(name: str, head: list[str], rows: list[list[object]]) -> Response:
    """A CSV file; a cell that a spreadsheet would run as a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t" and cell else cell for cell in row] for row in rows])
    attached = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=attached)
