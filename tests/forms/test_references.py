"""Does a picker find only what its person may see, and does a field class hide what they may not read?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

import forms
from kit import references
from kit.db import Database
from kit.errors import Invalid
from kit.references import Choice, Reference
from people.access import Who
from people.access.tables import FieldClass
from tests.forms.documents import field, form
from tests.forms.pages import shown

ANNE = Who(user_id=1, name="Anne", company_id=10, level=1)
BOSS = replace(ANNE, user_id=2, name="Bodil", level=4)


class Planets:
    """Everybody sees the planets of their own company."""

    def _all(self, who: Who) -> list[Choice]:
        return [Choice(f"{who.company_id}-{number}", f"Planet {number}", "rocky" if number < 5 else "") for number in range(80)]

    def search(self, session: Session, who: Who, text: str, limit: int) -> list[Choice]:  # noqa: ARG002  one of many finders
        return [choice for choice in self._all(who) if text.lower() in choice.label.lower()][:limit]

    def find(self, session: Session, who: Who, id: str) -> Choice | None:  # noqa: A002, ARG002  the registry calls it so
        return next((choice for choice in self._all(who) if choice.id == id), None)


@pytest.fixture
def planets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(references._references, "planet", Reference("planet", "Planet", Planets()))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        session.add(FieldClass(company_id=10, code="credit", minimum_level=3))
        session.flush()
        yield session


PICKER = form(
    field("select", "planet", properties={"virke:reference": "planet"}), field("taglist", "moons", properties={"virke:reference": "planet"})
)
LIMITED = form(
    field("textfield", "name"),
    field("number", "limit", "Credit limit", properties={"virke:class": "credit"}),
    {"type": "text", "id": "t", "text": "May owe {{limit}}"},
)


@pytest.mark.usefixtures("planets")
def test_an_existing_reference_is_taken(session: Session) -> None:
    assert forms.answers(PICKER, {"planet": "10-3", "moons": ["10-1", "10-2"]}, session, ANNE) == {"planet": "10-3", "moons": ["10-1", "10-2"]}


@pytest.mark.usefixtures("planets")
def test_another_companys_reference_is_refused(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        forms.answers(PICKER, {"planet": "11-3", "moons": ["10-1", "11-2"]}, session, ANNE)

    assert refused.value.fields == {
        "planet": "Choose one that exists and that you may see.",
        "moons": "Choose only such that exist and that you may see.",
    }


@pytest.mark.usefixtures("planets")
def test_a_search_narrows_the_choices_and_keeps_what_is_chosen(session: Session) -> None:
    page = shown(PICKER, {"planet": "10-3"}, session=session, who=ANNE)
    page.set("__search:planet", "7")
    sent = page.sends(("__find", "planet"))

    again = shown(PICKER, {}, raw=forms.read(PICKER, sent), session=session, who=ANNE)

    assert forms.rearranged(sent)
    (picker,) = again.find("//select[@name='planet']")
    assert picker.value == "10-3"
    assert [option.text for option in picker.findall("option")][:3] == [None, "Planet 3 · rocky", "Planet 7"]
    assert len(picker.findall("option")) == 2 + 17


def test_a_field_above_ones_level_is_nowhere(session: Session) -> None:
    page = shown(LIMITED, {"name": "Ernst Handel", "limit": Decimal(5000)}, session=session, who=ANNE)
    boss = shown(LIMITED, {"name": "Ernst Handel", "limit": Decimal(5000)}, session=session, who=BOSS)

    assert "5000" not in page.markup
    assert "limit" not in page.markup
    assert [item.value for item in boss.find("//input[@name='limit']")] == ["5000"]
    assert "May owe 5000" in boss.text()


def test_a_field_above_ones_level_cannot_be_answered(session: Session) -> None:
    assert forms.answers(LIMITED, {"name": "Ernst", "limit": 1}, session, ANNE, values={"limit": Decimal(5000)}) == {"name": "Ernst"}
    assert forms.answers(LIMITED, {"name": "Ernst", "limit": 1}, session, BOSS) == {"name": "Ernst", "limit": Decimal(1)}
