"""Is what goes out as CSV the same when it comes in, is nothing taken twice, and does one bad row stop no other?"""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import records
from kit.db import Database
from kit.errors import BadRequest, Forbidden, Invalid
from people.access.tables import FieldClass
from records import Noun, Outcome
from tests.records.toolshed import ANNE, BOSS, STRANGER, Tool, ToolCompany

MAPPING: dict[str, object] = {
    "noun": "tool", "source": "old.tools", "key": "No", "decimal": ",", "date_format": "%d.%m.%Y", "empty": ["NULL"],
    "fields": {
        "code": {"column": "No", "prefix": "T-"},
        "name": "Title",
        "kind": {"constant": "power"},
        "price": "Price",
        "sharp": {"column": "Edge", "values": {"keen": "true", "blunt": "false"}},
        "bought": "Date",
        "twin_id": {"column": "Like", "source": "old.tools"},
        "terms": {"shelf": "Shelf"},
    },
}  # fmt: skip
OLD = [
    "\ufeffNo,Title,Price,Edge,Date,Like,Shelf\r\n",
    '1, Drill ,"1.250,75",blunt,29.02.2024,,A1\r\n',
    '2,"Saw, long",NULL,keen,NULL,1,\r\n',
    "3,,10,blunt,,,\r\n",
    "4,Lathe,ten,blunt,31.02.2024,99,\r\n",
    "5,Twin,1\r\n",
    "1,Drill again,1,blunt,,,\r\n",
    '6,Plane,"5",keen,01.01.2024,2,\r\n',
]


def lines(pieces: str) -> list[str]:
    return io.StringIO(pieces, newline="").readlines()


def test_rows_are_taken_one_by_one_and_told_of(session: Session, tool: Noun) -> None:
    report = records.import_csv(session, BOSS, tool, OLD, records.mapped(MAPPING))

    assert [(row.line, row.key, row.outcome.value) for row in report.rows] == [
        (2, "1", "taken"), (3, "2", "taken"), (4, "3", "refused"), (5, "4", "refused"), (6, "", "refused"), (7, "1", "skipped"), (8, "6", "taken"),
    ]  # fmt: skip
    assert [row.reasons for row in report.refused] == [
        ("name: Fill this in.",),
        (
            "price: “ten” is no number.",
            "bought: “31.02.2024” is no date of the form that was agreed on.",
            "twin_id: Nothing with the key 99 has been imported from old.tools.",
        ),
        ("This row has 3 values, the heading 7.",),
    ]
    drill, saw, plane = session.scalars(select(Tool).order_by(Tool.code)).all()
    assert (drill.code, drill.name, drill.kind, drill.price, drill.bought) == ("T-1", "Drill", "power", Decimal("1250.75"), date(2024, 2, 29))
    assert (saw.name, saw.price, saw.sharp, saw.bought, saw.twin_id) == ("Saw, long", Decimal(0), True, None, drill.id)
    assert plane.twin_id == saw.id
    assert session.scalars(select(ToolCompany.shelf).order_by(ToolCompany.id)).first() == "A1"


def test_nothing_is_taken_twice(shed: Database, tool: Noun) -> None:
    with shed.transaction() as session:
        records.import_csv(session, BOSS, tool, OLD, records.mapped(MAPPING))

    with shed.transaction() as session:
        again = records.import_csv(session, BOSS, tool, OLD, records.mapped(MAPPING))

    assert [again.count(outcome) for outcome in Outcome] == [0, 4, 3]
    with shed.reading() as session:
        assert session.scalar(select(func.count()).select_from(Tool)) == 3


def test_what_the_database_refuses_undoes_only_its_row(session: Session, tool: Noun) -> None:
    file = ["id,code,name\n", "a,SAME,One\n", "b,SAME,Two\n", "c,OTHER,Three\n"]

    report = records.import_csv(session, BOSS, tool, file)

    assert [row.outcome.value for row in report.rows] == ["taken", "refused", "taken"]
    assert report.refused[0].reasons == ("code: There is already a tool with Code SAME.",)


def export(session: Session, who: object, tool: Noun) -> str:
    return "".join(records.export_csv(session, who, tool))  # type: ignore[arg-type]  # a Who


def test_an_export_comes_back_the_same(session: Session, tool: Noun) -> None:
    session.add_all([FieldClass(company_id=11, code=code, minimum_level=1) for code in ("cost", "rent")])
    records.create(session, BOSS, tool, {"name": "Plain"})
    odd = records.create(
        session, BOSS, tool,
        {"name": "Odd, \"quoted\"\n= 1+1", "code": " x ", "price": Decimal("0.000001"), "weight": Decimal("-12345678.9"), "count": 0, "sharp": True,
         "bought": "1996-07-04", "checked": datetime(2024, 7, 1, 12, 0, 0, 123456, tzinfo=UTC), "notes": "æøå\r\n€ ",
         "terms": {"rent": "2.5", "shelf": "="}},
    )  # fmt: skip
    row = session.get_one(Tool, odd.id)
    row.tags = ["a,b", "ø"]
    session.flush()
    out = export(session, BOSS, tool)

    report = records.import_csv(session, STRANGER, tool, lines(out))
    back = export(session, STRANGER, tool)

    assert report.count(Outcome.TAKEN) == 2
    without_key = [[line[1:] for line in csv.reader(lines(text))] for text in (out, back)]
    assert without_key[0] == without_key[1]
    assert records.import_csv(session, STRANGER, tool, lines(out)).count(Outcome.SKIPPED) == 2


def test_ones_own_export_is_already_there(session: Session, tool: Noun) -> None:
    records.create(session, BOSS, tool, {"name": "Plain"})

    report = records.import_csv(session, BOSS, tool, lines(export(session, BOSS, tool)))

    assert [row.outcome for row in report.rows] == [Outcome.SKIPPED]


def test_an_export_holds_what_its_reader_may_see(session: Session, tool: Noun) -> None:
    records.create(session, BOSS, tool, {"name": "Plain", "price": 77})

    heading, row = csv.reader(lines(export(session, ANNE, tool)))

    assert "price" not in heading
    assert "terms.rent" not in heading
    assert "77" not in row
    assert list(csv.reader(lines(export(session, STRANGER, tool))))[1:] == []


@pytest.mark.parametrize(
    ("file", "mapping"),
    [
        ([], None),
        (["name\n"], None),
        (["id,nothing\n"], None),
        (["id,created_at\n"], None),
        (["No,Title\n"], MAPPING),
        (["id\n"], {**MAPPING, "noun": "other"}),
    ],
)
def test_a_file_that_does_not_fit_is_refused_as_a_whole(session: Session, tool: Noun, file: list[str], mapping: dict[str, object] | None) -> None:
    with pytest.raises(BadRequest):
        records.import_csv(session, BOSS, tool, file, records.mapped(mapping) if mapping else None)


def test_what_one_may_not_read_one_may_not_import(session: Session, tool: Noun) -> None:
    with pytest.raises(BadRequest):
        records.import_csv(session, ANNE, tool, ["id,name,price\n", "1,A,2\n"])


def test_importing_asks_for_its_permission(session: Session, tool: Noun) -> None:
    reader = ANNE.__class__(user_id=1, name="A", company_id=10, permissions=frozenset({"record.read", "record.write"}))

    with pytest.raises(Forbidden):
        records.import_csv(session, reader, tool, ["id,name\n"])


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"noun": "tool", "source": "s", "key": "k", "fields": {"name": 1}},
        {"noun": "tool", "source": "s", "key": "k", "fields": {"name": {"column": "a", "constant": "b"}}},
        {"noun": "tool", "source": "s", "key": "k", "fields": {"name": {"column": "a", "colour": "b"}}},
    ],
)
def test_a_mapping_that_says_nothing_sensible_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        records.mapped(said)


def test_a_mapping_is_read_from_toml_and_json(tmp_path: Path) -> None:
    toml, json_ = tmp_path / "m.toml", tmp_path / "m.json"
    toml.write_text('noun = "tool"\nsource = "s"\nkey = ["a", "b"]\n[fields]\nname = "Title"\n[fields.terms]\nshelf = { column = "S" }\n')
    json_.write_text('{"noun": "tool", "source": "s", "key": ["a", "b"], "fields": {"name": "Title", "terms": {"shelf": "S"}}}')

    assert records.read_mapping(toml) == records.read_mapping(json_)
    assert set(records.read_mapping(toml).fields) == {"name", "terms.shelf"}


def test_a_broken_csv_line_is_told(session: Session, tool: Noun) -> None:
    report = records.import_csv(session, BOSS, tool, ["id,name\n", "1,Good\n", '2,"bad" quote\n'])

    assert [row.outcome.value for row in report.rows] == ["taken", "refused"]
