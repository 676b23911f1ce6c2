"""Does an order take each path that its manager would ask about?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import main
from engine.asking import Done, Refused
from tests.engine.bpmn.case import Case
from tests.engine.bpmn.world import World

BUNDLE = Path(__file__).resolve().parents[2] / "processes" / "order-to-delivery"
OPERATIONS = (
    "inventory.issue-goods", "logistics.dispatch", "logistics.plan-shipment", "messaging.notify", "purchasing.cover-shortage",
    "sales.cancel-remainder",
    "sales.close-order", "sales.invoice-order",
)  # fmt: skip


@pytest.fixture(params=[False, True], ids=["live", "restored"])
def world(request: pytest.FixtureRequest) -> World:
    main.teach()
    world = World(restores=request.param)
    world.deploy((BUNDLE / "order-to-delivery.bpmn").read_bytes())
    for name in OPERATIONS:
        world.operation(name, {"invoice": "9", "shipment": "8"})
    world.operation("sales.order-lines", {"lines": [{"product": "7", "name": "Chai", "quantity": 3}], "party": "5"})
    world.operation("inventory.reserve", {"outcome": "full"})
    return world


def start(world: World) -> Case:
    return world.start("order-to-delivery", order="42")


def called(world: World) -> list[str]:
    return [element for element, _given in world.calls]


def open_tasks(case: Case) -> list[str]:
    return sorted(task.element_id for task in case.tasks.values())


def test_an_order_that_is_in_stock_is_picked_packed_invoiced_paid_and_closed(world: World) -> None:
    case = start(world)
    assert open_tasks(case) == ["pick"]
    assert next(iter(case.tasks.values())).candidate_groups == ("warehouse",)

    world.complete(case, "pick", picked=[{"product": "7", "picked": 3}])
    world.complete(case, "pack_and_dispatch", parcels=1)
    assert called(world) == ["read_order", "reserve", "plan_shipment", "issue_goods", "dispatch", "invoice"]
    world.message("payment-received", "42")

    assert called(world)[-1] == "close"
    assert case.ended


def test_another_orders_payment_does_not_close_it(world: World) -> None:
    case = start(world)
    world.complete(case, "pick")
    world.complete(case, "pack_and_dispatch")

    world.message("payment-received", "43")

    assert not case.ended


@pytest.mark.parametrize("answer", [Refused("NOTHING_AVAILABLE", "Nothing is in stock."), Done({"outcome": "partial"})])
def test_a_short_order_waits_for_stock_and_reserves_again(world: World, answer: Refused | Done) -> None:
    world.operation("inventory.reserve", answer)
    case = start(world)
    assert open_tasks(case) == []

    world.operation("inventory.reserve", {"outcome": "full"})
    world.message("stock-available", "42")

    assert open_tasks(case) == ["pick"]
    assert called(world) == ["read_order", "reserve", "buy_missing", "reserve", "plan_shipment"]


def test_a_pick_that_does_not_fit_is_picked_again(world: World) -> None:
    world.operation("inventory.issue-goods", Refused("SHORT_PICK", "More was picked than is reserved."))
    case = start(world)
    world.complete(case, "pick", picked=[{"product": "7", "picked": 4}])
    assert open_tasks(case) == ["pick"]

    world.operation("inventory.issue-goods", {})
    world.complete(case, "pick", picked=[{"product": "7", "picked": 3}])

    assert open_tasks(case) == ["pack_and_dispatch"]


def test_dispatch_gets_what_was_packed(world: World) -> None:
    case = start(world)
    world.complete(case, "pick")

    world.complete(case, "pack_and_dispatch", parcels=2, tracking="DK1")

    assert dict(world.calls)["dispatch"] == {"shipment": "8", "parcels": 2, "carrier": None, "tracking": "DK1"}


def test_an_order_is_cancelled_while_it_is_picked(world: World) -> None:
    case = start(world)

    world.message("cancel-order", "42")

    assert called(world) == ["read_order", "reserve", "plan_shipment", "take_back"]
    assert case.ended


def test_an_order_whose_goods_are_issued_cannot_be_cancelled(world: World) -> None:
    case = start(world)
    world.complete(case, "pick")

    world.message("cancel-order", "42")

    assert open_tasks(case) == ["pack_and_dispatch"]
    assert "take_back" not in called(world)


def test_logistics_is_reminded_once_and_the_task_stays(world: World) -> None:
    case = start(world)
    world.complete(case, "pick")

    world.pass_time(hours=30)

    assert called(world).count("remind") == 1
    assert open_tasks(case) == ["pack_and_dispatch"]


def test_packing_is_due_in_eight_working_hours(world: World) -> None:
    case = start(world)
    world.complete(case, "pick")

    due = next(iter(case.tasks.values())).due

    assert due is not None
    assert due > world.now + timedelta(hours=8)
