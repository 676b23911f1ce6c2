"""Does a step cost what is alive, and nothing for what is done?"""

from __future__ import annotations

from engine.bpmn import dump
from engine.model import ScopeRow
from tests.engine.bpmn.case import Case
from tests.engine.bpmn.drawing import draw, each, end, flows, gateway, start, user
from tests.engine.bpmn.world import World

LOOP = draw(
    "looping", start(), gateway("exclusive", "again"), user("work"), gateway("exclusive", "enough", default="enough_end"), end(),
    flows("start > again > work > enough", "enough > again ? more", "enough > end"),
)  # fmt: skip
MANY = draw("many", start(), user("sign", each("people", "person", ("signed", "name"))), end(), flows("start > sign > end"))


def size(case: Case) -> int:
    return sum(len(row.live or "") + len(row.variables or "") + 16 for row in case.rows.values())


def changed(world: World, case: Case, element: str, **variables: object) -> list[ScopeRow]:
    """The rows that a completion writes."""
    before = dict(case.rows)
    world.complete(case, element, **variables)
    assert case.state is not None
    assert dump(case.state) == [], "what was written is not written again"
    return [row for key, row in case.rows.items() if before.get(key) is not row]


def test_a_small_instance_is_stored_in_500_bytes(world: World) -> None:
    world.diagram("approval")
    world.operation("inline.prepare", {"customer": "Alfreds Futterkiste", "amount": 4711})

    case = world.start("approval")

    assert len(case.rows) == 1
    assert size(case) <= 500


def test_the_state_of_a_loop_does_not_grow(world: World) -> None:
    world.deploy(LOOP)
    case = world.start("looping")
    sizes = []

    for _ in range(120):
        world.complete(case, "work", more=True)
        sizes.append((size(case), len(case.rows)))

    assert len(set(sizes[5:])) == 1


def test_completing_one_of_many_writes_as_few_rows_as_one_of_few(world: World) -> None:
    world.deploy(MANY)
    written = []

    for count in (10, 300):
        case = world.start("many", people=[f"P{number}" for number in range(count)])
        written.append(len(changed(world, case, "sign", name="x")))

    assert written[0] == written[1] == 1, "the whole of the loop; the row of the instance is gone"


def test_effects_do_not_grow_with_the_turns_of_a_loop(world: World) -> None:
    world.deploy(LOOP)
    case = world.start("looping")
    counts = []

    for _ in range(50):
        before = len(case.effects)
        world.complete(case, "work", more=True)
        counts.append(len(case.effects) - before)

    assert len(set(counts)) == 1
