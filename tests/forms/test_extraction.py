"""Does the translator get every text that a form shows?"""

from __future__ import annotations

import io
import json

from forms.extraction import extract
from tests.forms.documents import PICK, field, form, rows, values


def texts(document: object) -> list[str]:
    return [text for _line, _function, text, _comments in extract(io.BytesIO(json.dumps(document).encode()), [], [], {})]


def test_labels_options_columns_and_words_are_found_inside_lists_too() -> None:
    document = form(
        {"type": "text", "id": "t", "text": "Look here"},
        {"type": "table", "id": "b", "label": "=title", "columns": [{"key": "n", "label": "Number"}]},
        rows("lines", field("select", "size", "Size", values=values(("s", "Small")), description="As on the box")),
        field("textfield", "code", "Code", validate={"pattern": "x", "patternErrorMessage": "Begin with x."}),
    )

    assert texts(document) == ["Look here", "Number", "Lines", "Size", "As on the box", "Small", "Code", "Begin with x."]


def test_the_pick_form_is_whole() -> None:
    assert "What is missing?" in texts(PICK)
