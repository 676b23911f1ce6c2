"""Is a task found, taken, given back and completed by whom it is for, and by nobody else?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Doors
from tests.api.v2.stories import BOUNDARY, deployed, started, task_of, tasks


@pytest.fixture
def clerk(doors: Doors) -> TestClient:
    deployed(doors, BOUNDARY)
    return doors.program(doors.person("Carl", "clerk"))


def test_a_task_is_taken_given_back_and_completed(doors: Doors, clerk: TestClient) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))
    carl = doors.browser(doors.person("Carla", "clerk"))

    assert carl.post(f"/v2/user-tasks/{key}/assignment", json={"assignee": "Carla"}).status_code == 204
    assert carl.get(f"/v2/user-tasks/{key}").json()["assignee"] is not None
    assert clerk.post(f"/v2/user-tasks/{key}/assignment", json={}).status_code == 409
    assert clerk.post(f"/v2/user-tasks/{key}/completion", json={}).status_code == 403
    assert carl.delete(f"/v2/user-tasks/{key}/assignee").status_code == 204
    assert clerk.post(f"/v2/user-tasks/{key}/completion", json={"variables": {"picked": True}}).status_code == 204
    assert [each["elementId"] for each in tasks(clerk)] == ["pack"]


def test_a_task_is_given_to_a_colleague_by_name_key_or_mail(doors: Doors, clerk: TestClient) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))
    carla = doors.person("Carla", "clerk")

    def assign(**given: object) -> int:
        return clerk.post(f"/v2/user-tasks/{key}/assignment", json=given).status_code

    assert assign(assignee="Carla") == 204
    assert doors.browser(carla).get(f"/v2/user-tasks/{key}").json()["assignee"] == str(carla)
    assert assign(assignee="Carla") == 403  # it is hers now
    assert doors.browser(carla).post(f"/v2/user-tasks/{key}/assignment", json={"assignee": str(carla), "allowOverride": False}).status_code == 204


def test_nobody_is_given_a_task_who_does_not_work_here(clerk: TestClient) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))

    answer = clerk.post(f"/v2/user-tasks/{key}/assignment", json={"assignee": "Nemo"})

    assert answer.status_code == 400
    assert "Nemo" in answer.json()["detail"]


def test_a_task_that_has_an_assignee_is_not_overridden_unasked(doors: Doors, clerk: TestClient) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))
    doors.person("Carla", "clerk")
    clerk.post(f"/v2/user-tasks/{key}/assignment", json={})

    assert clerk.post(f"/v2/user-tasks/{key}/assignment", json={"assignee": "Carla", "allowOverride": False}).status_code == 409
    assert clerk.post(f"/v2/user-tasks/{key}/assignment", json={"assignee": "Carla", "allowOverride": True}).status_code == 204


def test_the_follow_up_date_is_changed_and_nothing_else(clerk: TestClient) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))

    def change(**changes: object) -> int:
        return clerk.patch(f"/v2/user-tasks/{key}", json={"changeset": changes}).status_code

    assert change(followUpDate="2999-03-02T08:00:00Z") == 204
    assert clerk.get(f"/v2/user-tasks/{key}").json()["followUpDate"].startswith("2999-03-02T08:00")
    assert change(followUpDate="") == 204
    assert clerk.get(f"/v2/user-tasks/{key}").json()["followUpDate"] is None
    assert change(followUpDate="tomorrow") == change(priority=99) == 400


def test_the_second_completion_is_refused(clerk: TestClient) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))

    assert clerk.post(f"/v2/user-tasks/{key}/completion").status_code == 204
    again = clerk.post(f"/v2/user-tasks/{key}/completion")

    assert again.status_code == 409
    assert again.headers["content-type"] == "application/problem+json"
    assert again.json()["title"] == "INVALID_STATE"
    assert again.json()["instance"] == f"/v2/user-tasks/{key}/completion"


def test_another_companys_task_is_not_there(doors: Doors, clerk: TestClient) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))
    stranger = doors.stranger("clerk")

    assert tasks(stranger) == []
    for answer in (stranger.get(f"/v2/user-tasks/{key}"), stranger.post(f"/v2/user-tasks/{key}/completion", json={})):
        assert answer.status_code == 404
        assert key in answer.json()["detail"]


def test_another_roles_task_is_forbidden(doors: Doors, clerk: TestClient) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))
    lise = doors.program(doors.house.lise)

    assert tasks(lise) == []
    for answer in (lise.get(f"/v2/user-tasks/{key}"), lise.post(f"/v2/user-tasks/{key}/completion", json={})):
        assert answer.status_code == 403


def test_a_word_that_is_not_known_is_refused(clerk: TestClient) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))

    answer = clerk.post(f"/v2/user-tasks/{key}/completion", json={"varaibles": {"picked": True}})

    assert answer.status_code == 400
    assert "varaibles" in answer.json()["detail"]
    assert task_of(clerk, clerk.get(f"/v2/user-tasks/{key}").json()["processInstanceKey"]) == key


@pytest.mark.parametrize("people", [2, 8])
def test_of_many_at_once_one_completes_the_task(doors: Doors, clerk: TestClient, people: int) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))
    clerks = [doors.program(doors.person(f"Clerk{number}", "clerk")) for number in range(people)]

    with ThreadPoolExecutor(people) as pool:
        statuses = list(pool.map(lambda each: each.post(f"/v2/user-tasks/{key}/completion", json={}).status_code, clerks))

    assert sorted(statuses) == [204] + [409] * (people - 1)
    assert [each["elementId"] for each in tasks(clerk)] == ["pack"]


def test_what_waits_for_a_writer_never_keeps_it_from_finishing(doors: Doors, clerk: TestClient) -> None:
    """More requests at once than the server has threads."""
    with ThreadPoolExecutor(60) as pool:
        keys = list(pool.map(lambda number: started(clerk, BOUNDARY, order=f"O-{number}"), range(60)))

    assert len(set(keys)) == 60


def test_finished_tasks_are_found_by_their_state(clerk: TestClient) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))
    clerk.post(f"/v2/user-tasks/{key}/completion")

    assert [each["userTaskKey"] for each in tasks(clerk, state="COMPLETED")] == [key]
    assert key not in {each["userTaskKey"] for each in tasks(clerk)}
    assert len(tasks(clerk, state={"$in": ["CREATED", "COMPLETED"]}, candidateGroup="clerk")) == 2
