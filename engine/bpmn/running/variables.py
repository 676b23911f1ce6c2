"""Which variables does an element see, and where does what it writes go?

As in Zeebe: a name is written in the nearest scope that declares it, else in the root. A name that is first assigned in
an instance of a loop stays in that instance.
"""

from __future__ import annotations

from collections.abc import Mapping as Readable

from engine.bpmn.plan import Mapping
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance
from engine.bpmn.values import Names
from engine.model import Variables, VariablesChanged


def visible(it: ElementInstance) -> Names:
    """Every variable in sight, the nearest scope winning."""
    scopes: list[Variables] = []
    here: ElementInstance | None = it
    while here is not None:
        if here.variables:
            scopes.append(here.variables)
        here = here.parent
    if not scopes:
        return {}
    if len(scopes) == 1:
        return scopes[0]
    seen: Variables = {}
    for variables in reversed(scopes):
        seen.update(variables)
    return seen


def given_to(it: ElementInstance) -> Variables:
    """What an element's work is given: what its input mapping made, and without one everything in sight."""
    if it.node.inputs:
        return {mapping.target[0]: it.variables[mapping.target[0]] for mapping in it.node.inputs}
    return dict(visible(it))


def set_local(run: Run, it: ElementInstance, values: Readable[str, object]) -> None:
    """Declare variables in this very scope."""
    if values:
        it.variables.update(values)
        run.state.touch_variables(it)
        run.changed = True
        run.effects.append(VariablesChanged(it.key, dict(values), run.now))


def propagate(run: Run, it: ElementInstance, values: Readable[str, object]) -> None:
    """Write variables from here outwards."""
    by_scope: dict[int, tuple[ElementInstance, Variables]] = {}
    for name, value in values.items():
        home = _home(it, name)
        by_scope.setdefault(home.key, (home, {}))[1][name] = value
    for home, names in by_scope.values():
        set_local(run, home, names)


def _home(it: ElementInstance, name: str) -> ElementInstance:
    here, keeper = it, None
    while name not in here.variables:
        if here.parent is None:
            return keeper or here
        if keeper is None and here.parent.node is here.node and here.node.loop is not None and here.node.loop.keeps_names:
            keeper = here
        here = here.parent
    return here


def apply_inputs(run: Run, it: ElementInstance) -> None:
    """Make the local variables that the input mappings describe; each line sees those before it."""
    for mapping in it.node.inputs:
        value = mapping.source.of(visible(it))
        set_local(run, it, {mapping.target[0]: _placed(it.variables.get(mapping.target[0]), mapping.target[1:], value)})


def apply_result(run: Run, it: ElementInstance, result: Readable[str, object] | None) -> None:
    """Merge what an element's work gave: with output mappings only these go out, without them everything."""
    if not it.node.outputs:
        if result:
            propagate(run, it, result)
        return
    set_local(run, it, result or {})
    for mapping in it.node.outputs:
        _send_out(run, it, mapping)


def _send_out(run: Run, it: ElementInstance, mapping: Mapping) -> None:
    outside = it.parent or it
    name, path = mapping.target[0], mapping.target[1:]
    value = mapping.source.of(visible(it))
    before = visible(outside).get(name) if path else None
    propagate(run, outside, {name: _placed(before, path, value)})


def _placed(before: object, path: tuple[str, ...], value: object) -> object:
    """`before` with the value at a path inside of it."""
    if not path:
        return value
    context: dict[str, object] = dict(before) if isinstance(before, dict) else {}
    context[path[0]] = _placed(context.get(path[0]), path[1:], value)
    return context
