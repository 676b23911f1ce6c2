"""Does a list show what fits, page by page, and only what its reader may see?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

import records
from kit.errors import BadRequest
from records import Noun
from tests.records.toolshed import ANNE, BOSS, STRANGER, Tool, ToolCompany, ToolLoan

SORTS = ["code", "name", "weight", "price", "terms.rent", "twin_id", "sharp", "created_at"]


@pytest.fixture
def tools(session: Session) -> list[Tool]:
    """Twelve of company 10, with weights for some, and one of company 11."""
    found = [
        Tool(
            company_id=10, code=f"T{number:02}", name=f"Tool {number % 3}", price=Decimal(number), weight=Decimal(number % 4) if number % 4 else None,
            department_id=7 if number == 5 else 8 if number == 6 else None,
        )
        for number in range(12)
    ]  # fmt: skip
    session.add_all([*found, Tool(company_id=11, code="X", name="Foreign")])
    session.flush()
    session.add(ToolCompany(company_id=10, tool_id=found[0].id, rent=Decimal(5), shelf="A1"))
    session.add(ToolCompany(company_id=11, tool_id=found[0].id, rent=Decimal(99), shelf="Z9"))
    session.flush()
    return found


def walk(session: Session, tool: Noun, sort: str, limit: int) -> list[str]:
    codes: list[str] = []
    after = ""
    while True:
        page = records.list_page(session, BOSS, tool, sort=sort, after=after, limit=limit)
        codes += [str(line.values["code"]) for line in page.lines]
        after = page.after
        if not after:
            return codes


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize(
    "sort", ["code", "-code", "name", "-name", "weight", "-weight", "price", "terms.rent", "-terms.rent", "twin_id", "sharp", "-created_at"]
)
def test_pages_show_every_row_once_and_in_order(session: Session, tool: Noun, sort: str) -> None:
    whole = walk(session, tool, sort, 100)

    assert len(whole) == len(set(whole)) == 12
    assert [walk(session, tool, sort, size) for size in (1, 5)] == [whole, whole]


@pytest.mark.usefixtures("tools")
def test_rows_without_a_value_come_last(session: Session, tool: Noun) -> None:
    assert walk(session, tool, "weight", 4)[-3:] == ["T00", "T04", "T08"]


@pytest.mark.usefixtures("tools")
def test_a_list_shows_words_for_people(session: Session, tool: Noun) -> None:
    line = records.list_page(session, BOSS, tool).lines[0]

    assert line.said == {"code": "T00", "name": "Tool 0", "kind": "Hand tool", "price": "0", "terms.rent": "5", "twin_id": ""}


SEARCHES: list[tuple[str, dict[str, str], list[str]]] = [
    ("t03", {}, ["T03"]),
    ("tool t1", {}, ["T10", "T11"]),
    ("a1", {}, ["T00"]),
    ("z9", {}, []),
    ("7", {}, ["T07"]),
    ("100%", {}, []),
    ("_", {}, []),
    ("", {"name": "Tool 2", "price[from]": "6"}, ["T08", "T11"]),
    ("", {"price[to]": "1"}, ["T00", "T01"]),
    ("", {"code[contains]": "1"}, ["T01", "T10", "T11"]),
    ("", {"terms.rent": "5"}, ["T00"]),
    ("", {"sharp[from]": "true"}, []),
    ("", {"kind": ""}, [f"T{number:02}" for number in range(12)]),
]


@pytest.mark.usefixtures("tools")
def test_a_search_and_filters_leave_what_fits(session: Session, tool: Noun) -> None:
    for text, filters, codes in SEARCHES:
        page = records.list_page(session, BOSS, tool, text, filters, sort="code")

        assert [line.values["code"] for line in page.lines] == codes, (text, filters)


def test_what_cannot_be_asked_is_a_bad_request(session: Session, tool: Noun) -> None:
    with pytest.raises(BadRequest):
        records.list_page(session, BOSS, tool, sort="nothing")
    for filters in ({"nothing": "1"}, {"price": "cheap"}, {"code; DROP TABLE tool": "1"}):
        with pytest.raises(BadRequest):
            records.list_page(session, BOSS, tool, filters=filters)
    with pytest.raises(BadRequest):
        records.list_page(session, BOSS, tool, after="nonsense")
    for limit in (0, 501):
        with pytest.raises(BadRequest):
            records.list_page(session, BOSS, tool, limit=limit)


@pytest.mark.usefixtures("tools")
def test_costs_are_nowhere_for_those_who_may_not_read_them(session: Session, tool: Noun) -> None:
    page = records.list_page(session, ANNE, tool)

    assert [of.name for of in page.columns] == ["code", "name", "kind", "twin_id"]
    assert all("price" not in line.values and "terms.rent" not in line.values for line in page.lines)
    assert records.list_page(session, ANNE, tool, "7").lines[0].values["code"] == "T07"
    with pytest.raises(BadRequest):
        records.list_page(session, ANNE, tool, sort="price")
    with pytest.raises(BadRequest):
        records.list_page(session, ANNE, tool, filters={"terms.rent[from]": "1"})


def test_a_departments_rows_are_its_own_until_level_four(session: Session, tool: Noun, tools: list[Tool]) -> None:
    codes = [line.values["code"] for line in records.list_page(session, ANNE, tool).lines]

    assert "T05" in codes
    assert "T06" not in codes
    assert "T06" in walk(session, tool, "code", 50)


@pytest.mark.usefixtures("tools")
def test_a_company_sees_its_own_rows_only(session: Session, tool: Noun) -> None:
    assert [line.values["code"] for line in records.list_page(session, STRANGER, tool).lines] == ["X"]


def test_a_card_shows_its_lines_without_what_may_not_be_read(session: Session, tool: Noun, tools: list[Tool]) -> None:
    session.add(ToolLoan(company_id=10, tool_id=tools[1].id, borrower="Ida", pawn=Decimal(50)))
    session.flush()

    loans = records.card(session, ANNE, tool, tools[1].id).values["loans"]

    assert isinstance(loans, list)
    assert [set(loan) for loan in loans] == [{"id", "borrower"}]


@pytest.mark.usefixtures("tools")
def test_a_search_over_all_nouns_finds_by_name_and_by_key(session: Session, tool: Noun, tools: list[Tool]) -> None:
    assert [(hit.title, hit.detail) for hit in records.find(session, BOSS, "t07")] == [("Tool 1", "T07")]
    assert [hit.id for hit in records.find(session, BOSS, str(tools[3].id))] == [tools[3].id]
    assert records.find(session, STRANGER, "t07") == []
    assert records.find(session, BOSS, "  ") == []


def test_a_picker_finds_the_nouns_rows(session: Session, tool: Noun, tools: list[Tool]) -> None:
    made = records.create(session, BOSS, tool, {"name": "Pair", "twin_id": str(tools[2].id)})

    (line,) = records.list_page(session, BOSS, tool, "pair").lines

    assert made.values["twin_id"] == str(tools[2].id)
    assert line.said["twin_id"] == "Tool 2 · T02"


def test_the_toolshed_is_whole(tool: Noun) -> None:
    assert records.problems(tool) == []
