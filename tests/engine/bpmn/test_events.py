"""Do boundary events, event sub-processes and event-based gateways catch what they should, and nothing else?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.reading import cron
from engine.model import TimerSet
from tests.engine.bpmn.world import START, World


def test_a_timer_at_the_boundary_interrupts(world: World) -> None:
    world.diagram("boundary_timer_interrupts")
    case = world.start("boundary_timer_interrupts")

    world.pass_time(hours=2)

    assert case.cancelled == ["pick"]
    assert case.done[-3:] == ["escalate", "late_end", "boundary_timer_interrupts"]
    assert case.tasks == {}


def test_a_timer_at_the_boundary_is_cleared_when_the_task_is_done_in_time(world: World) -> None:
    world.diagram("boundary_timer_interrupts")
    case = world.start("boundary_timer_interrupts")

    world.pass_time(hours=1)
    world.complete(case, "pick")
    world.pass_time(hours=9)

    assert "escalate" not in case.done
    assert case.timers == {}
    assert case.is_completed


def test_a_reminder_comes_three_times_while_the_task_stays(world: World) -> None:
    world.diagram("boundary_timer_reminds")
    case = world.start("boundary_timer_reminds")

    world.pass_time(hours=9)

    assert case.done.count("remind") == 3
    due = [each.due for each in case.effects if isinstance(each, TimerSet)]
    assert due == [START + timedelta(hours=hours) for hours in (1, 2, 3)]
    assert case.open_tasks == ["pick"]
    world.complete(case, "pick")
    assert case.is_completed


def test_a_reminder_stops_when_the_task_is_done(world: World) -> None:
    world.diagram("boundary_timer_reminds")
    case = world.start("boundary_timer_reminds")

    world.pass_time(minutes=90)
    world.complete(case, "pick")
    world.pass_time(hours=9)

    assert case.done.count("remind") == 1


def test_a_message_at_the_boundary_comes_again_and_again(world: World) -> None:
    world.diagram("boundary_message_again_and_again")
    case = world.start("boundary_message_again_and_again", order="A1")

    for _ in range(3):
        world.message("question", "A1")
    world.message("question", "A2")

    assert case.open_tasks == ["answer", "answer", "answer", "pick"]
    world.complete(case, "pick")
    for _ in range(3):
        assert not case.ended
        world.complete(case, "answer")
    assert case.is_completed


def test_a_cancelled_order_ends_everything_in_its_sub_process(world: World) -> None:
    world.diagram("boundary_message_interrupts")
    case = world.start("boundary_message_interrupts", order="A1")
    world.complete(case, "pick")

    world.message("cancel-order", "A1")

    assert sorted(case.cancelled) == ["fulfil", "pack"]
    assert "undo" in case.done
    assert "invoice" not in case.done
    assert case.is_completed
    assert case.rows == {}


def test_after_the_sub_process_the_order_cannot_be_cancelled_any_more(world: World) -> None:
    world.diagram("boundary_message_interrupts")
    case = world.start("boundary_message_interrupts", order="A1")
    world.complete(case, "pick")
    world.complete(case, "pack")

    world.message("cancel-order", "A1")

    assert "undo" not in case.done
    assert case.is_completed


def test_an_event_sub_process_runs_beside_its_process_each_time(world: World) -> None:
    world.diagram("event_sub_process_message")
    case = world.start("event_sub_process_message", order="A1")

    world.message("change", "A1")
    world.message("change", "A1")
    assert case.open_tasks == ["adapt", "adapt", "work"]
    world.complete(case, "adapt")
    world.complete(case, "work")
    assert not case.ended
    world.complete(case, "adapt")

    assert case.is_completed


def test_an_interrupting_event_sub_process_takes_over(world: World) -> None:
    world.diagram("event_sub_process_message")
    case = world.start("event_sub_process_message", order="A1")
    world.message("change", "A1")

    world.message("stop", "A1")
    assert case.open_tasks == ["clean_up"]
    assert sorted(case.cancelled) == ["adapt", "on_change", "work"]
    world.message("change", "A1")
    assert case.open_tasks == ["clean_up"]
    world.complete(case, "clean_up")

    assert case.is_completed


def test_no_message_no_event_sub_process(world: World) -> None:
    world.diagram("event_sub_process_message")
    case = world.start("event_sub_process_message", order="A1")

    world.complete(case, "work")

    assert case.done == ["start", "work", "end", "event_sub_process_message"]
    assert case.subscriptions == {}


def test_a_timer_starts_an_event_sub_process_twice(world: World) -> None:
    world.diagram("event_sub_process_timer")
    case = world.start("event_sub_process_timer")

    world.pass_time(hours=5)

    assert case.done.count("count") == 2
    assert case.open_tasks == ["work"]


def test_the_first_event_decides(world: World) -> None:
    world.diagram("event_based_gateway")
    case = world.start("event_based_gateway", order="A1")

    world.message("payment", "A1", amount=5)
    world.pass_time(days=9)

    assert case.done == ["start", "first", "paid", "close", "end", "event_based_gateway"]
    assert case.variables["amount"] == 5
    assert "first_paid" in case.flows


def test_when_nobody_pays_the_timer_decides(world: World) -> None:
    world.diagram("event_based_gateway")
    case = world.start("event_based_gateway", order="A1")
    world.message("payment", "A2")
    assert case.waiting == ["first"]

    world.pass_time(days=7)

    assert "dun" in case.done
    assert "close" not in case.done


def test_messages_go_between_instances(world: World) -> None:
    world.diagram("message_events")
    other = world.start("answerer", order="A1")
    stranger = world.start("answerer", order="A2")

    case = world.start("asker", order="A1", greeting="hi")

    assert other.is_completed
    assert case.variables["said"] == "you said hi"
    assert not stranger.ended


def test_a_message_waits_for_its_receiver(world: World) -> None:
    world.diagram("message_events")
    case = world.start("asker", order="A1", greeting="hi")
    assert case.waiting == ["hear"]

    world.start("answerer", order="A1")

    assert case.is_completed


def test_timers_by_duration_date_and_cycle(world: World) -> None:
    world.diagram("timers")
    case = world.start("timers", meeting="2026-01-02T12:00:00Z")

    world.pass_time(minutes=89)
    assert case.waiting == ["short"]
    world.pass_time(minutes=1)
    assert case.waiting == ["until"]
    world.pass_time(hours=22, minutes=30)
    assert case.waiting == ["three"]
    world.pass_time(minutes=5)

    assert case.done.count("tick") == 3
    assert case.is_completed


@pytest.mark.parametrize("wrong", [None, 5, "tomorrow"])
def test_a_date_that_is_none_is_an_incident(world: World, wrong: object) -> None:
    world.diagram("timers")
    case = world.start("timers", meeting=wrong)

    world.pass_time(minutes=90)

    assert [each.element_id for each in case.incidents] == ["until"]
    assert "meeting" in case.incidents[0].message


def test_cron_reminds_at_nine_on_working_days(world: World) -> None:
    world.diagram("cron_timers")
    case = world.start("cron_timers")

    assert [timer.due.isoformat() for timer in case.timers.values()] == ["2026-01-02T08:00:00+00:00"], "nine in Copenhagen on Friday"
    world.pass_time(days=4)
    assert case.done.count("remind") == 2, "Friday and Monday"
    world.complete(case, "pick")
    world.pass_time(days=4)

    assert case.done.count("remind") == 2
    assert case.is_completed


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("0 0 12 13 * FRI", ["2026-02-13", "2026-03-13", "2026-11-13"]),
        ("0 0 12 L * *", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("0 0 12 ? * FRI#2", ["2026-01-09", "2026-02-13", "2026-03-13"]),
        ("0 0 12 ? * SAT-SUN", ["2026-01-03", "2026-01-04", "2026-01-10"]),
        ("@monthly", ["2026-02-01", "2026-03-01", "2026-04-01"]),
        ("0 0 12 */15 6 *", ["2026-06-01", "2026-06-16", "2026-06-01"]),
    ],
)
def test_cron_comes_round_when_all_its_fields_agree(text: str, days: list[str]) -> None:
    at, found = START, []
    for _ in days:
        at = cron.following(text, at)
        found.append(at.astimezone(ZoneInfo("Europe/Copenhagen")).date().isoformat())

    assert [day[5:] for day in found] == [day[5:] for day in days]


def test_cron_follows_the_clock_on_the_wall() -> None:
    before = datetime(2026, 3, 28, 9, tzinfo=UTC)

    assert cron.following("0 0 9 * * *", before).isoformat() == "2026-03-29T07:00:00+00:00", "summer time began that night"


def test_processes_begin_where_a_condition_holds(world: World) -> None:
    world.diagram("conditional_starts")

    assert [case.open_tasks for case in world.evaluate(temperature=35)] == [["cool"]]
    assert [case.open_tasks for case in world.evaluate(temperature=-5)] == [["heat"]]
    assert world.evaluate(temperature=20) == []
    assert world.evaluate(colour="red") == [], "what is null does not hold"
    assert world.cases[0].variables == {"temperature": 35}


def test_an_event_sub_process_maps_what_goes_in_and_out(world: World) -> None:
    world.diagram("event_sub_process_mappings")
    case = world.start("event_sub_process_mappings", order="A1", reason="late")

    world.message("news", "A1")

    assert case.variables["noted"] == "latelate!"
    assert "note" not in case.variables
    assert case.open_tasks == ["work"]
