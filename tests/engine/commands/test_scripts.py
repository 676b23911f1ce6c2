"""Does a script in Python run as a job outside of the step, and is its failure an incident that says why?"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

import engine
from engine.bpmn import examine
from engine.tables import Incident, Job
from kit.clock import MovingClock
from kit.db import Database
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import OPERATOR
from tests.engine.commands.stories import open_task, started, state_of
from tests.engine.scripting.hostile import BOMBS, ESCAPES
from worker import embedded

TOTALS = """
total = 0
for line in lines:
    if line["quantity"] < 1:
        raise ValueError("a line has no quantity")
    total = total + line["price"] * line["quantity"]
{"total": total, "on": now.date()}
"""


def deploy(database: Database, *nodes: str, path: str) -> None:
    model = drawing.draw("totals", drawing.start(), *nodes, drawing.user("check"), drawing.end(), drawing.flows(f"start > {path} > check > end"))
    with database.transaction() as session:
        engine.deploy(session, {"totals.bpmn": model.encode()})


def lines(quantity: int) -> list[dict[str, Decimal]]:
    return [{"price": Decimal("0.10"), "quantity": Decimal(quantity)}, {"price": Decimal("19.95"), "quantity": Decimal(1)}]


def variables(database: Database, key: int) -> dict[str, object]:
    with database.reading() as session:
        return engine.instance(session, key, who=OPERATOR).variables


def test_a_script_computes_its_variable_after_the_step(database: Database) -> None:
    deploy(database, drawing.python("sum", TOTALS, "order"), path="sum")
    key = started(database, "totals", lines=lines(3))
    assert "order" not in variables(database, key)

    embedded.run_all(database)

    order = variables(database, key)["order"]
    assert isinstance(order, dict)
    assert order["total"] == Decimal("20.25")
    assert open_task(database, key)


def test_input_mappings_say_what_a_script_sees(database: Database) -> None:
    mapped = drawing.io({"amount": "order.total"}, {"vat": "answer"})
    script = "try:\n    secret\nexcept NameError:\n    secret = None\n[amount * 0, secret]"
    deploy(database, drawing.python("tax", script, "answer", mapped), path="tax")
    key = started(database, "totals", order={"total": Decimal(100)}, secret="s")

    embedded.run_all(database)

    assert variables(database, key)["vat"] == [Decimal(0), None]


def test_a_script_that_fails_is_tried_again_and_then_an_incident_until_mended(database: Database, moving_clock: MovingClock) -> None:
    deploy(database, drawing.python("sum", TOTALS, "order"), path="sum")
    key = started(database, "totals", lines=lines(0))

    said = "The script failed in line 4: ValueError: a line has no quantity."
    for tries_left in (2, 1, 0):
        embedded.run_all(database)
        with database.reading() as session:
            job = session.scalars(select(Job).filter_by(instance_key=key)).one()
            assert (job.retries, job.cause) == (tries_left, said)
        moving_clock.advance(timedelta(hours=1))
    with database.reading() as session:
        incident = session.scalars(select(Incident).filter_by(instance_key=key)).one()
        assert (incident.type, incident.message) == ("JOB_NO_RETRIES", said)
    assert state_of(database, key) == "ACTIVE"


def test_a_cancelled_instance_takes_no_result(database: Database) -> None:
    deploy(database, drawing.python("sum", "1"), path="sum")
    key = started(database, "totals")
    with database.transaction() as session:
        engine.cancel(session, key)

    assert embedded.run_all(database) == 0
    assert state_of(database, key) == "TERMINATED"


def test_a_boundary_event_interrupts_a_script_that_has_not_run(database: Database) -> None:
    stop = drawing.boundary("stop", "sum", drawing.element("signalEventDefinition", {"signalRef": "halt"}))
    halt = drawing.element("signal", {"id": "halt", "name": "halt"})
    parts = (drawing.start(), drawing.python("sum", "1"), stop, drawing.user("check"), drawing.end(), drawing.end("stopped"))
    model = drawing.draw("totals", *parts, drawing.flows("start > sum > check > end", "stop > stopped"), beside=(halt,))
    with database.transaction() as session:
        engine.deploy(session, {"totals.bpmn": model.encode()})
    key = started(database, "totals")

    with database.transaction() as session:
        engine.broadcast(session, "halt", who=OPERATOR)
    with database.reading() as session:
        signal_job = session.scalars(select(Job.id).filter_by(instance_key=key, kind="SIGNAL")).one()
    engine.run_job(database, signal_job, "first")

    assert embedded.run_all(database) == 0
    assert state_of(database, key) == "COMPLETED"
    assert "answer" not in variables(database, key)


def test_hostile_scripts_end_in_tries_and_the_others_go_on(database: Database) -> None:
    """All of the corpus in one instance, side by side with a task for a person."""
    corpus = {**ESCAPES, **{name: BOMBS[name] for name in ("endless loop", "list that doubles", "large result", "endless recursion", "printing")}}
    codes = [code.format(secret_file="/etc/hostname", mark="/nowhere/mark", pid=1, port=1) for code in corpus.values()]
    taken = {f"s{number}": code for number, code in enumerate(codes) if is_taken(code)}
    nodes = [drawing.python(name, code, f"x_{name}") for name, code in taken.items()]
    ways = [f"fork > {name} > join" for name in taken]
    model = drawing.draw(
        "totals", drawing.start(), drawing.gateway("parallel", "fork"), *nodes, drawing.user("check"), drawing.gateway("parallel", "join"),
        drawing.end(), drawing.flows("start > fork > check > join > end", *ways),
    )  # fmt: skip
    with database.transaction() as session:
        engine.deploy(session, {"totals.bpmn": model.encode()})
    key = started(database, "totals", order={"total": Decimal(5)})

    assert embedded.run_all(database) == len(nodes) > 40

    with database.reading() as session:
        states = Counter(str(state) for state in session.scalars(select(Job.state).filter_by(instance_key=key, kind="SCRIPT")))
        given = session.scalars(select(Job.given).filter_by(instance_key=key)).all()
    assert states["READY"] > states["DONE"], "most are to be tried again"
    assert states["READY"] + states["DONE"] == len(nodes)
    assert set(given) == {'{"order":{"total":5}}'}
    with database.transaction() as session:
        engine.complete_task(session, open_task(database, key), {}, who=OPERATOR)
    assert variables(database, key)["order"] == {"total": Decimal(5)}


def is_taken(code: str) -> bool:
    """Whether a model with this script can be deployed; what cannot is refused by the task that has it."""
    model = drawing.draw("p", drawing.start(), drawing.python("a", code), drawing.end(), drawing.flows("start > a > end"))
    return {each.element_id for each in examine(model.encode(), "p.bpmn")} != {"a"}
