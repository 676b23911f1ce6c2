"""How do tests make a batch of small cases, run it, and look at what became of each?"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

import engine
from engine import ItemsWanted, Order
from engine.tables import ProcessInstance
from kit.db import Database
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import COMPANY, OPERATOR
from tests.engine.commands.stories import state_of

CASE = drawing.draw("case", drawing.start(), drawing.user("work"), drawing.end(), drawing.flows("start > work > end"))
JOB = CASE.replace('"work"', '"job"').replace("start_work", "start_job").replace("work_end", "job_end")
STRANGE = drawing.draw("case", drawing.start(), drawing.service("work", "other.kind"), drawing.end(), drawing.flows("start > work > end"))


def deployed(database: Database, drawn: str = CASE) -> int:
    with database.transaction() as session:
        return engine.deploy(session, {"case.bpmn": drawn.encode()})[0].key


def cases(database: Database, count: int) -> list[int]:
    with database.transaction() as session:
        return [engine.start(session, "case", {"number": number}, company_id=COMPANY) for number in range(count)]


def ordered(database: Database, order: Order, keys: list[int]) -> int:
    with database.transaction() as session:
        return engine.batch(session, order, keys, who=OPERATOR)


def run(database: Database) -> None:
    while engine.run_jobs(database, "w"):
        pass


def outcome(database: Database, batch: int) -> tuple[str, int, int]:
    with database.reading() as session:
        card = engine.batch_card(session, batch, who=OPERATOR)
    return card.state, card.completed, card.failed


def results(database: Database, batch: int) -> dict[int, tuple[str, str | None]]:
    with database.reading() as session:
        found = engine.search_items(session, ItemsWanted(batch_key=batch), who=OPERATOR)
    return {item.instance_key: (item.state, item.reason) for item in found.items}


def states(database: Database, keys: list[int]) -> Counter[str]:
    return Counter(state_of(database, key) for key in keys)


def versions(database: Database, keys: list[int]) -> list[int]:
    with database.reading() as session:
        found = {row.id: row.definition_key for row in session.execute(select(ProcessInstance.id, ProcessInstance.definition_key))}
    return [found[key] for key in keys]
