"""Do the commands say what they did, and end with 1 when something was refused?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import __main__ as cli
from kit.settings import settings

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = "id,sku,name,type,uom,unit_price\n1,X1,Lamp,stock,each,12.50\n"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own."""
    monkeypatch.setenv("VIRKE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("VIRKE_DATABASE_URL", "")
    monkeypatch.setenv("VIRKE_BROKER_URL", "")
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def virke(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli.command, arguments)
    return done.exit_code, done.output if done.exception is None or isinstance(done.exception, SystemExit) else str(done.exception)


def test_a_house_is_made_and_found_in_order(house: Path) -> None:
    assert virke("doctor")[0] == 1, "there is nothing yet"
    assert virke("migrate") == (0, "The database is up to date.\n")
    assert "sara@nordlys.example" in virke("demo")[1]

    code, said = virke("doctor")

    assert code == 0
    assert [line.split()[:2] for line in said.splitlines()] == [["ok", "database"], ["ok", "migrations"], ["ok", "audit"], ["ok", "scripts"]]
    assert (house / "data" / "secret").stat().st_mode & 0o077 == 0


def test_an_import_tells_each_row_and_refuses_with_1(house: Path) -> None:
    virke("demo")
    file = house / "products.csv"
    file.write_text(PRODUCTS, encoding="utf-8")

    assert "1 taken" in virke("import", "product", str(file), "--company", "12345674")[1]
    assert "1 skipped" in virke("import", "product", str(file), "--company", "12345674")[1]
    file.write_text(PRODUCTS + "2,X1,Lamp again,stock,each,1\n", encoding="utf-8")
    code, said = virke("import", "product", str(file), "--company", "12345674")
    assert (code, said.splitlines()[-1]) == (1, "0 taken, 1 skipped, 1 refused")


def test_a_bundle_is_deployed_and_a_model_is_linted(house: Path) -> None:
    virke("migrate")
    virke("demo")
    folder = ROOT / "processes" / "order-to-delivery"

    assert "order-to-delivery version 1 (as before)" in virke("deploy", str(folder))[1]
    assert virke("lint", str(folder / "order-to-delivery.bpmn")) == (0, "order-to-delivery.bpmn can be deployed.\n")
    broken = house / "broken.bpmn"
    broken.write_text((folder / "order-to-delivery.bpmn").read_text().replace("sales.close-order", "sales.close-odrer"))
    code, said = virke("lint", str(broken))
    assert code == 1
    assert "close" in said


def test_a_worker_needs_a_broker(house: Path) -> None:
    assert "VIRKE_BROKER_URL" in virke("worker")[1]
