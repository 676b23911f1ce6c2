"""Do escalations, signals, conditions and links reach whom they should, in the written order?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.model import MessageThrown
from tests.engine.bpmn.world import World


def test_an_escalation_is_heard_while_the_work_goes_on(world: World) -> None:
    world.diagram("escalation")
    case = world.start("escalation")
    assert case.open_tasks == ["hurry", "work"]

    world.complete(case, "work")

    assert sorted(case.cancelled) == ["box", "e"]
    assert "note" in case.done
    assert "after" not in case.done
    world.complete(case, "hurry")
    assert case.is_completed


def test_an_escalation_that_nobody_hears_changes_nothing(world: World) -> None:
    world.diagram("escalation_unheard")

    case = world.start("escalation_unheard")

    assert case.done == ["start", "late", "after", "end", "escalation_unheard"]
    assert case.incidents == []


def test_an_escalation_leaves_a_called_process(world: World) -> None:
    world.diagram("escalation_from_a_called_process")

    case = world.start("caller")

    assert case.open_tasks == ["look"]
    assert world.cases[1].open_tasks == ["do"]
    world.complete(world.cases[1], "do")
    world.complete(case, "look")
    assert case.is_completed


def test_a_signal_reaches_everyone_who_waits(world: World) -> None:
    world.diagram("signal")
    waiter = world.start("waiter")
    case = world.start("signal", reason="fire")
    assert "hears" not in case.done

    world.complete(case, "begin")

    assert "hears" in case.done
    assert waiter.is_completed
    started = world.cases[-1]
    assert started.plan.process_id == "listener"
    assert started.variables == {"why": "fire"}
    assert case.open_tasks == ["later"]


def test_no_signal_nothing_happens(world: World) -> None:
    world.diagram("signal")
    waiter = world.start("waiter")
    case = world.start("signal", reason="fire")

    world.signal("another")

    assert waiter.waiting == ["waits"]
    assert case.waiting == ["begin", "hears"]
    assert len(world.cases) == 2


def test_a_signal_interrupts_the_sub_process_that_throws_it(world: World) -> None:
    world.diagram("signal_interrupts_its_thrower")

    case = world.start("signal_interrupts_its_thrower")

    assert "not_any_more" not in case.done
    assert "after" not in case.done
    assert "mend" in case.done
    assert case.is_completed


def test_a_signal_is_delivered_when_the_other_tokens_rest(world: World) -> None:
    world.diagram("signal_waits_for_the_others")

    case = world.start("signal_waits_for_the_others")

    assert case.done.index("hears") < case.done.index("alarms")
    assert case.is_completed


def test_a_condition_that_becomes_true_interrupts_at_once(world: World) -> None:
    world.diagram("conditional_events")
    case = world.start("conditional_events", level=2)

    world.complete(case, "work")

    assert "more" not in case.done
    assert "alarm" in case.done
    assert case.is_completed


def test_a_condition_that_is_true_from_the_start_fires_on_entry(world: World) -> None:
    world.diagram("conditional_events")

    case = world.start("conditional_events", level=3)

    assert case.open_tasks == []
    assert "alarm" in case.done


def test_a_condition_fires_when_it_becomes_true_and_not_while_it_stays_so(world: World) -> None:
    world.diagram("conditional_events")
    case = world.start("conditional_events", level=0)

    for level in (1, 1, 0, 1, 0):
        world.step(case, lambda execution, level=level: execution.set_variables(case.key, {"level": level}))  # type: ignore[misc]

    assert case.done.count("note") == 2
    assert case.open_tasks == ["work"]


def test_a_condition_that_never_holds_never_fires(world: World) -> None:
    world.diagram("conditional_events")
    case = world.start("conditional_events", level=-5)

    world.complete(case, "work")

    assert {"alarm", "note"}.isdisjoint(case.done)
    assert case.waiting == ["until"]


@pytest.mark.parametrize("x", [True, False])
def test_links_lead_to_their_target(world: World, x: object) -> None:
    world.diagram("links")

    case = world.start("links", x=x)

    assert case.done[2:] == ["here" if x else "there", "on", "after", "end", "links"]
    assert case.flows[-2:] == ["on_after", "after_end"]


def test_a_published_message_reaches_the_other_process_by_its_own_key(world: World) -> None:
    world.diagram("publish_message")
    billing, other = (world.start("billing", order=order) for order in ("A1", "A2"))

    world.start("ordering", order="A1", patience="PT2H")

    sent = [each for case in world.cases for each in case.effects if isinstance(each, MessageThrown)]
    assert [(each.name, each.correlation_key, each.message_id, each.time_to_live) for each in sent] == [
        ("placed", "A1", "placed-A1", timedelta(minutes=10)),
        ("paid", "A1", None, timedelta(hours=2)),
    ]
    assert billing.is_completed
    assert other.waiting == ["wait"]


def test_a_time_to_live_that_is_none_is_an_incident(world: World) -> None:
    world.diagram("publish_message")

    case = world.start("ordering", order="A1", patience="soon")

    assert [each.element_id for each in case.incidents] == ["done"]
