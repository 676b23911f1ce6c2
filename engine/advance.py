"""How does one step of an instance become rows, and what does it set off in other instances?"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import simplejson
from sqlalchemy.orm import Session

from engine import model
from engine.bpmn import Execution, NotWaiting, State, dump, load
from engine.plans import plan_of
from engine.services import StepServices
from engine.store import definitions, resting
from engine.store.definitions import Definition
from engine.store.instances import Birth, Instance, insert, is_runaway, locked, scope_rows
from engine.store.keeping import STATEMENTS, Changed, job_row, keep
from engine.store.waking import wake_after_commit
from feel import codec
from kit import clock, messages
from kit.db import execute, execute_many
from kit.errors import Conflict
from kit.i18n import _
from kit.keys import new_key

Act = Callable[[Execution], object]
TURNS = 100
"""So many continued steps without a wait are a loop."""
CALLS = 100
"""So many processes are called within one transaction; later ones are called by jobs, and so many of those in a row are a loop."""
DEEPEST, MOST = 50, 2000
"""Processes that call one another so deep, or so many of one family at once, are a loop (a first call is not counted)."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new instance is given."""

    variables: model.Variables
    start_event_id: str | None = None
    trigger: Mapping[str, object] | None = None
    parent: Instance | None = None
    parent_element_key: int | None = None
    department_id: int | None = None


class Step:
    """One transaction's work on an instance and its family.

    `actor` is the user who caused it, by key and name; `behalf` the one for whom they stand in.
    """

    def __init__(self, session: Session, actor: int | None = None, name: str | None = None, behalf: int | None = None) -> None:
        self.session = session
        self.actor = actor
        self.name = name
        self.behalf = behalf
        self.calls = 0
        """How many processes it has called."""
        self.turn = 0
        """How many jobs in a row have called, up to this one."""
        self._outward: deque[tuple[Instance, model.Effect]] = deque()
        self._is_telling = False

    def begin(self, definition: Definition, company_id: int, given: Beginning) -> int:
        """Start an instance and run it to its first wait; gives its key."""
        key = new_key()
        parent = given.parent
        instance = Instance(
            key=key,
            root_key=parent.root_key if parent else key,
            parent_key=parent.key if parent else None,
            parent_element_key=given.parent_element_key,
            definition_key=definition.id,
            company_id=company_id,
            department_id=parent.department_id if parent else given.department_id,
            state=model.InstanceState.ACTIVE,
            continued=0,
            stopped=False,
        )
        given_text = codec.dump(dict(given.trigger or given.variables))
        insert(self.session, instance, Birth(definition.bpmn_process_id, self.actor, given_text, given.start_event_id))
        called = parent is not None
        self._run(
            instance,
            State(plan_of(self.session, definition.id)),
            lambda execution: execution.start(given.variables, given.start_event_id, given.trigger, key=key, called=called),
        )
        return key

    def act(self, key: int | Instance, act: Act, scopes: list[model.ScopeRow] | None = None) -> None:
        """Lock and load (unless that has just been done), run to the next wait, save. Raises Conflict when the instance does not wait for this."""
        instance = key if isinstance(key, Instance) else locked(self.session, key)
        if instance.state is not model.InstanceState.ACTIVE:
            raise at_rest(instance)
        rows = scope_rows(self.session, instance) if scopes is None else scopes
        state = load(plan_of(self.session, instance.definition_key), rows)
        try:
            self._run(instance, state, act, frozenset(row.scope_key for row in rows))
        except NotWaiting as error:
            raise Conflict(_("The process instance %(key)s no longer waits for this. Nothing was changed.") % {"key": instance.key}) from error

    def adopt(self, instance: Instance, state: State, act: Act, stored: frozenset[int]) -> None:
        """Run a state of this instance that its caller has loaded and changed; `stored` are the keys of its scopes' rows."""
        self._run(instance, state, act, stored)

    def act_anyway(self, key: int | Instance, act: Act) -> None:
        """The same for an operator: also in a suspended instance, which rests again afterwards."""
        instance = key if isinstance(key, Instance) else locked(self.session, key)
        if instance.state is not model.InstanceState.SUSPENDED:
            self.act(instance, act)
            return
        resting.wake(self.session, instance.key)
        self.act(replace(instance, state=model.InstanceState.ACTIVE), act)
        resting.rest(self.session, instance.key)

    def _run(self, instance: Instance, state: State, act: Act, stored: frozenset[int] = frozenset()) -> None:
        services = StepServices(self.session, instance, self.actor)
        execution = Execution(state.plan, state, services, clock.now())
        act(execution)
        changed = Changed(dump(execution.state), stored, services.pending, services.decided, self.actor, self.name, self.behalf)
        effects = self._counted(instance, execution)
        keep(self.session, instance, effects, changed)
        self._outward.extendleft((instance, effect) for effect in reversed(effects) if type(effect) in OUTWARD)
        if not self._is_telling:
            self._tell()

    def _tell(self) -> None:
        """Do what concerns other instances, in order; what that sets off in turn comes before what is left."""
        self._is_telling = True
        try:
            while self._outward:
                instance, effect = self._outward.popleft()
                OUTWARD[type(effect)](self, instance, effect)
        finally:
            self._is_telling = False

    def _counted(self, instance: Instance, execution: Execution) -> list[model.Effect]:
        """Steps that go on and on without a wait end in an incident instead of one more job."""
        effects = execution.effects
        going_on = bool(execution.state.parked)
        if not going_on and not instance.continued:
            return effects
        turns = instance.continued + 1 if going_on else 0
        execute(self.session, "UPDATE process_instance SET continued = :turns WHERE id = :key", {"turns": turns, "key": instance.key})
        root = execution.state.root
        seen = dict(root.variables) if root is not None else {}
        circle = _circle(effects) if turns >= TURNS else ""
        return [
            self._looping(instance, effect, seen, circle) if isinstance(effect, model.Continue) and turns >= TURNS else effect for effect in effects
        ]

    def _looping(self, instance: Instance, effect: model.Continue, seen: model.Variables, circle: str) -> model.Effect:
        said = _("The process runs in a circle through %(circle)s: %(turns)s long steps without a wait. Mend the model or its variables, then retry.")
        said %= {"circle": circle, "turns": TURNS}
        return model.IncidentRaised(effect.key, model.IncidentType.EXECUTION_LOOP, instance.key, "", said, variables=seen)

    def message(self, instance: Instance, it: model.MessageThrown) -> None:
        """A second message with the same id is not published; the process goes on all the same."""
        company, ttl, name, key = instance.company_id, it.time_to_live or messages.TTL, it.name, it.correlation_key
        if it.message_id and messages.is_known(self.session, name, key, it.message_id, company):
            return
        variables = simplejson.loads(codec.dump(it.variables), use_decimal=True)
        messages.publish(self.session, name, key, variables, company_id=company, ttl=ttl, message_id=it.message_id)
        wake_after_commit(self.session)

    def signal(self, instance: Instance, it: model.SignalThrown) -> None:
        """File it for every listener but the thrower's own: those have heard it within the step."""
        throw_signal(self.session, it.name, it.variables, instance.company_id, but=instance.key)

    def call(self, instance: Instance, it: model.CallStarted) -> None:
        self.calls += 1
        if self.calls > CALLS and self.turn < CALLS:
            self._call_later(instance, it)
            return
        definition = self._called(instance, it)
        if definition is None:
            said = _("The called process “%(process)s” is not deployed. Deploy it, then retry.") % {"process": it.process_id}
        elif all(start.definitions for start in plan_of(self.session, definition.id).start_events):
            said = _("The called process “%(process)s” has no start event without a trigger. Give it one, then retry.") % {"process": it.process_id}
        elif self.calls > CALLS:
            said = _("Processes call one another without a wait: %(count)s jobs in a row. Mend the models, then retry.") % {"count": CALLS}
        elif instance.parent_key is not None and is_runaway(self.session, instance, DEEPEST, MOST):
            said = _("Processes call one another %(deep)s deep, or %(most)s of them run at once. Mend the models, then retry.")
            said %= {"deep": DEEPEST, "most": MOST}
        else:
            self.begin(definition, instance.company_id, Beginning(it.variables, parent=instance, parent_element_key=it.key))
            return
        self.act(instance, lambda execution: execution.call_failed(it.key, said))

    def _call_later(self, instance: Instance, it: model.CallStarted) -> None:
        """By a job, in a transaction of its own."""
        headers = {"process": it.process_id, "binding": it.binding, "tag": it.version_tag, "turn": self.turn + 1}
        row = job_row(
            model.JobKind.CALL, company_id=instance.company_id, instance_key=instance.key, wait_key=it.key,
            element_instance_key=it.key, element_id=it.element_id, given=codec.dump(it.variables), headers=simplejson.dumps(headers),
        )  # fmt: skip
        execute_many(self.session, STATEMENTS["job"], [row])
        wake_after_commit(self.session)

    def _called(self, instance: Instance, it: model.CallStarted) -> Definition | None:
        if it.binding == "deployment":
            return definitions.deployed_with(self.session, it.process_id, instance.definition_key)
        if it.binding == "versionTag":
            return definitions.tagged(self.session, it.process_id, instance.company_id, it.version_tag)
        return definitions.latest(self.session, it.process_id, instance.company_id)

    def cancel_child(self, instance: Instance, it: model.ChildCanceled) -> None:
        """The child that runs, or the job that would have begun it."""
        execute(
            self.session,
            "DELETE FROM job WHERE instance_key = :instance AND wait_key = :key AND kind = 'CALL'",
            {"instance": instance.key, "key": it.key},
        )
        statement = "SELECT id FROM process_instance WHERE parent_key = :parent AND parent_element_key = :key AND state IN ('ACTIVE', 'SUSPENDED')"
        for row in execute(self.session, statement, {"parent": instance.key, "key": it.key}).all():
            self.act_anyway(row[0], lambda execution: execution.cancel())

    def escalate(self, instance: Instance, it: model.EscalationThrown) -> None:
        key = instance.parent_element_key
        if instance.parent_key is not None and key is not None:
            self.act(instance.parent_key, lambda execution: execution.child_escalated(key, it.code, it.variables))

    def end(self, instance: Instance, it: model.InstanceEnded) -> None:
        key = instance.parent_element_key
        if instance.parent_key is not None and key is not None and (it.state is model.InstanceState.COMPLETED or it.error_code):
            self.act(instance.parent_key, lambda execution: execution.child_ended(key, it.variables, it.error_code))


def _circle(effects: list[model.Effect]) -> str:
    """The elements that a step has entered again and again, in their order."""
    entered = Counter(effect.element_id for effect in effects if isinstance(effect, model.Entered))
    return ", ".join(f"“{element}”" for element, times in entered.items() if times > 1)


def at_rest(instance: Instance) -> Conflict:
    """Why nothing can be done in an instance that is not active."""
    if instance.state is model.InstanceState.SUSPENDED:
        said = _("The process instance %(key)s is suspended. Nothing was changed; an operator can resume it.")
    else:
        said = _("The process instance %(key)s has ended. Nothing was changed.")
    return Conflict(said % {"key": instance.key})


def throw_signal(session: Session, name: str, variables: model.Variables, company_id: int, *, but: int | None = None) -> int:
    """File a signal for whoever listens to it now in this company; each hears it in a transaction of its own."""
    statement = (
        "SELECT id, instance_key, definition_key, element_id, suspended FROM subscription"
        " WHERE kind = 'SIGNAL' AND name = :name AND (company_id = :company OR company_id IS NULL)"
    )
    given = codec.dump(variables)
    rows = [
        job_row(
            model.JobKind.SIGNAL, company_id=company_id, instance_key=row["instance_key"],
            definition_key=row["definition_key"], wait_key=row["id"], element_id=row["element_id"],
            type=name, given=given, state=(model.JobState.SUSPENDED if row["suspended"] else model.JobState.READY).value,
        )
        for row in execute(session, statement, {"name": name, "company": company_id}).mappings()
        if but is None or row["instance_key"] != but
    ]  # fmt: skip
    execute_many(session, STATEMENTS["job"], rows)
    wake_after_commit(session)
    return len(rows)


OUTWARD: Mapping[type, Callable[..., None]] = {
    model.MessageThrown: Step.message,
    model.SignalThrown: Step.signal,
    model.CallStarted: Step.call,
    model.ChildCanceled: Step.cancel_child,
    model.EscalationThrown: Step.escalate,
    model.InstanceEnded: Step.end,
}
