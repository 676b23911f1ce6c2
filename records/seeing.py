"""Which rows of a noun does a person see? Their company's, and of these their department's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kit.db import Row
from kit.errors import Forbidden, NotFound
from kit.i18n import _
from people.access import Who
from records.fields import Field
from records.nouns import Noun

SEES_ALL_DEPARTMENTS = 4
"""The level from which a person sees every department of their company."""


@dataclass(slots=True)
class Found:
    """A row and its parts, as this company keeps them; a part that was never written is None."""

    row: Row
    parts: dict[str, Row | None] = field(default_factory=dict)

    def holder(self, of: Field) -> Row | None:
        return self.parts.get(of.part) if of.part else self.row

    def value(self, of: Field) -> object:
        holder = self.holder(of)
        found: object = None if holder is None else getattr(holder, of.key)
        return found


def attribute(table: type[Row], key: str) -> InstrumentedAttribute[object]:
    found: InstrumentedAttribute[object] = getattr(table, key)
    return found


def element(noun: Noun, of: Field) -> InstrumentedAttribute[object]:
    """The field as a query names it."""
    return attribute(noun.parts[of.part].table if of.part else noun.table, of.key)


def may(who: Who, permission: str) -> None:
    if not who.may(permission):
        raise Forbidden(_("You need the permission %(permission)s for this.") % {"permission": permission})


def seen(noun: Noun, who: Who) -> Select[*tuple[Row, ...]]:
    """The rows that this person sees, each with its parts, in no order."""
    statement: Select[*tuple[Row, ...]] = select(noun.table, *(part.table for part in noun.parts.values())).select_from(noun.table)
    for part in noun.parts.values():
        same = attribute(part.table, part.by) == noun.table.id
        only = [attribute(part.table, key) == value for key, value in part.only.items()]
        statement = statement.outerjoin(part.table, and_(same, part.table.company_id == who.company_id, *only))
    return statement.where(of_company(noun, who), of_department(noun, who))


def of_company(noun: Noun, who: Who) -> ColumnElement[bool]:
    return noun.visible(who) if noun.visible else noun.table.company_id == who.company_id


def of_department(noun: Noun, who: Who) -> ColumnElement[bool]:
    """A row without a department is seen by the whole company."""
    if not hasattr(noun.table, "department_id") or who.level >= SEES_ALL_DEPARTMENTS:
        return noun.table.id.is_not(None)
    department = attribute(noun.table, "department_id")
    return or_(department.is_(None), department.in_(sorted(who.departments)))


def gathered(noun: Noun, result: Sequence[Row]) -> Found:
    row, *parts = result
    return Found(row, dict(zip(noun.parts, parts, strict=True)))


def one(session: Session, who: Who, noun: Noun, id: int, *, lock: bool = False) -> Found:  # noqa: A002  the column is called so
    """The row with this id. Raises NotFound where there is none that the person sees."""
    may(who, noun.read)
    statement = seen(noun, who).where(noun.table.id == id)
    if lock:
        statement = statement.with_for_update(of=noun.table).execution_options(populate_existing=True)
    result = session.execute(statement).first()
    if result is None:
        raise NotFound(_("There is no %(noun)s with the key %(key)s that you may see.") % {"noun": noun.words, "key": id})
    return gathered(noun, list(result))
