"""How do tests of the commands begin an instance and look at it?"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

import engine
from engine.tables import ProcessInstance, UserTask
from kit.db import Database
from tests.engine.commands.conftest import COMPANY, OPERATOR

DIAGRAMS = Path(__file__).parents[2] / "diagrams"


def deployed(database: Database, name: str) -> None:
    with database.transaction() as session:
        engine.deploy(session, {f"{name}.bpmn": (DIAGRAMS / f"{name}.bpmn").read_bytes()})


def started(database: Database, process_id: str, **variables: object) -> int:
    with database.transaction() as session:
        return engine.start(session, process_id, variables, company_id=COMPANY)


def begun(database: Database, name: str, **variables: object) -> int:
    deployed(database, name)
    return started(database, name, **variables)


def open_task(database: Database, instance_key: int) -> int:
    with database.reading() as session:
        return session.scalars(select(UserTask.id).filter_by(instance_key=instance_key, state="CREATED")).one()


def state_of(database: Database, instance_key: int) -> str:
    with database.reading() as session:
        return session.get_one(ProcessInstance, instance_key).state


def migrated(database: Database, key: int, target: int, **mapping: str) -> None:
    with database.transaction() as session:
        engine.migrate(session, key, target, mapping, who=OPERATOR)


def weighed(database: Database, key: int, target: int, **mapping: str) -> tuple[str, str]:
    with database.reading() as session:
        (found,) = engine.weigh_migration(session, [key], target, mapping, who=OPERATOR)
    return found.verdict.value, " ".join(found.reasons)
