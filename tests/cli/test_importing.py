"""Does an import say what became of each row, and take nothing twice?"""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import importing
from kit.db import Database
from kit.errors import NotFound
from packs import demo

MAPPING = """
noun = "product"
source = "test.products"
key = "No"

[fields]
sku = "No"
name = "Name"
unit_price = "Price"
type = { constant = "stock" }
uom = { constant = "each" }
"""


@pytest.fixture
def files(tmp_path: Path, database: Database) -> tuple[Path, Path]:
    with database.transaction() as session:
        demo.seed(session)
    rows, mapping = tmp_path / "products.csv", tmp_path / "products.toml"
    rows.write_text("No,Name,Price\nX1,Lamp,12.50\nX2,Chair,a lot\n", encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    return rows, mapping


def test_rows_are_taken_or_refused_and_told_one_by_one(database: Database, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    importing.tell(importing.take_in(database, "product", *files, "12345674"))
    importing.tell(importing.take_in(database, "product", *files, "Nordlys Engros A/S", "sara@nordlys.example"))

    said = capsys.readouterr().out.splitlines()
    assert [line.split()[2:4] for line in (said[0], said[1], said[3])] == [["taken", "X1"], ["refused", "X2:"], ["skipped", "X1:"]]
    assert said[2] == "1 taken, 0 skipped, 1 refused"
    assert said[5] == "0 taken, 1 skipped, 1 refused"


def test_an_unknown_company_or_person_is_refused(database: Database, files: tuple[Path, Path]) -> None:
    with pytest.raises(NotFound):
        importing.take_in(database, "product", *files, "Nobody Ltd")
    with pytest.raises(NotFound):
        importing.take_in(database, "product", *files, "12345674", "nobody@nordlys.example")
