"""What differs between a record as it is now and what a person, who saw an older one, wants to write?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.showing import shown
from kit.errors import Conflict
from kit.i18n import _
from records.fields import Field
from records.nouns import Noun
from records.seeing import Found
from records.values import for_forms


@dataclass(frozen=True, slots=True)
class Difference:
    name: str
    label: str
    now: object
    wanted: object


class StaleEdit(Conflict):
    """Somebody else changed the record first; nothing was written."""

    def __init__(self, message: str, version: int, differences: list[Difference]) -> None:
        said = {
            item.name: _("Now: “%(now)s”. You wrote: “%(wanted)s”.") % {"now": shown(item.now), "wanted": shown(item.wanted)} for item in differences
        }
        super().__init__(message, code="STALE_EDIT", fields=said)
        self.version = version
        self.differences = differences


def stale(noun: Noun, found: Found, wanted: Mapping[Field, object]) -> StaleEdit:
    """The refusal, with every field that would be written differently from what stands there now."""
    differences = [
        Difference(of.name, of.label, for_forms(of.column, found.value(of)), for_forms(of.column, value))
        for of, value in wanted.items()
        if found.value(of) != value
    ]
    message = _("Somebody else changed this %(noun)s while you worked on it. Look at the differences and save again.") % {"noun": noun.words}
    return StaleEdit(message, found.row.version, differences)
