"""Does a business rule task get its decision within the step, and wait where there is none?"""

from __future__ import annotations

from decimal import Decimal

from engine.model import IncidentType
from tests.engine.bpmn.drawing import draw, element, end, flows, rules, start, user
from tests.engine.bpmn.world import World

MODEL = draw("orders", start(), rules("rate", "discount", "rebate"), user("check"), end(), flows("start > rate > check > end"))


def test_the_decision_sees_the_variables_and_gives_its_result(world: World) -> None:
    world.deploy(MODEL)
    world.decisions["discount"] = lambda variables: variables["amount"]

    case = world.start("orders", amount=Decimal(1200))

    assert case.variables["rebate"] == Decimal(1200)
    assert case.open_tasks == ["check"]


def test_without_its_decision_the_token_waits_until_it_is_there(world: World) -> None:
    world.deploy(MODEL)
    case = world.start("orders")

    assert [each.type for each in case.incidents] == [IncidentType.CALLED_DECISION_ERROR]
    world.decisions["discount"] = lambda _variables: "none"
    world.resume(case)

    assert case.variables["rebate"] == "none"
    assert case.open_tasks == ["check"]


def test_the_decision_may_be_named_by_an_expression(world: World) -> None:
    world.deploy(draw("orders", start(), rules("rate", '= "rate of " + land', "rate"), user("check"), end(), flows("start > rate > check > end")))
    world.decisions["rate of DK"] = lambda _variables: Decimal(25)

    assert world.start("orders", land="DK").variables["rate"] == Decimal(25)


def test_an_output_mapping_keeps_the_result_inside(world: World) -> None:
    out = element("zeebe:ioMapping", {}, element("zeebe:output", {"source": "= rebate.percent", "target": "percent"}))
    model = draw("orders", start(), rules("rate", "discount", "rebate", out), user("check"), end(), flows("start > rate > check > end"))
    world.deploy(model)
    world.decisions["discount"] = lambda _variables: {"percent": Decimal(5), "why": "size"}

    assert world.start("orders").variables == {"percent": Decimal(5)}
