"""Does a list show what the designer of a process has chosen?"""

from __future__ import annotations

import pytest

import engine
from engine.bpmn import examine
from kit.db import Database
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import COMPANY, MANAGER


def model(written: str) -> bytes:
    wanted = drawing.element("zeebe:property", {"name": "virke:inbox-columns", "value": written})
    chosen = drawing.extra(drawing.element("zeebe:properties", {}, wanted))
    flows = drawing.flows("start > buy > end")
    return drawing.draw("buying", chosen, drawing.start(), drawing.user("buy", role="manager"), drawing.end(), flows).encode()


def shown(database: Database, written: str) -> list[tuple[tuple[str, object], ...]]:
    with database.transaction() as session:
        engine.deploy(session, {"buying.bpmn": model(written)})
        for amount, name in ((10, "Vestas"), (20, None)):
            engine.start(session, "buying", {"amount": amount, "supplier": {"name": name}, "lines": [1]}, company_id=COMPANY)
    with database.reading() as session:
        tasks = engine.inbox(session, who=MANAGER)
        found = engine.columns(session, tasks)
        return [found.get(task.key, ()) for task in sorted(tasks, key=lambda task: task.key)]


def test_variables_and_their_parts_stand_under_their_titles(database: Database) -> None:
    assert shown(database, "Amount=amount; Supplier = supplier.name; Lines=lines") == [(("Amount", 10), ("Supplier", "Vestas")), (("Amount", 20),)]


def test_without_a_choice_nothing_is_shown(database: Database) -> None:
    assert shown(database, "") == [(), ()]


@pytest.mark.parametrize("written", ["amount", "Amount=2 + 2", "=amount", "A=a;B=b;C=c;D=d;E=e"])
def test_what_is_no_column_is_warned_of(written: str) -> None:
    assert [problem.severity.name for problem in examine(model(written), "buying.bpmn") if "column" in problem.message] == ["WARNING"]
