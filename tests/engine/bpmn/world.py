"""How do tests run models without a database? A small engine in memory that can save and restore at every step."""

from __future__ import annotations

import itertools
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.asking import Answer, Decided, DecisionCall, Done, Undecided
from engine.bpmn import KNOW_ALL, EventKind, Execution, Known, Limits, Plan, StartEvent, dump, load, read
from engine.model import (
    CallStarted,
    ChildCanceled,
    Continue,
    Effect,
    Entered,
    EscalationThrown,
    IncidentRaised,
    IncidentType,
    InstanceEnded,
    InstanceState,
    JobClosed,
    JobFiled,
    Left,
    MessageThrown,
    ScopeRow,
    SignalThrown,
    Subscribed,
    TaskClosed,
    TaskOpened,
    TimerCleared,
    TimerSet,
    Unsubscribed,
    Variables,
)
from tests.engine.bpmn.case import Case
from tests.engine.bpmn.renaming import renamed, there_and_back

DIAGRAMS = Path(__file__).parents[2] / "diagrams"
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
Operation = Callable[[Variables], Answer]


class World:
    """Definitions, instances and a clock; `restores` makes every step begin from rows.

    `migrates` takes the instance to a version with other element ids and back before every step.
    """

    def __init__(self, *, restores: bool = False, migrates: bool = False, limits: Limits | None = None, turns: int = 1000) -> None:
        self.restores = restores or migrates
        self.migrates = migrates
        self._texts: dict[int, bytes] = {}
        self.limits = limits or Limits(seconds=60)
        self.turns = turns
        """How many steps without a wait are continued; after that the world looks no longer."""
        self.now = START
        self.plans: dict[str, Plan] = {}
        self.cases: list[Case] = []
        self.operations: dict[str, Operation] = {}
        self.decisions: dict[str, Callable[[Variables], object]] = {}
        self.calls: list[tuple[str, Variables]] = []
        self.outbox: list[tuple[Case | None, MessageThrown | SignalThrown]] = []
        self.buffer: list[MessageThrown] = []
        self._outward: deque[tuple[Case, Effect]] = deque()
        self._is_telling = False
        self._keys = itertools.count(1_000_000_000_000_000_001)

    # what an execution asks of the engine

    def new_key(self) -> int:
        return next(self._keys)

    def is_inline(self, job_type: str) -> bool:
        return job_type in self.operations

    def is_operation(self, job_type: str) -> bool:
        return job_type in self.operations

    def call(self, operation: str, element_instance_key: int, element_id: str, given: Variables) -> Answer:  # noqa: ARG002
        self.calls.append((element_id, given))
        return self.operations[operation](given)

    def decide(self, asked: DecisionCall) -> Decided | Undecided:
        if asked.decision_id not in self.decisions:
            return Undecided(IncidentType.CALLED_DECISION_ERROR, f"no decision {asked.decision_id}")
        return Decided(self.decisions[asked.decision_id](asked.variables))

    def can_undo(self, job_type: str) -> bool:
        return f"{job_type}.undo" in self.operations

    def undo(self, operation: str, element_instance_key: int, element_id: str) -> Answer:
        return self.call(f"{operation}.undo", element_instance_key, element_id, {})

    # what a story does

    def deploy(self, xml: str | bytes, known: Known = KNOW_ALL, file: str = "model.bpmn") -> None:
        text = xml.encode() if isinstance(xml, str) else xml
        plans = read(text, file, known).plans
        self.plans.update(plans)
        self._texts.update({id(plan): text for plan in plans.values()})

    def diagram(self, name: str) -> None:
        self.deploy((DIAGRAMS / f"{name}.bpmn").read_bytes())

    def operation(self, name: str, result: Mapping[str, object] | Answer | None = None) -> None:
        answer = result if result is not None and not isinstance(result, Mapping) else Done(dict(result or {}))
        self.operations[name] = lambda _given: answer

    def start(self, process_id: str, start_event_id: str | None = None, **variables: object) -> Case:
        case = self._begin(process_id, start_event_id, variables, None)
        self.settle()
        return case

    def complete(self, case: Case, element_id: str, **variables: object) -> None:
        """The oldest open task of this element is done."""
        key = next(task.key for task in case.tasks.values() if task.element_id == element_id)
        self.step(case, lambda execution: execution.complete_task(key, variables))

    def finish_job(self, case: Case, element_id: str, **variables: object) -> None:
        self.finish(case, self.job_key(case, element_id), **variables)

    def finish(self, case: Case, key: int, **variables: object) -> None:
        del case.jobs[key]
        self.step(case, lambda execution: execution.complete_job(key, variables))

    def refuse_job(self, case: Case, element_id: str, code: str, **variables: object) -> None:
        key = self.job_key(case, element_id)
        self.step(case, lambda execution: execution.throw_from_job(key, code, "", variables))

    def job_key(self, case: Case, element_id: str) -> int:
        return next(job.key for job in case.jobs.values() if job.element_id == element_id)

    def message(self, name: str, key: str = "", **variables: object) -> None:
        self.outbox.append((None, MessageThrown(name, key, variables, "")))
        self.settle()

    def evaluate(self, **variables: object) -> list[Case]:
        """Somebody says what is so: conditional start events look at it."""
        meant = [(plan, start.id) for plan in self.plans.values() for start in plan.start_events if _holds(start, variables)]
        begun = [self._begin(plan.process_id, start_id, {}, None, variables) for plan, start_id in meant]
        self.settle()
        return begun

    def signal(self, name: str, **variables: object) -> None:
        self.outbox.append((None, SignalThrown(name, variables)))
        self.settle()

    def resume(self, case: Case) -> None:
        """Whoever mended the last incident asks to run its element again."""
        key = case.incidents.pop().element_instance_key
        self.step(case, lambda execution: execution.resume(key))

    def cancel(self, case: Case) -> None:
        self.step(case, lambda execution: execution.cancel())

    def pass_time(self, **how_long: float) -> None:
        """Let the clock run; timers fire in their order, each at its time."""
        until = self.now + timedelta(**how_long)
        while True:
            due = [(timer.due, key, case) for case in self.cases for key, timer in case.timers.items() if timer.due <= until]
            if not due:
                break
            at, key, case = min(due, key=lambda each: each[:2])
            self.now = max(self.now, at)
            del case.timers[key]
            self.step(case, lambda execution, key=key: execution.trigger(key, {}))  # type: ignore[misc]
        self.now = until

    def step(self, case: Case, act: Callable[[Execution], object]) -> None:
        """One transaction, and whatever it sets off."""
        self._step(case, act)
        self.settle()

    # the engine's side

    def _begin(
        self, process_id: str, start_event_id: str | None, variables: Variables, parent: tuple[Case, int] | None,
        trigger: Variables | None = None,
    ) -> Case:  # fmt: skip
        case = Case(self.plans[process_id], self.new_key(), parent)
        self.cases.append(case)
        if parent is not None:
            parent[0].children[parent[1]] = case
        self._step(
            case,
            lambda execution: execution.start(variables, start_event_id, trigger, key=case.key, called=parent is not None),
        )
        return case

    def _step(self, case: Case, act: Callable[[Execution], object]) -> None:
        if self.restores and case.rows:
            case.state = load(case.plan, [shuffled(row) for row in reversed(case.rows.values())])
            if self.migrates and not case.state.parked:
                other = renamed(self._texts[id(case.plan)], case.plan.process_id)
                case.state = there_and_back(case.plan, other, case.rows)
        execution = Execution(case.plan, case.state, self, self.now, self.limits)
        act(execution)
        case.state = execution.state
        self._keep(case)
        case.effects.extend(execution.effects)
        for effect in execution.effects:
            self._take(case, effect)
        self._outward.extendleft((case, effect) for effect in reversed(execution.effects))
        self._tell()

    def _tell(self) -> None:
        """What a step sets off in other instances, without recursion: those may set off each other for ever."""
        if self._is_telling:
            return
        self._is_telling = True
        try:
            while self._outward:
                self._take_outward(*self._outward.popleft())
        finally:
            self._is_telling = False

    def _keep(self, case: Case) -> None:
        assert case.state is not None
        for row in dump(case.state):
            before = case.rows.get(row.scope_key)
            if row.gone:
                del case.rows[row.scope_key]
            elif before is None:
                case.rows[row.scope_key] = row
            else:
                case.rows[row.scope_key] = replace(row, live=row.live or before.live, variables=row.variables or before.variables)

    def _take(self, case: Case, effect: Effect) -> None:  # noqa: C901 - one line a kind
        """Keep what the database would keep."""
        if isinstance(effect, Entered):
            case.alive[effect.key] = effect
        elif isinstance(effect, TaskOpened):
            case.tasks[effect.key] = effect
        elif isinstance(effect, JobFiled):
            case.jobs[effect.key] = effect
        elif isinstance(effect, TimerSet):
            case.timers[effect.key] = effect
        elif isinstance(effect, Subscribed):
            case.subscriptions[effect.key] = effect
        elif isinstance(effect, IncidentRaised):
            case.incidents.append(effect)
        elif isinstance(effect, Left):
            case.alive.pop(effect.key)
        elif isinstance(effect, TaskClosed):
            case.tasks.pop(effect.key)
        elif isinstance(effect, JobClosed | TimerCleared | Unsubscribed):
            case.jobs.pop(effect.key, None)
            case.timers.pop(effect.key, None)
            case.subscriptions.pop(effect.key, None)

    def _take_outward(self, case: Case, effect: Effect) -> None:  # noqa: C901 - one line a kind
        """Do what concerns other instances."""
        if isinstance(effect, Continue):
            self.turns -= 1
            if self.turns > 0:
                self._step(case, lambda execution: execution.go_on())
        elif isinstance(effect, MessageThrown | SignalThrown):
            self.outbox.append((case, effect))
        elif isinstance(effect, CallStarted) and effect.process_id in self.plans:
            self.turns -= 1
            if self.turns > 0:
                self._begin(effect.process_id, None, effect.variables, (case, effect.key))
        elif isinstance(effect, ChildCanceled):
            self._cancel_child(case, effect.key)
        elif isinstance(effect, EscalationThrown) and case.parent is not None:
            parent, key = case.parent
            self._step(parent, lambda execution: execution.child_escalated(key, effect.code, effect.variables))
        elif isinstance(effect, InstanceEnded):
            self._end(case, effect)

    def _cancel_child(self, case: Case, key: int) -> None:
        child = case.children.pop(key, None)
        if child is not None and child.ended is None:
            self._step(child, lambda execution: execution.cancel())

    def _end(self, case: Case, effect: InstanceEnded) -> None:
        case.ended = effect
        if case.parent is not None and (effect.state is InstanceState.COMPLETED or effect.error_code):
            parent, key = case.parent
            parent.children.pop(key, None)
            self._step(parent, lambda execution: execution.child_ended(key, effect.variables, effect.error_code))

    def settle(self) -> None:
        """Deliver what instances have thrown, each in a transaction of its own."""
        while self.outbox:
            thrower, effect = self.outbox.pop(0)
            if isinstance(effect, SignalThrown):
                self._deliver_signal(thrower, effect)
            elif not self._deliver_message(effect):
                self.buffer.append(effect)
        for message in [*self.buffer]:
            if self._deliver_message(message):
                self.buffer.remove(message)
                self.settle()
                return

    def _deliver_message(self, message: MessageThrown) -> bool:
        for case in self.cases:
            for subscription in [*case.subscriptions.values()]:
                if (
                    subscription.kind == "MESSAGE"
                    and subscription.name == message.name
                    and ((subscription.correlation_key or "") == message.correlation_key)
                ):
                    self._step(case, lambda execution, key=subscription.key: execution.trigger(key, message.variables))  # type: ignore[misc]
                    return True
        return self._start_by("message", message.name, message.variables)

    def _deliver_signal(self, thrower: Case | None, signal: SignalThrown) -> None:
        for case in [*self.cases]:
            for subscription in [*case.subscriptions.values()]:
                is_meant = subscription.kind == "SIGNAL" and subscription.name == signal.name
                if is_meant and case is not thrower and subscription.key in case.subscriptions:
                    self._step(case, lambda execution, key=subscription.key: execution.trigger(key, signal.variables))  # type: ignore[misc]
        self._start_by("signal", signal.name, signal.variables)

    def _start_by(self, kind: str, name: str, variables: Variables) -> bool:
        found = False
        for plan in self.plans.values():
            for start in plan.start_events:
                for definition in start.definitions:
                    if definition.kind == kind and definition.name is not None and definition.name.of({}) == name:
                        self._begin(plan.process_id, start.id, {}, None, variables)
                        found = True
        return found


def _holds(start: StartEvent, variables: Variables) -> bool:
    return any(each.when is not None and each.when.of(variables) is True for each in start.definitions if each.kind is EventKind.CONDITION)


def shuffled(row: ScopeRow) -> ScopeRow:
    """The same row with its keys in another order, as a database may give it back."""
    if row.live is None:
        return row
    return replace(row, live=json.dumps(_reversed(json.loads(row.live))))


def _reversed(value: object) -> object:
    if isinstance(value, dict):
        return {key: _reversed(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [_reversed(each) for each in value]
    return value
