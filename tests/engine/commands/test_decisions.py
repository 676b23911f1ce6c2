"""Is a decision made by the version that is meant, and remembered with its reasons?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

import engine
from engine.dmn import DmnRefused
from engine.tables import DecisionDefinition, DecisionInstance, DecisionRequirements, Incident
from feel import codec
from kit.db import Database
from kit.errors import Forbidden, Invalid
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, COMPANY, OPERATOR
from tests.engine.commands.stories import open_task, started, state_of
from tests.engine.dmn.drawing import decision, document, input_data, literal, table

FAR = 10_000


def rebates(*rules: tuple[str, ...], hit: str = "FIRST", inputs: tuple[str, ...] = ("amount", "rating")) -> bytes:
    """A table as Camunda's modeler draws it: it requires nothing and reads the process's variables."""
    return document(decision("discount", table(inputs, ["percent"], rules, hit)))


USUAL = rebates(("> 1000", '"A"', "10"), ("> 1000", "-", "5"), ("-", "-", "0"))


def process(**binding: str) -> bytes:
    asked = drawing.rules("rate", "discount", "rebate", **binding)
    return drawing.draw("orders", drawing.start(), asked, drawing.user("check"), drawing.end(), drawing.flows("start > rate > check > end")).encode()


def deploy(database: Database, **files: bytes) -> list[engine.Deployed]:
    with database.transaction() as session:
        return engine.deploy(session, {name.replace("_", "."): content for name, content in files.items()})


def rebate(database: Database, key: int) -> object:
    with database.reading() as session:
        return engine.instance(session, key, who=OPERATOR).variables.get("rebate")


def listed(text: str) -> list[Any]:
    found = codec.load(text)
    assert isinstance(found, list)
    return found


def test_a_business_rule_task_gets_its_decision_in_the_step(database: Database) -> None:
    deploy(database, orders_bpmn=process(), rebates_dmn=USUAL)

    key = started(database, "orders", amount=Decimal(1200), rating="B")

    assert rebate(database, key) == Decimal(5)
    assert open_task(database, key)


def test_how_it_was_decided_is_remembered(database: Database) -> None:
    deploy(database, orders_bpmn=process(), rebates_dmn=USUAL)
    key = started(database, "orders", amount=Decimal(1200), rating="A")

    with database.reading() as session:
        row = session.scalars(select(DecisionInstance).filter_by(instance_key=key)).one()
        assert (row.decision_id, row.element_id, row.kind, row.company_id) == ("discount", "rate", "decisionTable", COMPANY)
        assert codec.load(row.result) == Decimal(10)
        assert [(it["label"], it["value"]) for it in listed(row.inputs)] == [("amount", Decimal(1200)), ("rating", "A")]
        first, second, third = listed(row.rules)
    assert [(it["label"], it["value"], it["test"]) for it in first["passed"]] == [("amount", Decimal(1200), "> 1000"), ("rating", "A", '"A"')]
    assert [it["value"] for it in first["outputs"]] == [Decimal(10)]
    assert (second["number"], second["outputs"], third["passed"]) == (Decimal(2), [], [])


def test_latest_takes_the_newest_version_and_deployment_that_of_its_release(database: Database) -> None:
    deploy(database, orders_bpmn=process(bindingType="deployment"), rebates_dmn=USUAL)
    deploy(database, rebates_dmn=USUAL.replace(b">5<", b">7<"))
    bound = started(database, "orders", amount=Decimal(1200), rating="B")
    deploy(database, orders_bpmn=process())
    free = started(database, "orders", amount=Decimal(1200), rating="B")

    assert (rebate(database, bound), rebate(database, free)) == (Decimal(5), Decimal(7))


def test_a_version_tag_binds(database: Database) -> None:
    tagged = '<extensionElements><zeebe:versionTag xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" value="spring"/></extensionElements>'
    spring = USUAL.replace(b"<decisionTable", tagged.encode() + b"<decisionTable", 1)
    deploy(database, rebates_dmn=spring)
    deploy(database, rebates_dmn=USUAL.replace(b">5<", b">7<"))
    deploy(database, orders_bpmn=process(bindingType="versionTag", versionTag="spring"))

    assert rebate(database, started(database, "orders", amount=Decimal(1200), rating="B")) == Decimal(5)


def test_a_companys_own_version_wins(database: Database) -> None:
    deploy(database, orders_bpmn=process(), rebates_dmn=USUAL)
    with database.transaction() as session:
        engine.deploy(session, {"rebates.dmn": USUAL.replace(b">5<", b">9<")}, company_id=COMPANY)

    assert rebate(database, started(database, "orders", amount=Decimal(1200), rating="B")) == Decimal(9)


def test_rules_that_contradict_their_hit_policy_are_an_incident_until_mended(database: Database) -> None:
    both = rebates(("> 1000", "-", "10"), ("-", "-", "5"), hit="UNIQUE")
    deploy(database, orders_bpmn=process(), rebates_dmn=both)
    key = started(database, "orders", amount=Decimal(1200), rating="B")
    with database.reading() as session:
        incident = session.scalars(select(Incident).filter_by(instance_key=key)).one()
        incident_key = incident.id
        assert incident.type == "DECISION_EVALUATION_ERROR"
        assert "rules 1, 2" in incident.message
        failed = session.scalars(select(DecisionInstance).filter_by(instance_key=key)).one()
        assert failed.failure == incident.message

    deploy(database, rebates_dmn=USUAL)
    with database.transaction() as session:
        engine.retry(session, incident_key, who=OPERATOR)

    assert rebate(database, key) == Decimal(5)


def test_a_decision_that_is_too_dear_is_an_incident(database: Database) -> None:
    dear = document(decision("discount", literal(f"count(for a in 1..{FAR}, b in 1..{FAR} return a)")))
    deploy(database, orders_bpmn=process(), rebates_dmn=dear)

    key = started(database, "orders")

    with database.reading() as session:
        assert "steps" in session.scalars(select(Incident.message).filter_by(instance_key=key)).one()
    assert state_of(database, key) == "ACTIVE"


def test_required_decisions_have_rows_of_their_own_in_order(database: Database) -> None:
    chain = document(
        input_data("amount", "number"),
        decision("net", literal("amount * 0.8"), ["input:amount"]),
        decision("discount", literal("if net > 100 then 5 else 0"), ["decision:net"]),
    )
    deploy(database, orders_bpmn=process(), rebates_dmn=chain)

    started(database, "orders", amount=Decimal(200))

    with database.reading() as session:
        rows = session.scalars(select(DecisionInstance).order_by(DecisionInstance.number)).all()
        assert [(row.number, row.decision_id, codec.load(row.result)) for row in rows] == [(1, "net", Decimal("160.0")), (2, "discount", Decimal(5))]
        assert {row.evaluation_key for row in rows} == {rows[0].id}
        assert {row.root_key for row in rows} == {rows[1].definition_key}


def test_a_model_may_import_one_of_the_same_deployment_or_one_from_before(database: Database) -> None:
    base = document(decision("base", literal("4")), namespace="base").replace(b'id="d"', b'id="base model"')
    borrower = document(
        '<import namespace="base" name="lent" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>',
        decision("discount", literal("lent.base + 1"), ["decision:base#base"]),
    )
    deploy(database, borrower_dmn=borrower, lender_dmn=base, orders_bpmn=process())

    assert rebate(database, started(database, "orders")) == Decimal(5)

    deploy(database, lender_dmn=base.replace(b">4<", b">6<"))
    assert rebate(database, started(database, "orders")) == Decimal(5), "a version of a model keeps what it imports"
    deploy(database, borrower_dmn=borrower)
    assert rebate(database, started(database, "orders")) == Decimal(7), "deployed again it takes the newest one"


def test_a_missing_import_and_an_unknown_decision_refuse_the_deployment(database: Database) -> None:
    borrower = document(
        '<import namespace="nowhere" name="lent" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>', decision("discount", literal("1"))
    )
    with pytest.raises(DmnRefused, match="nowhere"):
        deploy(database, borrower_dmn=borrower)
    with pytest.raises(Invalid, match="no decision “discount”"):
        deploy(database, orders_bpmn=process())

    with database.reading() as session:
        assert session.scalars(select(DecisionDefinition.id)).all() == []


def test_one_decision_in_two_files_is_refused(database: Database) -> None:
    with pytest.raises(Invalid, match="more than once"):
        deploy(database, a_dmn=USUAL, b_dmn=USUAL)


def test_gaps_and_overlaps_are_warnings_of_the_deployment(database: Database) -> None:
    holes = rebates(("> 1000", "10"), ("< 1000", "5"), hit="UNIQUE", inputs=("amount:number",))

    (deployed,) = deploy(database, rebates_dmn=holes)

    (warning,) = deployed.warnings
    assert "amount = 1000" in warning
    assert warning.startswith("rebates.dmn: discount:")


def test_a_model_deployed_again_unchanged_is_the_same_version(database: Database) -> None:
    (first,) = deploy(database, rebates_dmn=USUAL)
    (again,) = deploy(database, rebates_dmn=USUAL)

    assert (again.key, again.version, again.is_new) == (first.key, 1, False)
    with database.reading() as session:
        assert session.scalars(select(DecisionRequirements.version)).all() == [1]


def test_a_decision_is_explained_in_words(database: Database) -> None:
    deploy(database, orders_bpmn=process(), rebates_dmn=rebates(("> 1000", '"A", "B"', "5"), ("<= 1000", "-", "0")))
    key = started(database, "orders", amount=Decimal(1200), rating="B")
    none = started(database, "orders", amount=Decimal(1200), rating="C")

    with database.reading() as session:
        (said,) = engine.explain(session, key, who=OPERATOR)
        (nothing,) = engine.explain(session, none, who=OPERATOR)

    assert said.reasons == ('Rule 1 matched because amount = 1200 is in > 1000 and rating = "B" is in "A", "B". It gives percent = 5.',)
    assert (said.result, nothing.result) == ("5", "null")
    assert nothing.reasons == ('No rule matched amount = 1200, rating = "C".', "No rule of “discount” matches.")


def test_a_null_says_why(database: Database) -> None:
    deploy(database, orders_bpmn=process(), rebates_dmn=document(decision("discount", literal("order.total * 0.1"))))
    key = started(database, "orders", order={"sum": Decimal(5)})

    with database.reading() as session:
        (said,) = engine.explain(session, key, who=OPERATOR)

    assert said.result == "null"
    assert said.reasons[1:] == ("There is no entry “total” in the context.", "A null cannot be multiplied with a number.")


def test_only_operators_of_the_company_are_told_why(database: Database) -> None:
    deploy(database, orders_bpmn=process(), rebates_dmn=USUAL)
    key = started(database, "orders", amount=Decimal(1))

    with database.reading() as session:
        with pytest.raises(Forbidden):
            engine.explain(session, key, who=CLERK)
        assert engine.explain(session, key, who=replace(OPERATOR, company_id=8)) == []


def test_long_inputs_are_remembered_by_their_beginning(database: Database) -> None:
    deploy(database, orders_bpmn=process(), rebates_dmn=rebates(("count(?) > 1000", "-", "10"), ("-", "-", "0")))
    started(database, "orders", amount=[Decimal(n) for n in range(50_000)], rating="A")

    with database.reading() as session:
        row = session.scalars(select(DecisionInstance)).one()
        assert codec.load(row.result) == Decimal(10)
        (amount, rating) = listed(row.inputs)
        assert str(amount["value"]).startswith("[0,1,2,")
        assert len(row.inputs) + len(row.rules) < 10_000
        assert rating["value"] == "A"
