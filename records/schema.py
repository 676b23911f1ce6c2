"""What do programs send to create or change a record, and what do they get?"""

from __future__ import annotations

import forms
from records.fields import document_of
from records.nouns import Noun


def schema(noun: Noun) -> dict[str, object]:
    """The JSON Schema of the record's form."""
    return {**forms.schema(document_of(noun)), "title": noun.name}
