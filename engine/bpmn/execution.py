"""How is an instance started, told that something has happened, and ended?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.asking import Services
from engine.bpmn.elements import process
from engine.bpmn.marks import CALLED, CHOSEN_START
from engine.bpmn.migration import CannotMigrate, Verdict
from engine.bpmn.modification import Modification
from engine.bpmn.plan import Plan
from engine.bpmn.running import catching, incidents, leaving, mending, modifying, moving, settling, throwing, waiting
from engine.bpmn.running.run import Limits, Run
from engine.bpmn.running.variables import given_to, propagate, set_local
from engine.bpmn.state import ElementInstance, Stage, State, Wait
from engine.bpmn.values import Stuck
from engine.bpmn.versions.rebinding import Rebound
from engine.model import Effect, Entered, IncidentType, InstanceEnded, InstanceState, TaskClosed, TaskState, Variables


class NotWaiting(LookupError):
    """The instance does not wait for this: it is done, was interrupted, or never was."""


class Execution:
    """One step of one instance. Each method runs to the next wait; what it did stands in `effects`, in order."""

    def __init__(self, plan: Plan, state: State | None, services: Services, now: datetime, limits: Limits | None = None) -> None:
        self.state = state if state is not None else State(plan)
        self._run = Run(self.state, services, now, limits or Limits())

    @property
    def effects(self) -> list[Effect]:
        return self._run.effects

    def start(
        self,
        variables: Variables,
        start_event_id: str | None = None,
        trigger: Mapping[str, object] | None = None,
        *,
        key: int | None = None,
        called: bool = False,
    ) -> int:
        """Begin the instance and give its key. `trigger` is what the event brought that began it. Raises NoStart.

        `called` says that a call activity waits: errors and escalations without a catcher are for it.
        """
        run, plan = self._run, self.state.plan
        process.start_node(plan, start_event_id)
        root = ElementInstance(key if key is not None else run.services.new_key(), plan.root, None)
        run.state.add(root)
        if called:
            root.data[CALLED] = 1
        run.effects.append(Entered(root.key, plan.root.id, plan.root.type, root.key, run.now))
        set_local(run, root, variables)
        if start_event_id is not None:
            root.data[CHOSEN_START] = start_event_id
        try:
            process.begin(run, root, trigger or {})
        except Stuck as stuck:
            incidents.report(run, root, stuck)
        settling.settle(run)
        return root.key

    def complete_task(self, key: int, variables: Mapping[str, object]) -> None:
        """A person has finished the user task. Raises NotWaiting."""
        it = self._instance(key)
        if it.stage is not Stage.RUNNING or it.node.kind != "userTask" or leaving.is_loop_body(it):
            raise NotWaiting(key)
        self.effects.append(TaskClosed(key, TaskState.COMPLETED, self._run.now))
        leaving.complete(self._run, it, variables)
        settling.settle(self._run)

    def complete_job(self, key: int, variables: Mapping[str, object]) -> None:
        """The work of a job is done. Raises NotWaiting."""
        self.trigger(key, variables)

    def trigger(self, key: int, variables: Mapping[str, object]) -> None:
        """A message, a signal or the time of this wait has come. Raises NotWaiting."""
        wait = self._wait(key)
        try:
            catching.trigger(self._run, wait, variables)
        except Stuck as stuck:
            incidents.report(self._run, wait.owner, stuck)
        settling.settle(self._run)

    def throw_from_job(self, key: int, code: str, message: str, variables: Mapping[str, object]) -> None:
        """The work of a job ended in a business error. Raises NotWaiting."""
        wait = self._wait(key)
        waiting.close(self._run, wait)
        self._throw(wait.owner, code, message, variables)

    def child_ended(self, key: int, variables: Mapping[str, object], error: str | None = None) -> None:
        """The instance that a call activity started has ended. Raises NotWaiting."""
        if error is None:
            self.trigger(key, variables)
            return
        wait = self._wait(key)
        self.state.remove_wait(wait)
        self._throw(wait.owner, error, "", variables)

    def call_failed(self, key: int, message: str) -> None:
        """There is nothing that a call activity could start; running it again calls again. Raises NotWaiting."""
        wait = self._wait(key)
        self.state.remove_wait(wait)
        wait.owner.stage = Stage.ENTERED
        incidents.report(self._run, wait.owner, Stuck(IncidentType.CALLED_ELEMENT_ERROR, message))

    def child_escalated(self, key: int, code: str, variables: Mapping[str, object]) -> None:
        """An escalation has left the instance that a call activity started. Raises NotWaiting."""
        throwing.throw_escalation(self._run, self._instance(key), code, variables)
        settling.settle(self._run)

    def resume(self, key: int) -> None:
        """Run the element instance with this key again, after what stopped it has been mended. Raises NotWaiting."""
        if not moving.resume(self._run, self._instance(key)):
            raise NotWaiting(key)
        settling.settle(self._run)

    def adopt(self, rebound: Rebound, *, only_try: bool = False) -> None:
        """Wait for what the version that the state was bound to waits for, and no longer for what it does not.

        Raises CannotMigrate when a new event cannot be waited for; then nothing of this step may be kept.
        """
        for wait in rebound.dropped:
            waiting.close(self._run, wait)
        try:
            for it, node in rebound.new:
                waiting.open_node(self._run, it, node)
        except Stuck as stuck:
            raise CannotMigrate(Verdict.CANNOT, [stuck.message]) from stuck
        if not only_try:
            settling.settle(self._run)

    def modify(self, wanted: Modification) -> None:
        """Move, begin and end tokens by hand. Raises CannotModify; then nothing of this step may be kept."""
        modifying.modify(self._run, wanted)
        settling.settle(self._run)

    def skip(self, key: int, outputs: Mapping[str, object]) -> None:
        """Go on behind the element instance with this key as if it had completed with these outputs. Raises NotWaiting."""
        if not mending.skip(self._run, self._instance(key), outputs):
            raise NotWaiting(key)
        settling.settle(self._run)

    def raise_error(self, key: int, code: str, message: str, variables: Mapping[str, object]) -> None:
        """Throw a BPMN error from the element instance with this key. Raises NotWaiting, and Stuck when nothing catches it."""
        mending.raise_error(self._run, self._instance(key), code, message, variables)
        settling.settle(self._run)

    def correct(self, key: int, values: Mapping[str, object]) -> Variables:
        """Write variables where the element instance with this key finds them: in the nearest scope that has the name.

        Gives what its work is given now. Raises NotWaiting.
        """
        it = self._instance(key)
        propagate(self._run, it, values)
        given = given_to(it)
        settling.settle(self._run)
        return given

    def set_variables(self, key: int, values: Mapping[str, object]) -> None:
        """Write variables into the scope of this element instance, as an operator does. Raises NotWaiting."""
        set_local(self._run, self._instance(key), values)
        settling.settle(self._run)

    def go_on(self) -> None:
        """Go on where the budget of the step before ended."""
        settling.settle(self._run)

    def cancel(self) -> None:
        """End the whole instance from outside."""
        root = self.state.root
        if root is not None:
            variables = dict(root.variables)
            leaving.cancel(self._run, root)
            self._run.tokens.clear()
            self.effects.append(InstanceEnded(InstanceState.TERMINATED, self._run.now, variables))

    def _throw(self, it: ElementInstance, code: str, message: str, variables: Mapping[str, object]) -> None:
        try:
            throwing.throw_error(self._run, it, code, message, variables)
        except Stuck as stuck:
            it.stage = Stage.ENTERED
            incidents.report(self._run, it, stuck)
        settling.settle(self._run)

    def _instance(self, key: int) -> ElementInstance:
        try:
            return self.state.instances[key]
        except KeyError:
            raise NotWaiting(key) from None

    def _wait(self, key: int) -> Wait:
        try:
            return self.state.waits[key]
        except KeyError:
            raise NotWaiting(key) from None
