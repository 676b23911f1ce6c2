"""What does one row of a file say about the fields of a noun?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

import forms
from forms.nesting import put
from kit.errors import Invalid
from kit.i18n import _
from people.access import Who
from records import nouns
from records.fields import Field, document_of, fields_of, wanted
from records.mapping import Mapped, Origin
from records.nouns import Noun
from records.seeing import element, seen
from records.tables import ImportRow
from records.texts import read
from records.values import Unfit, for_forms
from records.writing import blank, taken

Cells = Mapping[str, str]


@dataclass(slots=True)
class Intake:
    """An import under way: who takes what in, and what has been looked up and taken so far."""

    session: Session
    who: Who
    noun: Noun
    mapping: Mapped
    sources: dict[str, dict[str, int]] = field(default_factory=dict)

    def imported(self, source: str) -> dict[str, int]:
        """The records that rows of this source became, by their keys there."""
        if source not in self.sources:
            rows = select(ImportRow.source_key, ImportRow.entity_id).where(ImportRow.company_id == self.who.company_id, ImportRow.source == source)
            self.sources[source] = {row.source_key: row.entity_id for row in self.session.execute(rows)}
        return self.sources[source]


def answered(intake: Intake, cells: Cells) -> dict[str, object]:
    """The row's values as columns take them, checked by the noun's form. Raises Invalid with a sentence for each field."""
    values: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for name, origin in intake.mapping.fields.items():
        of = fields_of(intake.noun)[name]
        try:
            found = _value(intake, of, origin, cells)
        except Unfit as unfit:
            wrong[name] = str(unfit)
        else:
            if found is not None:
                values[name] = found
    if wrong:
        raise Invalid(_("Some values cannot be taken."), fields=wrong)
    return _checked(intake, values)


def _checked(intake: Intake, values: Mapping[str, object]) -> dict[str, object]:
    """Through the form, as a person's answers; a field that the form does not ask for is taken as the file has it."""
    raw: dict[str, object] = {}
    for name, value in values.items():
        put(raw, name.split("."), for_forms(fields_of(intake.noun)[name].column, value))
    answers = forms.answers(document_of(intake.noun), raw, intake.session, intake.who, values=blank(intake.noun))
    return {**values, **taken(intake.noun, answers, new=True)}


def _value(intake: Intake, of: Field, origin: Origin, cells: Cells) -> object:
    """None where the file says nothing and the column begins with something."""
    text = _text(intake.mapping, origin, cells)
    if text == "" and of.column.default is not None:
        return None
    if text == "" or not (origin.source or origin.noun):
        return read(of.column, text, intake.mapping.notation)
    return _imported(intake, origin, text) if origin.source else _record(intake, origin, text)


def _text(mapping: Mapped, origin: Origin, cells: Cells) -> str:
    if origin.constant is not None:
        return origin.constant
    text = cells[origin.column].strip() if mapping.trim else cells[origin.column]
    if text in mapping.empty or text in origin.empty:
        return ""
    text = origin.values.get(text, text)
    return f"{origin.prefix}{text}" if text else ""


def _imported(intake: Intake, origin: Origin, text: str) -> int:
    known = intake.imported(origin.source)
    if text not in known:
        raise Unfit(_("Nothing with the key %(key)s has been imported from %(source)s.") % {"key": text, "source": origin.source})
    return known[text]


def _record(intake: Intake, origin: Origin, text: str) -> int:
    noun = nouns.get(origin.noun)
    by = wanted(fields_of(noun), origin.by)
    same = seen(noun, intake.who).with_only_columns(noun.table.id).where(element(noun, by) == read(by.column, text)).limit(2)
    found = list(intake.session.scalars(same))
    said = {"noun": noun.words, "label": by.label, "value": text}
    if not found:
        raise Unfit(_("There is no %(noun)s with %(label)s %(value)s.") % said)
    if len(found) > 1:
        raise Unfit(_("There is more than one %(noun)s with %(label)s %(value)s.") % said)
    return found[0]
