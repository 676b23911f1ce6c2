"""Can a person without scripts read a form, fill it in, err, and mend it?"""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

import pytest

import forms
from kit.errors import Invalid
from kit.i18n import use_language
from tests.forms.documents import ORDER, PICK, field, form, group, rows, values
from tests.forms.pages import shown

ALL_KINDS = form(
    {"type": "text", "id": "words", "text": "# Hello\n<script>alert(1)</script> [x](javascript:alert(1))"},
    {"type": "image", "id": "picture", "source": "javascript:alert(1)", "alt": "A picture"},
    field("textfield", "name", description="As in the register", validate={"required": True, "maxLength": 10}),
    field("textarea", "notes"),
    field("number", "price", appearance={"prefixAdorner": "kr."}, decimalDigits=2),
    field("datetime", "day"),
    field("datetime", "hour", subtype="time", timeInterval=15),
    field("datetime", "moment", subtype="datetime"),
    field("select", "size", values=values(("s", "Small"), ("l", "Large"))),
    field("radio", "colour", values=values(("r", "Red"), ("b", "Blue"))),
    field("checklist", "extras", values=values(("a", "A"), ("b", "B"))),
    field("taglist", "tags", values=values(("x", "X"), ("y", "Y"))),
    field("checkbox", "agree"),
    field("filepicker", "papers", multiple=True),
    {"type": "documentPreview", "id": "preview", "label": "Papers", "dataSource": "=given"},
    {"type": "table", "id": "t", "label": "Lines", "dataSource": "=lines", "columns": [{"key": "n", "label": "Number"}]},
    {"type": "separator", "id": "line"},
    {"type": "spacer", "id": "space", "height": 30},
    {"type": "button", "id": "b", "label": "Send", "action": "submit"},
    group("address", field("textfield", "city")),
    rows("people", field("textfield", "first")),
)


def test_every_kind_of_component_is_shown_without_script_or_style() -> None:
    page = shown(ALL_KINDS, {"lines": [{"n": 1}], "given": []})

    assert not page.find("//script | //style | //@style | //iframe | //object")
    assert not [name for element in page.find("//*") for name in element.attrib if str(name).startswith("on")]
    assert "javascript:" not in "".join(str(value) for value in page.find("//@href | //@src | //@action | //@formaction"))
    assert "<script>alert(1)</script>" in page.text()


def test_every_input_has_a_label_and_ids_are_unique() -> None:
    page = shown(ALL_KINDS, {"lines": []})
    ids = [str(value) for value in page.find("//@id")]
    named = [item for item in page.find("//input | //select | //textarea") if item.get("type") != "hidden"]
    labelled = {str(value) for value in page.find("//label/@for")}

    assert len(ids) == len(set(ids))
    assert [item.get("name") for item in named if item.get("id") not in labelled and item.getparent().tag != "label"] == []


def test_what_the_blank_form_sends_is_read_as_nothing_answered() -> None:
    raw = forms.read(ALL_KINDS, shown(ALL_KINDS).sends())

    assert raw == {
        "name": "", "notes": "", "price": None, "day": None, "hour": None, "moment": None, "size": "", "extras": [], "tags": [],
        "agree": False, "papers": [], "address": {"city": ""}, "people": [{"first": "", "__row": -1}],
    }  # fmt: skip


def test_a_person_fills_in_a_form_and_it_is_taken() -> None:
    page = shown(PICK, ORDER)

    page.set("lines[0].picked", "12").set("lines[1].picked", "9")
    raw = forms.read(PICK, page.sends())

    assert forms.answers(PICK, raw, None, None, values=ORDER)["lines"] == [
        {"id": "1", "product": "Queso Cabrales", "ordered": 12, "picked": Decimal(12)},
        {"id": "2", "product": "Mozzarella", "ordered": 10, "picked": Decimal(9)},
    ]


def test_a_read_only_value_is_shown_and_sent_by_nothing() -> None:
    page = shown(PICK, ORDER)

    assert "Queso Cabrales" in page.text()
    assert not [name for name, _value in page.sends() if str(name).endswith(("product", "ordered"))]


def test_a_wrong_answer_is_shown_at_its_field_as_it_was_typed() -> None:
    page = shown(PICK, ORDER).set("lines[0].picked", "a dozen").set("lines[1].picked", "9")
    raw = forms.read(PICK, page.sends())
    with pytest.raises(Invalid) as refused:
        forms.answers(PICK, raw, None, None, values=ORDER)

    again = shown(PICK, ORDER, refused.value.fields, raw=raw)

    (wrong,) = again.find("//input[@aria-invalid='true']")
    assert (wrong.name, wrong.value) == ("lines[0].picked", "a dozen")
    (message,) = again.find(f"//*[@id='{wrong.get('aria-describedby')}']")
    assert message.text_content() == "Write a number, for example 1,234.5."
    assert again.find("//*[@role='alert']//a/@href") == [f"#{wrong.get('id')}"]
    assert [item.value for item in again.find("//input[@name='lines[1].picked']")] == ["9"]


def test_a_condition_shows_its_field_when_the_form_comes_back() -> None:
    page = shown(PICK, ORDER).set("short", True)

    again = shown(PICK, ORDER, raw=forms.read(PICK, page.sends()))

    assert page.find("//textarea") == []
    assert [item.name for item in again.find("//textarea")] == ["why"]


def test_rows_are_added_and_removed_by_buttons() -> None:
    document = form(rows("people", field("textfield", "name"), field("textfield", "id", readonly=True)))
    stored: dict[str, object] = {"people": [{"id": "1", "name": "Ane"}, {"id": "2", "name": "Bo"}]}
    sent = shown(document, stored).sends(("__remove", "people[0]"))

    fewer = shown(document, stored, raw=forms.read(document, sent))
    more = shown(document, stored, raw=forms.read(document, fewer.sends(("__add", "people"))))

    assert forms.rearranged(sent)
    assert [item.value for item in fewer.find("//input[contains(@name, '.name')]")] == ["Bo"]
    assert [item.value or "" for item in more.find("//input[contains(@name, '.name')]")] == ["Bo", ""]
    raw = forms.read(document, more.set("people[1].name", "Carl").sends())
    assert not forms.rearranged(more.sends())
    assert forms.answers(document, raw, None, None, values=stored) == {"people": [{"id": "2", "name": "Bo"}, {"name": "Carl"}]}


def test_all_rows_can_be_removed() -> None:
    document = form(rows("people", field("textfield", "name")))
    stored: dict[str, object] = {"people": [{"name": "Ane"}]}

    raw = forms.read(document, shown(document, stored).sends(("__remove", "people[0]")))

    assert forms.answers(document, raw, None, None, values=stored) == {"people": []}


def test_enter_presses_no_button_that_removes() -> None:
    page = shown(form(field("textfield", "a"), rows("people", field("textfield", "name"))))

    first = page.find("//button[@type='submit']")[0]

    assert first.get("name") is None


@pytest.mark.parametrize(
    ("typed", "value"), [("1.234,50", "1234.50"), ("12,5", "12.5"), ("12.5", "12.5"), ("1.234", "1234"), ("-0,5", "-0.5"), (",5", "0.5")]
)
def test_a_danish_number_is_read(typed: str, value: str) -> None:
    document = form(field("number", "price"))

    with use_language("da"):
        assert forms.read(document, [("price", typed)]) == {"price": Decimal(value)}


@pytest.mark.parametrize(("typed", "value"), [("1,234.50", "1234.50"), ("12.5", "12.5"), ("1 234", "1234"), ("−3", "-3")])
def test_an_english_number_is_read(typed: str, value: str) -> None:
    assert forms.read(form(field("number", "price")), [("price", typed)]) == {"price": Decimal(value)}


@pytest.mark.parametrize("typed", ["12,5", "1.2.3", "1e9", "½", "1,2,3", "--1"])
def test_what_could_mean_two_numbers_or_none_stays_as_it_was_typed(typed: str) -> None:
    assert forms.read(form(field("number", "price")), [("price", typed)]) == {"price": typed}


def test_a_number_is_written_as_the_reader_writes_it() -> None:
    document = form(field("number", "price", decimalDigits=2))

    with use_language("da"):
        page = shown(document, {"price": Decimal("1234.500000")})
        seen = shown(document, {"price": Decimal("1234.500000")}, readonly=True)

    assert [item.value for item in page.find("//input[@name='price']")] == ["1234,50"]
    assert "1.234,50" in seen.text()


def test_values_in_a_text_format_nothing() -> None:
    document = form({"type": "text", "id": "t", "text": "Dear {{name}}, {{#loop lines}}{{n}} × {{this.what}}; {{/loop}}{{#if false}}no{{/if}}"})
    stored: dict[str, object] = {"name": "[click](http://evil.example) <b>*x*</b>", "lines": [{"n": 2, "what": "tea"}, {"n": 1, "what": "jam"}]}

    page = shown(document, stored)

    assert page.find("//a | //b | //em") == []
    assert page.text() == "Dear [click](http://evil.example) <b>*x*</b>, 2 × tea; 1 × jam;"


def test_rows_of_the_grid_stand_side_by_side() -> None:
    document = form(
        field("textfield", "a", layout={"row": "r", "columns": 12}), field("textfield", "b", layout={"row": "r"}), field("textfield", "c")
    )

    page = shown(document)

    assert [row.xpath("./div/@class") for row in page.find("//div[@class='form-row']")] == [
        ["form-cell col-12", "form-cell col-auto"],
        ["form-cell col-auto"],
    ]


def test_a_form_that_depends_on_answers_asks_htmx_to_renew_it() -> None:
    markup = forms.render(PICK, ORDER, who=None, session=None, refresh="/tasks/1/form")
    still = forms.render(form(field("textfield", "a")), {}, who=None, session=None, refresh="/tasks/1/form")

    assert 'hx-post="/tasks/1/form"' in markup
    assert "hx-post" not in still


@dataclass
class Sent:
    filename: str | None
    content_type: str | None
    file: BinaryIO


def test_a_file_is_kept_once_and_survives_an_error_elsewhere() -> None:
    document = form(field("filepicker", "paper", accept=".pdf"), field("textfield", "name", validate={"required": True}))
    kept: dict[str, bytes] = {}

    def keep(content: bytes) -> str:
        kept["a" * 64] = content
        return "a" * 64

    raw = forms.read(document, [("paper", ""), ("paper", Sent("bill.pdf", "application/pdf", io.BytesIO(b"%PDF"))), ("name", "")], keep)
    again = shown(document, {}, {"name": "Fill this in."}, raw=raw)
    second = forms.read(document, again.set("name", "Ane").sends(("paper", "")), keep)

    assert kept == {"a" * 64: b"%PDF"}
    assert forms.answers(document, second, None, None) == {
        "paper": [{"documentId": "a" * 64, "metadata": {"fileName": "bill.pdf", "contentType": "application/pdf", "size": 4}}],
        "name": "Ane",
    }


def test_a_file_of_another_kind_is_refused() -> None:
    document = form(field("filepicker", "paper", accept=".pdf,image/*"))
    program = {"documentId": "b" * 64, "metadata": {"fileName": "run.exe", "contentType": "application/x-msdownload"}}

    with pytest.raises(Invalid) as refused:
        forms.answers(document, {"paper": [program]}, None, None)

    assert refused.value.fields == {"paper": "Choose a file of this kind: .pdf, image/*."}
