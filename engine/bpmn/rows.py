"""How does the living part of an instance go into rows, one a scope, and come back?

`live` is JSON: {"e": element, "s": stage, "w": waits, "d": data, "a": element instances without a row of their own,
"j": tokens before joins, "q": tokens under way}; whatever has its usual value is left out, and so are trailing ones in
lists. No order of keys carries meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from engine.bpmn.marks import AWAKE, BUSY, STEPS
from engine.bpmn.plan import Plan
from engine.bpmn.state import ElementInstance, Stage, State, Token, Wait, WaitKind
from engine.model import Json, ScopeRow, Variables
from feel import codec

USUAL_INLINE: list[Json] = [0, "", int(Stage.RUNNING), [], {}]
"""An element instance without a row of its own, as most are: key, element, stage, waits, data."""
USUAL_WAIT: list[Json] = [0, "", 0, 0, None]
"""Key, kind, element (0: the owner's own), definition, extra."""


def dump(state: State) -> list[ScopeRow]:
    """The rows that have changed since the last dump or load."""
    rows = [ScopeRow(key, None, None, None, gone=True) for key in state.ended]
    for it in state.dirty.values():
        rows.append(_row(state, it))
        it.stored, it.live_dirty, it.variables_dirty = True, False, False
    state.dirty, state.ended = {}, []
    return rows


def load(plan: Plan, rows: Iterable[ScopeRow]) -> State:
    """The state that an instance's rows describe, in whatever order they come."""
    state = State(plan)
    ordered = sorted(rows, key=lambda each: each.scope_key)
    lives = {row.scope_key: _loaded(json.loads(row.live or "{}")) for row in ordered}
    for row in ordered:
        it = ElementInstance(row.scope_key, plan.nodes[str(lives[row.scope_key]["e"])], None)
        it.own_row = it.stored = True
        if row.variables:
            it.variables = _names(codec.load(row.variables))
        state.instances[it.key] = it
    for row in ordered:
        _restore_scope(state, state.instances[row.scope_key], row.parent_key, lives[row.scope_key])
    for parent_key in {row.parent_key for row in ordered if row.parent_key is not None}:
        children = state.instances[parent_key].children
        state.instances[parent_key].children = dict(sorted(children.items()))  # as they began, with and without a row of their own
    if state.root is not None:
        state.parked = [_token(state, each) for each in _list(lives[state.root.key].get("q"))]
    return state


def _row(state: State, it: ElementInstance) -> ScopeRow:
    live = variables = None
    if it.live_dirty or not it.stored:
        live = json.dumps(_live(state, it), separators=(",", ":"), ensure_ascii=False)
    if it.variables_dirty or (it.variables and not it.stored):
        variables = codec.dump(it.variables)
    return ScopeRow(it.key, it.parent.key if it.parent else None, live, variables)


def _live(state: State, it: ElementInstance) -> dict[str, Json]:
    live: dict[str, Json] = {"e": it.node.id}
    if it.stage is not Stage.RUNNING:
        live["s"] = int(it.stage)
    if it.waits:
        live["w"] = [_wait(it, wait) for wait in it.waits]
    if it.data:
        live["d"] = it.data
    inline: list[Json] = [_inline(child) for child in it.children.values() if not child.own_row]
    if inline:
        live["a"] = inline
    if it.joins:
        live["j"] = {node_id: dict(counts) for node_id, counts in it.joins.items()}
    if it.parent is None and state.parked:
        live["q"] = [[token.scope.key, token.node.id, token.flow_id, token.index] for token in state.parked]
    return live


def _inline(it: ElementInstance) -> list[Json]:
    waits: list[Json] = [_wait(it, wait) for wait in it.waits]
    return _trimmed([it.key, it.node.id, int(it.stage), waits, it.data], USUAL_INLINE)


def _wait(it: ElementInstance, wait: Wait) -> list[Json]:
    node_id = 0 if wait.node is it.node else wait.node.id
    return _trimmed([wait.key, wait.kind.value, node_id, wait.definition, wait.extra], USUAL_WAIT)


def _trimmed(values: list[Json], usual: list[Json]) -> list[Json]:
    while values[-1] == usual[len(values) - 1]:
        values.pop()
    return values


def _restore_scope(state: State, it: ElementInstance, parent_key: int | None, live: dict[str, Json]) -> None:
    if parent_key is None:
        state.root = it
    else:
        it.parent = state.instances[parent_key]
    _restore(state, it, live.get("s", Stage.RUNNING), live.get("w"), live.get("d"))
    _place(it)
    for values in map(_list, _list(live.get("a"))):
        child = ElementInstance(_int(values[0]), state.plan.nodes[str(values[1])], it)
        state.instances[child.key] = child
        stage, waits, data = (values + USUAL_INLINE[len(values) :])[2:]
        _restore(state, child, stage, waits, data)
        _place(child)
    for node_id, counts in _loaded(live.get("j")).items():
        it.joins[node_id] = {flow_id: _int(count) for flow_id, count in _loaded(counts).items()}
        if state.plan.nodes[node_id].behaviour.is_patient:
            state.patient.add((it.key, node_id))
    for node_id in it.resetting:
        state.patient.add((it.key, node_id))


def _restore(state: State, it: ElementInstance, stage: Json, waits: Json, data: Json) -> None:
    it.stage = Stage(_int(stage))
    it.data = _loaded(data)
    if it.stage is Stage.THROWING:
        state.thrown[it.key] = it
    if STEPS in it.data and BUSY not in it.data:
        state.helping[it.key] = it
    for values in map(_list, _list(waits)):
        key, kind, node_id, definition, extra = (values + USUAL_WAIT[len(values) :])[:5]
        node = state.plan.nodes[str(node_id)] if node_id else it.node
        wait = Wait(_int(key), WaitKind(str(kind)), it, node, _int(definition), extra)
        it.waits.append(wait)
        state.index(wait)


def _place(it: ElementInstance) -> None:
    if it.parent is not None:
        sleeps = it.stage is Stage.DORMANT and AWAKE not in it.data
        home = it.parent.dormant if sleeps else it.parent.children
        home[it.key] = it


def _token(state: State, values: Json) -> Token:
    scope_key, node_id, flow_id, index = _list(values)
    scope = state.instances[_int(scope_key)]
    scope.pending += 1
    return Token(scope, state.plan.nodes[str(node_id)], None if flow_id is None else str(flow_id), _int(index))


def _names(value: object) -> Variables:
    return value if isinstance(value, dict) else {}


def _loaded(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _int(value: Json) -> int:
    return value if isinstance(value, int) else 0
