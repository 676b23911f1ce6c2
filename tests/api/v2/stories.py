"""How do tests of /v2 deploy a diagram, start an instance, and find what waits?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import Doors

DIAGRAMS = Path(__file__).parents[2] / "diagrams"
BOUNDARY = "boundary_message_interrupts"


def deployed(doors: Doors, *names: str) -> dict[str, Any]:
    """Deploy diagrams as a process designer."""
    designer = doors.program(doors.person("Dora", "process-designer"))
    files = [("resources", (f"{name}.bpmn", (DIAGRAMS / f"{name}.bpmn").read_bytes())) for name in names]
    answer = designer.post("/v2/deployments", files=files)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def started(client: TestClient, process: str, **variables: object) -> str:
    answer = client.post("/v2/process-instances", json={"processDefinitionId": process, "variables": variables})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["processInstanceKey"])


def tasks(client: TestClient, **wanted: object) -> list[dict[str, Any]]:
    """Open tasks."""
    answer = client.post("/v2/user-tasks/search", json={"filter": {"state": "CREATED", **wanted}})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def task_of(client: TestClient, instance: str) -> str:
    """The task *Pick* of an instance."""
    (found,) = tasks(client, processInstanceKey=instance, elementId="pick")
    return str(found["userTaskKey"])
