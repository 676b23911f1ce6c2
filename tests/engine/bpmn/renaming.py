"""How does a test make a version of a model in which every element has another id, and take an instance there and back?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from engine.bpmn import Plan, State, dump, load, read, rebind
from engine.model import ScopeRow

PREFIX = "other_"


@lru_cache(50)
def renamed(text: bytes, process_id: str) -> Plan:
    """The process of this file, with each element and flow called otherwise."""
    plan = read(text, "model.bpmn").plans[process_id]
    names = [*plan.nodes, *plan.flows]
    pattern = re.compile(rf'(?<=")(?:{"|".join(map(re.escape, names))})(?=")|(?<=>)(?:{"|".join(map(re.escape, names))})(?=<)')
    other = pattern.sub(lambda found: PREFIX + found.group(), text.decode())
    return read(other.encode(), "other.bpmn").plans[PREFIX + process_id]


def there_and_back(plan: Plan, other: Plan, rows: Mapping[int, ScopeRow]) -> State:
    """The instance of these rows, bound to the other version, stored, and bound back: nothing of it has changed."""
    there = {node_id: PREFIX + node_id for node_id in plan.nodes}
    state, kept = load(plan, rows.values()), dict(rows)
    for target, mapping in ((other, there), (plan, {name: node_id for node_id, name in there.items()})):
        rebound = rebind(state, target, mapping)
        assert (rebound.dropped, rebound.new) == ([], [])
        for row in dump(state):
            kept[row.scope_key] = replace(row, variables=row.variables or kept[row.scope_key].variables)
        state = load(target, kept.values())
    assert {key: json.loads(row.live or "") for key, row in kept.items()} == {key: json.loads(row.live or "") for key, row in rows.items()}
    return state
