"""Does the JSON Schema of a form say what its answers must be?"""

from __future__ import annotations

from decimal import Decimal

import simplejson
from jsonschema import Draft202012Validator

import forms
from tests.forms.documents import PICK, field, form, group, rows, values

EVERYTHING = form(
    field("textfield", "name", validate={"required": True, "maxLength": 40}),
    field("number", "price", validate={"min": 0}, decimalDigits=2),
    field("datetime", "due"),
    field("select", "size", values=values(("s", "Small"), ("l", "Large")), validate={"required": True}),
    field("select", "customer", properties={"virke:reference": "customer"}),
    field("number", "limit", properties={"virke:class": "credit"}, validate={"required": True}),
    group("address", field("textfield", "city", validate={"required": True})),
    rows("lines", field("number", "quantity")),
    {"type": "text", "id": "t", "text": "Only words"},
)


def test_the_schema_is_one_and_valid() -> None:
    schema = forms.schema(EVERYTHING)

    Draft202012Validator.check_schema(simplejson.loads(simplejson.dumps(schema, use_decimal=True)))


def test_the_schema_describes_every_answer() -> None:
    schema = forms.schema(EVERYTHING)

    assert schema["required"] == ["name", "size"]
    assert schema["properties"] == {
        "name": {"title": "Name", "type": "string", "maxLength": 40},
        "price": {"title": "Price", "anyOf": [{"type": "number", "minimum": 0, "multipleOf": Decimal("0.01")}, {"type": "null"}]},
        "due": {"title": "Due", "anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "size": {"title": "Size", "enum": ["s", "l"]},
        "customer": {"title": "Customer", "anyOf": [{"type": "string", "x-reference": "customer"}, {"type": "null"}]},
        "limit": {"title": "Limit", "x-class": "credit", "type": "number"},
        "address": {"title": "Address", "type": "object", "properties": {"city": {"title": "City", "type": "string"}}, "required": ["city"]},
        "lines": {
            "title": "Lines",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"quantity": {"title": "Quantity", "anyOf": [{"type": "number"}, {"type": "null"}]}},
            },
        },
    }


def test_what_may_be_hidden_or_closed_is_not_required() -> None:
    assert "required" not in forms.schema(PICK)
