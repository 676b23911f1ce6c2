"""Create a record or change one, from answers to the noun's form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Table, UniqueConstraint, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.sql.schema import ScalarElementColumnDefault

import forms
from forms.nesting import MISSING, at, put
from kit import audit
from kit.db import Row
from kit.errors import Invalid
from kit.i18n import _
from people.access import Who
from records.cards import Card, carded, nested
from records.difference import stale
from records.fields import document_of, fields_of, readable_fields
from records.nouns import Noun
from records.seeing import Found, attribute, may, one
from records.values import Unfit, for_column, for_forms, plain

Changes = dict[str, tuple[object, object]]
"""Old and new value of each field that changed, by name."""


def create(session: Session, who: Who, noun: Noun, raw: Mapping[str, object]) -> Card:
    """A new record of this person's company. Raises Invalid with a sentence for each wrong answer."""
    may(who, noun.write)
    answered = taken(noun, forms.answers(document_of(noun), raw, session, who, values=blank(noun)), new=True)
    found = made(session, who, noun, answered)
    return carded(session, who, noun, found)


def blank(noun: Noun) -> dict[str, object]:
    """What a new record begins with, as its form shows it."""
    values: dict[str, object] = {}
    for name, of in fields_of(noun).items():
        default = of.column.default
        if isinstance(default, ScalarElementColumnDefault) and not of.hidden:
            put(values, name.split("."), for_forms(of.column, default.arg))
    return values


def made(session: Session, who: Who, noun: Noun, answered: Mapping[str, object]) -> Found:
    """The new row and its parts, with these values by field name; all parts are made, for a company sees by them."""
    found = Found(noun.table(), {name: part.table(**part.only) for name, part in noun.parts.items()})
    _own(found.row, who)
    changes = _apply(noun, found, answered)
    _guard(session, who, noun, found, changes)
    session.add(found.row)
    session.flush()
    _add_parts(session, who, noun, found)
    session.flush()
    _record(session, who, noun, found.row, "record.create", changes)
    return found


def change(session: Session, who: Who, noun: Noun, id: int, version: int, raw: Mapping[str, object]) -> Card:  # noqa: A002  what a change is
    """The record with these answers laid over it.

    Raises Invalid with a sentence for each wrong answer, and Conflict, with the difference of each field, when the record is no
    longer in the version that the person saw.
    """
    may(who, noun.write)
    found = one(session, who, noun, id, lock=True)
    fields = readable_fields(session, who, noun)
    answered = taken(noun, forms.answers(document_of(noun), raw, session, who, values=nested(found, fields)), new=False)
    if found.row.version != version:
        raise stale(noun, found, {fields[name]: value for name, value in answered.items() if name in fields})
    altered(session, who, noun, found, answered)
    return carded(session, who, noun, found)


def altered(session: Session, who: Who, noun: Noun, found: Found, answered: Mapping[str, object]) -> None:
    """Write what differs; what does not leaves the version as it is."""
    changes = _apply(noun, found, answered)
    if not changes:
        return
    _guard(session, who, noun, found, changes)
    _add_parts(session, who, noun, found)
    flag_modified(found.row, "company_id")  # a change in a part alone is a new version of the record, too
    session.flush()
    _record(session, who, noun, found.row, "record.change", changes)


def taken(noun: Noun, answers: Mapping[str, object], *, new: bool) -> dict[str, object]:
    """The answers as columns take them, by field name; a new row's empty ones are left to what a column begins with. Raises Invalid."""
    values: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for name, of in fields_of(noun).items():
        answer = at(answers, name.split("."))
        if answer is MISSING or of.hidden or (new and answer in (None, "") and of.column.default is not None):
            continue
        try:
            values[name] = for_column(of.column, answer)
        except Unfit as unfit:
            wrong[name] = str(unfit)
    if wrong:
        raise Invalid(_("Some answers are missing or cannot be taken. Look at the marked fields."), fields=wrong)
    return values


def _own(row: Row, who: Who) -> None:
    row.company_id, row.created_by = who.company_id, who.user_id


def _add_parts(session: Session, who: Who, noun: Noun, found: Found) -> None:
    """Parts that are new become this company's."""
    for name, holder in found.parts.items():
        if holder is not None and inspect(holder).transient:
            _own(holder, who)
            setattr(holder, noun.parts[name].by, found.row.id)
            session.add(holder)


def _apply(noun: Noun, found: Found, answered: Mapping[str, object]) -> Changes:
    changes: Changes = {}
    for name, value in answered.items():
        of = fields_of(noun)[name]
        before = found.value(of)
        if before == value:
            continue
        if of.part and found.parts.get(of.part) is None:
            part = noun.parts[of.part]
            found.parts[of.part] = part.table(**part.only)
        setattr(found.holder(of), of.key, value)
        changes[name] = (before, value)
    return changes


def _guard(session: Session, who: Who, noun: Noun, found: Found, changes: Changes) -> None:
    with session.no_autoflush:
        taken_already = dict(_taken(session, noun, found.row, changes))
        if taken_already:
            raise Invalid(next(iter(taken_already.values())), fields=taken_already)
        if noun.rule:
            noun.rule(session, who, found.row)


def _taken(session: Session, noun: Noun, row: Row, changes: Changes) -> Iterator[tuple[str, str]]:
    """What must be unique and is not, told before the database refuses it in its own words."""
    table = inspect(noun.table).local_table
    for constraint in table.constraints if isinstance(table, Table) else ():
        keys = [column.key for column in constraint.columns] if isinstance(constraint, UniqueConstraint) else []
        named = [key for key in keys if key != "company_id"]
        values = [getattr(row, key) for key in keys]
        if not named or not set(named) & set(changes) or None in values:
            continue
        same = [attribute(noun.table, key) == value for key, value in zip(keys, values, strict=True)]
        if session.scalars(select(noun.table.id).where(*same, noun.table.id != row.id).limit(1)).first() is not None:
            said = ", ".join(f"{fields_of(noun)[key].label} {getattr(row, key)}" for key in named)
            yield named[0], _("There is already a %(noun)s with %(said)s.") % {"noun": noun.words, "said": said}


def _record(session: Session, who: Who, noun: Noun, row: Row, action: str, changes: Changes) -> None:
    detail: dict[str, object] = {"changes": {name: [plain(old), plain(new)] for name, (old, new) in changes.items()}}
    audit.record(session, action, noun.name, row.id, actor=who.user_id, company_id=who.company_id, detail=detail)
