"""Is a task read, filled in and finished on its page, and is nothing lost when an answer is wrong?"""

from __future__ import annotations

from tests.ui.conftest import Office


def test_a_task_is_finished_and_the_next_one_follows(office: Office) -> None:
    office.start(2)
    palle = office.browser(office.person("Palle", "warehouse"))
    first, second = office.task_keys()
    for key in (first, second):
        palle.send(f"/tasks/{key}/claim")

    page = palle.see(f"/tasks/{first}")
    finished = palle.send(f"/tasks/{first}/complete", units="12", note="two torn")
    last = palle.send(f"/tasks/{second}/complete", units="3")

    assert "Count the shelf" in page
    assert finished[:2] == (303, f"/tasks/{second}?done=1")
    assert last[:2] == (303, "/inbox?done=1")
    assert "That was the last task on your list" in palle.see("/inbox?done=1")
    assert office.task_keys() == []


def test_a_wrong_answer_stands_at_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    office.start()
    palle = office.browser(office.person("Palle", "warehouse"))
    (key,) = office.task_keys()

    status, _address, page = palle.send(f"/tasks/{key}/complete", units="a dozen", note="two torn")

    assert status == 422
    assert 'value="a dozen"' in page
    assert "two torn" in page
    assert 'aria-invalid="true"' in page
    assert office.task_keys() == [key]


def test_a_second_completion_is_refused_with_a_sentence(office: Office) -> None:
    office.start()
    palle = office.browser(office.person("Palle", "warehouse"))
    (key,) = office.task_keys()
    palle.send(f"/tasks/{key}/complete", units="1")

    status, _address, page = palle.send(f"/tasks/{key}/complete", units="1")

    assert status == 409
    assert "is no longer open" in page


def test_a_finished_task_shows_what_was_answered_and_offers_nothing(office: Office) -> None:
    office.start()
    palle = office.browser(office.person("Palle", "warehouse"))
    (key,) = office.task_keys()
    palle.send(f"/tasks/{key}/complete", units="1")

    page = palle.see(f"/tasks/{key}")

    assert "This task is no longer open" in page
    assert "/complete" not in page.replace(f'action="/tasks/{key}/complete"', "")
    assert "Complete</button>" not in page


def test_a_task_is_given_back_to_its_group(office: Office) -> None:
    office.start()
    palle = office.browser(office.person("Palle", "warehouse"))
    (key,) = office.task_keys()
    palle.send(f"/tasks/{key}/claim")

    assert palle.send(f"/tasks/{key}/release")[0] == 303

    assert "Count the shelf" in office.browser(office.house.lise).see("/inbox?tab=open")


def test_another_roles_task_is_not_shown(office: Office) -> None:
    office.start()
    rikke = office.browser(office.person("Rikke", "accounting"))
    (key,) = office.task_keys()

    answer = rikke.client.get(f"/tasks/{key}")

    assert answer.status_code == 403
    assert "is for another role" in answer.text


def test_the_form_alone_comes_back_with_what_was_typed(office: Office) -> None:
    office.start()
    (key,) = office.task_keys()

    status, _address, form = office.browser(office.person("Palle", "warehouse")).send(f"/tasks/{key}/form", units="7")

    assert status == 200
    assert form.startswith('<div class="form"')
    assert 'value="7"' in form
