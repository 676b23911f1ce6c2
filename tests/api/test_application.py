"""Does every route say its permission, and every answer carry the strict headers?"""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.access import declared, permission
from api.application import HEADERS, create
from kit.db import Database
from tests.api.conftest import Doors

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def client(database: Database) -> TestClient:
    return TestClient(create(database))


def test_every_route_declares_its_permission(database: Database) -> None:
    forgotten = [path for path, permission in declared(create(database)).items() if permission is None]

    assert forgotten == []


def test_a_client_of_camunda_8_reads_the_topology(client: TestClient) -> None:
    answer = client.get("/v2/topology")

    assert answer.status_code == 200
    assert answer.json()["gatewayVersion"].startswith("8.")


def test_every_answer_carries_the_strict_headers(client: TestClient) -> None:
    for path in ("/v2/topology", "/nowhere"):
        answer = client.get(path)

        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["X-Request-Key"].isdecimal()


def test_a_path_that_is_not_there_is_named(client: TestClient) -> None:
    answer = client.get("/nowhere", headers={"Accept-Language": "da"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "/nowhere" in answer.json()["detail"]


def test_a_method_that_is_not_there_and_a_body_that_is_no_json_are_told_the_same_way(doors: Doors) -> None:
    client = doors.program(doors.house.lise)

    for answer, status in ((client.put("/v2/topology"), 405), (client.post("/v2/user-tasks/search", content=b'{"filter": [', headers=JSON), 400)):
        assert answer.status_code == status
        assert answer.json()["status"] == status
        assert answer.json()["detail"].endswith(".")
    assert TestClient(doors.app).get("/v2/user-tasks/1").headers["WWW-Authenticate"] == "Bearer"


def test_a_fault_of_ours_is_told_without_its_trace(doors: Doors) -> None:
    @doors.app.get("/broken", dependencies=[permission("public")])
    def broken() -> None:
        raise RuntimeError("the secret of the house")

    answer = TestClient(doors.app, raise_server_exceptions=False).get("/broken")

    assert answer.status_code == 500
    assert answer.json()["title"] == "INTERNAL"
    assert "secret" not in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
