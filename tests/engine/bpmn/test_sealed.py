"""Is there no way by which a model could run Python?"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

import engine.bpmn
from engine.bpmn import ModelRefused
from engine.bpmn.spiff import Sealed
from tests.engine.bpmn.drawing import draw, element, end, extra, flows, gateway, node, script, start, text, user
from tests.engine.bpmn.world import World
from tests.engine.scripting.hostile import BOMBS, ESCAPES

ROOM = Path(engine.bpmn.__file__).parent
CORPUS = {name: code.format(secret_file="/etc/hostname", mark="/nowhere", pid=1, port=1) for name, code in {**ESCAPES, **BOMBS}.items()}
WATCHED: list[list[str]] = []
"""The innermost list takes the names of the texts that Python runs."""


def watch(event: str, given: tuple[object, ...]) -> None:
    if WATCHED and event == "exec" and isinstance(given[0], CodeType) and given[0].co_filename == "<string>":
        WATCHED[-1].append(given[0].co_name)


sys.addaudithook(watch)


@pytest.fixture
def executed() -> Iterator[list[str]]:
    """What Python runs by `exec` and `eval` of a text meanwhile, whoever asks for it."""
    WATCHED.append([])
    yield WATCHED[-1]
    WATCHED.pop()


def places(code: str) -> dict[str, str]:
    """Models with the code wherever SpiffWorkflow, in one of its dialects, would run or evaluate it."""
    quoted = code.replace('"', "'").replace("\n", " ")
    formal = ' xsi:type="tFormalExpression"'
    hooks = "".join(text(f"spiffworkflow:{each}", code) for each in ("preScript", "postScript"))
    spiff = f'<extensionElements xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">{hooks}</extensionElements>\n'
    either = gateway("exclusive", "which", default="which_b") + user("b") + end("done") + flows("start > which > b > done")
    conditional = '<sequenceFlow id="if" sourceRef="which" targetRef="end">' + text("conditionExpression", code, formal) + "</sequenceFlow>\n"
    straight = (start(), end(), flows("start > a > end"))
    timer = element("timerEventDefinition", {}, text("timeDuration", code, formal))
    loop = element("multiInstanceLoopCharacteristics", {}, text("loopCardinality", code, formal))
    return {
        "script": draw("p", *straight, node("scriptTask", "a", text("script", code))),
        "script as FEEL": draw("p", *straight, script("a", quoted, "x")),
        "hooks": draw("p", *straight, node("task", "a", spiff)),
        "condition": draw("p", start(), end(), either + conditional),
        "loop": draw("p", *straight, node("task", "a", loop)),
        "timer": draw("p", *straight, node("intermediateCatchEvent", "a", timer)),
        "mapping": draw("p", *straight, user("a", element("zeebe:ioMapping", {}, element("zeebe:input", {"source": f"= {quoted}", "target": "x"})))),
        "call": draw("p", *straight, node("callActivity", "a", extra(element("zeebe:calledElement", {"processId": f"= {quoted}"})))),
    }


def imports(path: Path) -> set[str]:
    found = set()
    for each in ast.walk(ast.parse(path.read_text())):
        if isinstance(each, ast.ImportFrom) and each.module:
            found.add(each.module)
        elif isinstance(each, ast.Import):
            found.update(alias.name for alias in each.names)
    return found


def test_only_the_door_imports_spiffworkflow_and_never_its_runtime() -> None:
    for path in ROOM.rglob("*.py"):
        taken = {name for name in imports(path) if name.startswith("SpiffWorkflow")}
        assert path.name == "spiff.py" or not taken, path
        for name in taken - {"SpiffWorkflow.bpmn.script_engine.python_environment"}:
            assert name.startswith(("SpiffWorkflow.bpmn.parser.", "SpiffWorkflow.bpmn.specs.", "SpiffWorkflow.specs.")), name


def test_no_file_of_the_room_calls_exec_or_eval() -> None:
    for path in ROOM.rglob("*.py"):
        called = {each.func.id for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}
        assert not called & {"exec", "eval", "compile", "__import__"}, path


def test_the_script_engine_of_spiffworkflow_refuses() -> None:
    """Every engine of SpiffWorkflow, restored ones too, uses this environment unless it is given another."""
    environment = TaskDataEnvironment()

    with pytest.raises(Sealed, match="FEEL"):
        environment.evaluate("1 + 1", {})
    with pytest.raises(Sealed, match="FEEL"):
        environment.execute("x = 1", {})


@pytest.mark.parametrize("name", CORPUS)
def test_no_place_in_a_model_runs_python_also_after_a_restore(name: str, world: World, executed: list[str]) -> None:
    """It is refused, stops in an incident, or is no script but a text; the engine goes on with the next model."""
    for place, xml in places(CORPUS[name]).items():
        try:
            world.deploy(xml)
        except ModelRefused:
            continue
        case = world.start("p")
        assert case.is_completed or case.waiting, place

    assert executed == []
    world.deploy(draw("next", start(), user("a"), end(), flows("start > a > end")))
    assert world.start("next").open_tasks == ["a"]


def restored(xml: str) -> BpmnWorkflow:
    """SpiffWorkflow's own instance of the model, written and read by its own serializer, with its own script engine."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(xml.encode()))
    serializer = BpmnWorkflowSerializer()
    return serializer.deserialize_json(serializer.serialize_json(BpmnWorkflow(parser.get_spec("p"))))


@pytest.mark.parametrize("name", CORPUS)
def test_even_a_workflow_that_spiffworkflow_restores_runs_no_script(name: str, executed: list[str]) -> None:
    workflow = restored(draw("p", start(), node("scriptTask", "a", text("script", CORPUS[name])), end(), flows("start > a > end")))

    with pytest.raises(Exception, match=r"FEEL|Sealed"):
        workflow.do_engine_steps()

    assert executed == []


def test_the_watch_sees_what_python_runs(executed: list[str]) -> None:
    exec("x = 1")
    assert eval("1 + 1") == 2

    assert len(executed) == 2
