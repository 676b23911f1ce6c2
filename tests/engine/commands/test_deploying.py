"""Is what cannot run refused when it is deployed, by file, element and reason?"""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

import engine
from engine.tables import DecisionDefinition, Deployment
from kit.db import Database
from kit.errors import AppError, BadRequest, Invalid
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, COMPANY, OPERATOR, Till
from tests.engine.commands.stories import DIAGRAMS, open_task
from tests.engine.commands.test_answers import form

DECISION = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rules" name="Rules" namespace="https://virke.example/rules">
  <decision id="discount" name="Discount"><variable name="Discount" /><literalExpression><text>1 + 1</text></literalExpression></decision>
</definitions>"""


def drawn(*parts: str) -> bytes:
    return drawing.draw("p", drawing.start(), *parts, drawing.end()).encode()


def refused(database: Database, **files: bytes) -> AppError:
    with pytest.raises(AppError) as found, database.transaction() as session:
        engine.deploy(session, {name.replace("_", "."): content for name, content in files.items()})
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Deployment)) == 0
        assert engine.definitions(session, who=CLERK) == []
    return found.value


def test_a_bad_form_is_refused_by_form_component_and_file(database: Database) -> None:
    bad = form("pick", {"id": "c1", "type": "html", "label": "Page", "content": "<b>"}, {"id": "c2", "type": "textfield", "label": "Who"})

    found = refused(database, pick_form=bad)

    assert isinstance(found, Invalid)
    for said in ("“pick”", "pick.form", "“Page”", "“Who”"):
        assert said in found.message


@pytest.mark.parametrize("content", [b"no json", b"[]", b'{"type": "default"}'])
def test_what_is_no_form_is_refused(database: Database, content: bytes) -> None:
    assert "odd.form" in refused(database, odd_form=content).message


def test_malformed_xml_is_refused_by_its_line(database: Database) -> None:
    found = refused(database, broken_bpmn=b"<definitions>\n<process>")

    assert found.status == 422
    assert "broken.bpmn" in found.message
    assert "Line 2" in found.message


def test_an_unknown_operation_of_a_known_room_is_refused(database: Database, till: Till) -> None:
    found = refused(database, p_bpmn=drawn(drawing.service("s", "inline.prepar"), drawing.flows("start > s > end")))

    assert "s: " in found.message
    assert "inline.prepar" in found.message


def test_a_form_that_nobody_deployed_is_refused(database: Database) -> None:
    named = drawing.element("zeebe:formDefinition", {"formId": "nowhere"})

    found = refused(database, p_bpmn=drawn(drawing.user("u", named), drawing.flows("start > u > end")))

    assert "“nowhere”" in found.message


def test_one_bad_file_refuses_the_whole_deployment(database: Database) -> None:
    good = (DIAGRAMS / "approval.bpmn").read_bytes()

    assert refused(database, approval_bpmn=good, odd_form=b"{}").status == 422


def test_other_files_are_refused(database: Database) -> None:
    assert isinstance(refused(database, notes_txt=b"hello"), BadRequest)
    assert isinstance(refused(database), BadRequest)


def test_decisions_are_versions(database: Database) -> None:
    with database.transaction() as session:
        first = engine.deploy(session, {"rules.dmn": DECISION})
        again = engine.deploy(session, {"rules.dmn": DECISION})
        changed = engine.deploy(session, {"rules.dmn": DECISION.replace(b"1 + 1", b"1 + 2")})

    assert [(it.id, it.version, it.is_new) for it in (*first, *again, *changed)] == [
        ("discount", 1, True),
        ("discount", 1, False),
        ("discount", 2, True),
    ]
    with database.reading() as session:
        assert session.scalars(select(DecisionDefinition.name)).all() == ["Discount", "Discount"]


def test_a_called_process_that_did_not_change_is_of_the_deployment_too(database: Database) -> None:
    called = drawing.draw("called", drawing.start(), drawing.user("answer"), drawing.end(), drawing.flows("start > answer > end")).encode()
    calling = drawing.draw(
        "calling", drawing.start(), drawing.call("go", "called", bindingType="deployment"), drawing.end(), drawing.flows("start > go > end")
    )
    with database.transaction() as session:
        engine.deploy(session, {"called.bpmn": called})
        engine.deploy(session, {"called.bpmn": called, "calling.bpmn": calling.encode()})
        engine.deploy(session, {"called.bpmn": called.replace(b"answer", b"reply")})
        key = engine.start(session, "calling", company_id=COMPANY)

    with database.reading() as session:
        (child,) = [each for each in engine.instances(session, who=OPERATOR) if each.parent_key == key]
        assert child.version == 1
    assert open_task(database, child.key)
