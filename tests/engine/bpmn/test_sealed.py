"""Is there no way by which a model could run Python?"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment

import engine.bpmn
from engine.bpmn.spiff import Sealed

ROOM = Path(engine.bpmn.__file__).parent


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
