"""Is a bad form refused, by the name of what is bad in it?"""

from __future__ import annotations

import pytest

import forms
from forms import Document
from tests.forms.documents import PICK, field, form, rows, values


def told(document: Document) -> list[str]:
    return [problem.message for problem in forms.check(document)]


def test_a_good_form_has_no_problems() -> None:
    assert forms.check(PICK) == []


@pytest.mark.parametrize(
    ("component", "named", "why"),
    [
        (field("signature", "sign", "Your signature"), "“Your signature” (signature)", "Virke knows no component of this type"),
        ({"type": "html", "id": "h", "content": "<b>"}, "“h” (html)", "Virke shows no foreign HTML; use a text with Markdown"),
        ({"type": "iframe", "id": "i", "label": "Map"}, "“Map” (iframe)", "Virke shows no foreign HTML; use a text with Markdown"),
        (field("textfield", "", "Name"), "“Name” (textfield)", "it has no key"),
        (field("textfield", "__row", "R"), "“R” (textfield)", "its key __row may not begin with __ nor hold brackets, quotes or spaces"),
        (field("number", "a", "A", validate={"min": 3, "max": 2}), "“A” (number)", "its min is above its max, so that no answer fits"),
        (field("number", "a", "A", validate={"min": "low"}), "“A” (number)", "its min is no number: low"),
        (field("datetime", "a", "A", subtype="week"), "“A” (datetime)", "its subtype must be date, time or datetime, not week"),
        (
            field("select", "a", "A"),
            "“A” (select)",
            "it has no options: give it values, a key of input data, an expression or a reference",
        ),
        (
            field("select", "a", "A", valuesKey="k", values=values(("x", "X"))),
            "“A” (select)",
            "it has more than one source of options: values, valuesKey",
        ),
        (field("radio", "a", "A", values=values(("x", "X"), ("x", "Y"))), "“A” (radio)", "it has the option x twice"),
        (field("select", "a", "A", properties={"virke:reference": "unicorn"}), "“A” (select)", "there is no reference called unicorn"),
        (
            field("textfield", "a", "A", properties={"virke:reference": "unicorn"}),
            "“A” (textfield)",
            "only a select or a tag list can pick a reference",
        ),
        (field("textfield", "a", "A", conditional={"hide": "b = 1"}), "“A” (textfield)", "its hide must begin with ="),
        (field("textfield", "a", "A", layout={"columns": 17}), "“A” (textfield)", "its width must be 1 to 16 columns"),
        ({"type": "expression", "id": "e", "key": "e", "expression": "1 + 1"}, "“e” (expression)", "its expression must begin with ="),
        ({"type": "table", "id": "t", "label": "T"}, "“T” (table)", "it has no columns"),
        ({"type": "text", "id": "t", "text": "{{#if a}}b"}, "“t” (text)", "its text is no template: {{#if}} is never closed"),
        (rows("", field("textfield", "a")), "“id_” (dynamiclist)", "it has no path that says where its rows are kept"),
    ],
)
def test_a_component_that_cannot_be_used_is_named(component: Document, named: str, why: str) -> None:
    assert f"The component {named} cannot be used: {why}." in told(form(component))


def test_a_broken_expression_is_shown_with_its_place() -> None:
    (message,) = told(form(field("textfield", "a", "A", conditional={"hide": "=1 +"})))

    assert message.startswith("The component “A” (textfield) cannot be used: its hide is no FEEL expression:")
    assert "line 1, column" in message


def test_a_broken_pattern_is_told() -> None:
    (message,) = told(form(field("textfield", "a", "A", validate={"pattern": "("})))

    assert message.startswith("The component “A” (textfield) cannot be used: its pattern ( is no regular expression:")


def test_two_components_cannot_share_a_key() -> None:
    messages = told(form(field("textfield", "a"), {"type": "group", "id": "g", "components": [field("number", "a", id="other")]}))

    assert messages == ["The component “A” (number) cannot be used: another component keeps its answer under the same key a."]


def test_one_row_is_no_wider_than_the_grid() -> None:
    wide = [field("textfield", key, layout={"row": "r", "columns": 10}) for key in ("a", "b")]

    assert told(form(*wide)) == ["The component “B” (textfield) cannot be used: its row is wider than 16 columns."]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "This is no form: its type must be “default”."),
        ({"type": "default", "components": {}}, "This form has no list of components."),
        (
            {"type": "default", "schemaVersion": 99, "components": []},
            "This form is written in version 99 of the form language; Virke knows versions up to 19.",
        ),
        ({"type": "default", "components": ["text"]}, "Something among the components is no component."),
    ],
)
def test_what_is_no_form_is_refused(document: Document, message: str) -> None:
    assert message in told(document)
