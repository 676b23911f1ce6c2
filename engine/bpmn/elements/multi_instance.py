"""How does a multi-instance activity make its instances and gather what they give?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from engine.bpmn.running import catching, leaving, moving, signalling
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import propagate, set_local, visible
from engine.bpmn.state import ElementInstance, Stage
from engine.bpmn.values import Formula, Stuck, Value, number_of, shown, text_of
from engine.model import ElementState, IncidentType, Json
from kit.i18n import _, ngettext

COUNT, DONE, INDEX = "n", "ok", "i"
MOST = 10_000
"""Instances of one activity."""


@dataclass(frozen=True, slots=True)
class MultiInstance:
    """One after another, or all at once; over a list or a number of times."""

    is_sequential: bool
    collection: Value | None = None
    cardinality: Value | None = None
    input_element: str | None = None
    output_collection: str | None = None
    output_element: Value | None = None
    completion_condition: Formula | None = None
    signal: Value | None = None
    """What the completion of an instance throws, caught at the activity's own boundary."""
    signals_once: bool = False
    """Only the first completion throws it."""

    keeps_names = True

    def enter(self, run: Run, body: ElementInstance) -> None:
        count = len(self._items(run, body)) if self.collection else self._cardinality(body)
        if count > MOST:
            said = _("The multi-instance activity would have %(count)s instances. At most %(most)s are possible: go through parts of the list.")
            raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, said % {"count": count, "most": MOST})
        run.state.give_row(body)
        body.data[COUNT], body.data[DONE] = count, 0
        if self.output_collection is not None:
            body.variables[self.output_collection] = [None] * count
            run.state.touch_variables(body)
        for index in range(min(count, 1) if self.is_sequential else count):
            run.push(body, body.node, index=index)
        leaving.settle_scope(run, body)

    def begin(self, run: Run, body: ElementInstance, index: int) -> None:
        child = catching.begin(run, body, body.node)
        child.data[INDEX] = index
        moving.activate(run, child)

    def declare(self, run: Run, child: ElementInstance) -> None:
        index = _number(child.data[INDEX])
        names: dict[str, object] = {"loopCounter": Decimal(index + 1)}
        if self.input_element is not None and child.parent is not None:
            items = self._items(run, child.parent)
            if index >= len(items):
                left = ngettext("only %(count)s item any more", "only %(count)s items any more", len(items))
                raise _no_list(self.collection, left % {"count": len(items)})
            names[self.input_element] = items[index]
        set_local(run, child, names)

    def child_done(self, run: Run, body: ElementInstance, child: ElementInstance) -> None:
        if self.signal is not None and not (self.signals_once and body.data[DONE]):
            child.stage = Stage.THROWING
            run.state.touch(child)
            run.state.thrown[child.key] = child
        else:
            self._finish(run, body, child)

    def deliver(self, run: Run, child: ElementInstance) -> None:
        body = child.parent
        if body is not None and self.signal is not None:
            name = text_of(self.signal, visible(child), "signal name")
            signalling.deliver(run, name, {}, thrower=body)
            if not child.gone:
                child.stage = Stage.LEAVING
                self._finish(run, body, child)

    def _finish(self, run: Run, body: ElementInstance, child: ElementInstance) -> None:
        is_enough = self._is_enough(body, child)
        if self.output_collection is not None and self.output_element is not None:
            gathered = body.variables[self.output_collection]
            if isinstance(gathered, list):
                gathered[_number(child.data[INDEX])] = self.output_element.of(visible(child))
            run.state.touch_variables(body)
        body.data[DONE] = _number(body.data[DONE]) + 1
        run.state.touch(body)
        following = _number(child.data[INDEX]) + 1
        leaving.end(run, child, ElementState.COMPLETED)
        if is_enough:
            leaving.empty(run, body)
        elif self.is_sequential and following < _number(body.data[COUNT]):
            run.push(body, body.node, index=following)
        leaving.settle_scope(run, body)

    def emptied(self, run: Run, body: ElementInstance) -> None:
        leaving.complete(run, body)

    def hand_out(self, run: Run, body: ElementInstance) -> None:
        if self.output_collection is not None and body.parent is not None:
            propagate(run, body.parent, {self.output_collection: body.variables[self.output_collection]})

    def _is_enough(self, body: ElementInstance, child: ElementInstance) -> bool:
        if self.completion_condition is None:
            return False
        count, done = _number(body.data[COUNT]), _number(body.data[DONE]) + 1
        active = min(1, count - done) if self.is_sequential else count - done
        counters: dict[str, object] = {
            "numberOfInstances": Decimal(count),
            "numberOfActiveInstances": Decimal(active),
            "numberOfCompletedInstances": Decimal(done),
            "numberOfTerminatedInstances": Decimal(0),
        }
        return self.completion_condition.holds({**visible(child), **counters})

    def _cardinality(self, body: ElementInstance) -> int:
        if self.cardinality is None:
            return 0
        count = number_of(self.cardinality, visible(body), "loop cardinality")
        if count < 0:
            said = _("The loop cardinality “%(text)s” gives %(count)s.") % {"text": self.cardinality.text, "count": count}
            raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, said)
        return count

    def _items(self, run: Run, body: ElementInstance) -> list[object]:
        """The list, looked up once a step."""
        if body.key not in run.items and self.collection is not None:
            found = self.collection.of(visible(body))
            if not isinstance(found, list):
                raise _no_list(self.collection, shown(found))
            run.items[body.key] = found
        return run.items[body.key]


def _no_list(collection: Value | None, found: str) -> Stuck:
    text = collection.text if collection is not None else ""
    said = _("The input collection “%(text)s” gives %(found)s, not a list to go through.") % {"text": text, "found": found}
    return Stuck(IncidentType.EXTRACT_VALUE_ERROR, said)


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0
