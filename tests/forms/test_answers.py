"""What counts as an answer, and what is said when one does not?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

import forms
from forms import Document
from kit.errors import Invalid
from tests.forms.documents import ORDER, PICK, field, form, group, rows, values


def answered(document: Document, raw: Mapping[str, object], stored: Mapping[str, object] | None = None) -> dict[str, object]:
    return forms.answers(document, raw, None, None, values=stored)


def refused(document: Document, raw: Mapping[str, object], stored: Mapping[str, object] | None = None) -> dict[str, str]:
    with pytest.raises(Invalid) as error:
        answered(document, raw, stored)
    return error.value.fields


def test_a_picker_counts_and_read_only_values_stay_with_their_rows() -> None:
    raw: dict[str, object] = {
        "lines": [{"picked": 12, "product": "Forged", "ordered": 99}, {"picked": Decimal(9)}],
        "short": True,
        "why": "One broken",
    }

    found = answered(PICK, raw, ORDER)

    assert found == {
        "lines": [
            {"id": "1", "product": "Queso Cabrales", "ordered": 12, "picked": Decimal(12)},
            {"id": "2", "product": "Mozzarella", "ordered": 10, "picked": Decimal(9)},
        ],
        "short": True,
        "why": "One broken",
    }


def test_a_limit_may_depend_on_the_row() -> None:
    assert refused(PICK, {"lines": [{"picked": 13}, {"picked": 10}]}, ORDER) == {"lines[0].picked": "Write 12 or less."}


def test_a_hidden_question_is_neither_asked_nor_answered() -> None:
    raw: dict[str, object] = {"lines": [{"picked": 1}, {"picked": 1}], "short": False, "why": "Never mind"}

    assert "why" not in answered(PICK, raw, ORDER)


def test_a_question_that_an_answer_brings_up_must_be_answered() -> None:
    raw: dict[str, object] = {"lines": [{"picked": 1}, {"picked": 1}], "short": True}

    assert refused(PICK, raw, ORDER) == {"why": "Fill this in."}


def test_a_list_that_may_not_be_rearranged_keeps_its_rows() -> None:
    found = answered(PICK, {"lines": [{"picked": 1}, {"picked": 2}, {"picked": 3}]}, ORDER)

    assert len(found["lines"]) == 2  # type: ignore[arg-type]  # a list, as the first test shows


def test_nobody_opens_a_read_only_field_by_answering_it() -> None:
    document = form(
        field("select", "status", readonly=True, values=values(("open", "Open"), ("closed", "Closed"))),
        field("number", "price", readonly='=status = "closed"'),
    )

    assert answered(document, {"status": "open", "price": 1}, {"status": "closed", "price": Decimal(100)}) == {}


def test_a_field_that_an_answer_opens_is_open() -> None:
    document = form(field("checkbox", "special"), field("number", "price", readonly="=special != true"))

    assert answered(document, {"special": True, "price": 7}, {"special": False, "price": 100}) == {"special": True, "price": Decimal(7)}


def test_hidden_answers_count_for_no_condition() -> None:
    document = form(
        field("checkbox", "company"),
        field("checkbox", "abroad", conditional={"hide": "=company != true"}),
        field("textfield", "vat", conditional={"hide": "=abroad != true"}),
    )

    assert answered(document, {"company": False, "abroad": True, "vat": "DK1"}) == {"company": False}


@pytest.mark.parametrize(
    ("subtype", "raw", "typed"),
    [
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("time", "14:30", time(14, 30)),
        ("datetime", "2024-07-01T12:00", datetime(2024, 7, 1, 10, tzinfo=UTC)),
        ("datetime", "2024-07-01T12:00:00Z", datetime(2024, 7, 1, 12, tzinfo=UTC)),
    ],
)
def test_moments_are_typed(subtype: str, raw: str, typed: object) -> None:
    document = form(field("datetime", "when", subtype=subtype))

    assert answered(document, {"when": raw}) == {"when": typed}


def test_a_clock_time_without_zone_stays_so_where_the_form_says_it() -> None:
    document = form(field("datetime", "when", subtype="datetime", timeSerializingFormat="no_timezone"))

    assert answered(document, {"when": "2024-07-01T12:00"}) == {"when": datetime(2024, 7, 1, 12)}  # noqa: DTZ001  that is the point


@pytest.mark.parametrize(
    ("component", "raw", "sentence"),
    [
        (field("textfield", "a", validate={"required": True}), "", "Fill this in."),
        (field("textfield", "a", validate={"minLength": 3}), "ab", "Write at least 3 characters."),
        (field("textfield", "a", validate={"maxLength": 1}), "ab", "Write at most 1 character."),
        (field("textfield", "a", validate={"pattern": "^[A-Z]{2}$"}), "x", "Write it in the form that is asked for: ^[A-Z]{2}$."),
        (field("textfield", "a", validate={"pattern": "^(a+)+$"}), "a" * 40 + "b", "Write it in the form that is asked for: ^(a+)+$."),
        (field("textfield", "a", validate={"validationType": "email"}), "anna", "Write an e-mail address, for example anna@example.com."),
        (field("textfield", "a", validate={"validationType": "phone"}), "12", "Write a phone number with its country, for example +45 12 34 56 78."),
        (field("textfield", "a"), "a\x00b", "This text holds a character that cannot be kept. Remove it."),
        (field("textfield", "a"), 5, "Write a text."),
        (field("number", "a"), "a lot", "Write a number, for example 1,234.5."),
        (field("number", "a"), float("nan"), "Write a number, for example 1,234.5."),
        (field("number", "a"), True, "Write a number, for example 1,234.5."),
        (field("number", "a", validate={"min": 0.1}), Decimal("0.09"), "Write 0.1 or more."),
        (field("number", "a", decimalDigits=2), Decimal("1.005"), "Write at most 2 decimals."),
        (field("number", "a", increment="0.25"), Decimal("0.3"), "Write a multiple of 0.25, such as 0.25 or 0.5."),
        (field("datetime", "a"), "2023-02-29", "Write a date as year-month-day, for example 2024-12-31."),
        (field("datetime", "a", disallowPassedDates=True), "2001-01-01", "Choose today or a later day."),
        (field("select", "a", values=values(("x", "X"))), "y", "Choose one of the options."),
        (field("checklist", "a", values=values(("x", "X"))), ["x", "y"], "Choose only from the options."),
        (field("checkbox", "a", validate={"required": True}), False, "Tick this box to go on."),
        (field("filepicker", "a"), ["../../etc/passwd"], "Choose a file again; this one did not arrive."),
        (rows("a", field("textfield", "b")), "no rows", "This must be a list of rows."),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_at_its_field(component: Document, raw: object, sentence: str) -> None:
    assert refused(form(component), {"a": raw}) == {"a": sentence}


def test_the_limit_itself_is_right() -> None:
    document = form(field("number", "a", validate={"min": 0.1, "max": 0.3}, decimalDigits=1))

    assert answered(document, {"a": Decimal("0.1")}) == {"a": Decimal("0.1")}
    assert answered(document, {"a": 0.3}) == {"a": Decimal("0.3")}


def test_options_may_come_from_the_variables_and_keep_their_type() -> None:
    document = form(field("select", "year", valuesKey="years"), field("taglist", "tags", valuesExpression="=for t in words return t"))
    stored: dict[str, object] = {"years": [Decimal(2023), Decimal(2024)], "words": ["red", "blue"]}

    assert answered(document, {"year": "2024", "tags": ["blue", "red"]}, stored) == {"year": Decimal(2024), "tags": ["red", "blue"]}


def test_an_expression_is_computed_from_the_answers_and_not_taken_from_them() -> None:
    document = form(field("number", "net"), {"type": "expression", "id": "e", "key": "gross", "expression": "=net * 1.25"})

    assert answered(document, {"net": 100, "gross": 1}) == {"net": Decimal(100), "gross": Decimal("125.00")}


def test_groups_and_dotted_keys_keep_what_the_form_does_not_ask_for() -> None:
    document = form(group("customer", field("textfield", "name")), field("number", "terms.days"))
    stored: dict[str, object] = {"customer": {"id": "7", "name": "Old"}, "terms": {"discount": 1, "days": 8}}

    found = answered(document, {"customer": {"name": "New", "id": "8"}, "terms": {"days": 30}}, stored)

    assert found == {"customer": {"id": "7", "name": "New"}, "terms": {"discount": 1, "days": Decimal(30)}}


def test_rows_are_removed_and_added_and_each_keeps_its_own_past() -> None:
    document = form(rows("people", field("textfield", "name"), field("textfield", "id", readonly=True)))
    stored: dict[str, object] = {"people": [{"id": "1", "name": "Ane"}, {"id": "2", "name": "Bo"}]}

    found = answered(document, {"people": [{"name": "Bodil", "__row": 1}, {"name": "Carl", "id": "9", "__row": -1}]}, stored)

    assert found == {"people": [{"id": "2", "name": "Bodil"}, {"name": "Carl"}]}


def test_one_past_cannot_be_taken_by_two_rows() -> None:
    document = form(rows("people", field("textfield", "name"), field("textfield", "id", readonly=True)))
    stored: dict[str, object] = {"people": [{"id": "1", "name": "Ane"}]}

    found = answered(document, {"people": [{"name": "Ane", "__row": 0}, {"name": "Twin", "__row": 0}]}, stored)

    assert found == {"people": [{"id": "1", "name": "Ane"}, {"name": "Twin"}]}


def test_what_was_not_answered_stays_and_what_never_was_begins_empty() -> None:
    tags = field("checklist", "d", values=values(("x", "X")))
    document = form(field("textfield", "a"), field("number", "b"), field("textfield", "c", defaultValue="as usual"), tags)

    assert answered(document, {}, {"a": "kept"}) == {"b": None, "c": "as usual", "d": []}


def test_thousand_rows_and_one_are_too_many() -> None:
    document = form(rows("a", field("textfield", "b")))

    assert refused(document, {"a": [{"b": ""}] * 1001}) == {"a": "This list holds too many rows: at most 999 can be given at once."}
