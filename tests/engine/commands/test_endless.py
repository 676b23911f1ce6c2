"""Does what never comes to rest end in an incident that names it, and go on when it is mended?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

import engine
from engine import advance
from engine.tables import ElementInstance, Incident, Job
from kit.db import Database
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import OPERATOR
from tests.engine.commands.stories import started, state_of
from worker.embedded import run_all


def circle() -> bytes:
    """Counts for ever, unless somebody says that it is enough."""
    nodes = (drawing.start(), drawing.gateway("exclusive", "merge"), drawing.script("count", "n + 1", "n"),
             drawing.gateway("exclusive", "enough", default="enough_merge"), drawing.end())  # fmt: skip
    flows = drawing.flows("start > merge > count > enough", "enough > end ? stop", "enough > merge")
    return drawing.draw("circle", *nodes, flows).encode()


def test_a_circle_without_a_wait_ends_in_an_incident_that_names_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advance, "TURNS", 3)
    with database.transaction() as session:
        engine.deploy(session, {"circle.bpmn": circle()})

    key = started(database, "circle", n=0, stop=False)
    run_all(database)

    with database.reading() as session:
        incident = session.scalars(select(Incident).filter_by(instance_key=key)).one()
        assert (incident.type, incident.state) == ("EXECUTION_LOOP", "ACTIVE")
        assert all(name in incident.message for name in ("merge", "count", "enough"))
        assert session.scalars(select(Job.id).filter_by(state="READY")).all() == []
        assert len(session.scalars(select(ElementInstance.id).filter_by(element_id="count")).all()) in range(990, 1010)
        incident_key = incident.id
    assert state_of(database, key) == "ACTIVE"

    with database.transaction() as session:
        engine.retry(session, incident_key, who=OPERATOR, variables={"stop": True})
    run_all(database)

    assert state_of(database, key) == "COMPLETED"
    with database.reading() as session:
        assert Decimal(str(engine.instance(session, key, who=OPERATOR).variables["n"])) in range(990, 1010)


def test_a_long_way_without_a_wait_goes_on_in_several_transactions_and_is_no_circle(database: Database) -> None:
    with database.transaction() as session:
        nodes = (drawing.start(), drawing.script("count", "n + 1", "n", drawing.loop("2500 > n")), drawing.end())
        engine.deploy(session, {"long.bpmn": drawing.draw("long", *nodes, drawing.flows("start > count > end")).encode()})

    key = started(database, "long", n=0)
    assert state_of(database, key) == "ACTIVE"
    run_all(database)

    assert state_of(database, key) == "COMPLETED"
    with database.reading() as session:
        assert session.scalars(select(Incident.id)).all() == []
