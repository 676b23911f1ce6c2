"""Do names live in the scope that declares them, and values keep their types?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.engine.bpmn.drawing import (
    element,
    end,
    event,
    event_sub,
    extra,
    flows,
    gateway,
    io,
    message,
    script,
    start,
    sub,
    user,
)
from tests.engine.bpmn.probes.playing import begun, finish, is_clean
from tests.engine.bpmn.world import World

NEWS = (message("news"),)


def test_a_sub_process_keeps_its_own_and_writes_what_is_declared_outside(world: World) -> None:
    box = sub(
        "box",
        extra(io({"price": "price * 2"}, {"found": "price"})),
        start("s"),
        script("raise_it", "price + 1", "price"),
        script("tell", "price", "told"),
        end("e"),
        flows("s > raise_it > tell > e"),
    )
    case = begun(world, box, path=("start > box > end",), price=10)

    assert case.variables["price"] == 10
    assert case.variables["found"] == 21
    assert case.variables["told"] == 21, "first named inside, and nobody declares it: it is the process's"
    assert is_clean(case)


def test_an_event_sub_process_writes_where_its_scope_declares(world: World) -> None:
    aside = event_sub(
        "aside", start("told", event("message", "news"), isInterrupting="false"), script("count", "n + 1", "n"), end("e2"), flows("told > count > e2")
    )
    box = sub("box", extra(io({"n": "0"}, {"counted": "n"})), start("s"), user("work"), aside, end("e"), flows("s > work > e"))
    case = begun(world, box, path=("start > box > end",), beside=NEWS)

    for _ in range(3):
        world.message("news", "A1")
    finish(world, case, "work")

    assert case.variables["counted"] == 3
    assert "n" not in case.variables
    assert is_clean(case)


def test_values_keep_their_types_over_many_steps(world: World) -> None:
    values: dict[str, Any] = {
        "price": Decimal("0.10"),
        "big": Decimal("12345678901234567890.123456789"),
        "day": date(2026, 2, 28),
        "pause": timedelta(hours=36),
        "nothing": None,
        "yes": True,
        "text": "æøå",
        "deep": {"list": [Decimal("1.50"), {"day": date(2027, 1, 1)}]},
    }
    nodes = (gateway("parallel", "split"), user("a"), user("b"), gateway("parallel", "join"))
    case = begun(world, *nodes, path=("start > split > a > join > end", "split > b > join"), **values)

    finish(world, case, "a", "b")

    kept = {name: case.variables[name] for name in values}
    assert kept == values
    assert [str(kept["price"]), type(kept["day"]), type(kept["pause"])] == ["0.10", date, timedelta]


def test_a_data_object_is_written_in_one_branch_and_read_in_another(world: World) -> None:
    nodes = (
        gateway("parallel", "split"),
        user("a"),
        user("b"),
        gateway("parallel", "join"),
        script("sum", "found + 1", "sum"),
        element("dataObject", {"id": "found"}),
    )
    case = begun(world, *nodes, path=("start > split > a > join > sum > end", "split > b > join"))

    world.complete(case, "b", found=41)
    finish(world, case, "a")

    assert case.variables["sum"] == 42
    assert is_clean(case)
