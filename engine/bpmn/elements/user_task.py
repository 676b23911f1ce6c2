"""How does a user task wait for a person?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.bpmn.running import timing
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance
from engine.bpmn.values import Names, Value, number_of, optional_text_of, texts_of
from engine.model import TaskClosed, TaskOpened, TaskState

USUAL_PRIORITY = 50


@dataclass(frozen=True, slots=True)
class UserTask(Behaviour):
    """Who, by when and with which form is fixed when the task opens."""

    form_id: Value | None = None
    form_binding: str = "latest"
    assignee: Value | None = None
    candidate_groups: Value | None = None
    candidate_users: Value | None = None
    due: Value | None = None
    follow_up: Value | None = None
    priority: Value | None = None
    lane_role: str | None = None
    """Whose task it is when the task itself does not say."""

    def enter(self, run: Run, it: ElementInstance) -> None:
        names = visible(it)
        run.effects.append(
            TaskOpened(
                key=it.key,
                element_id=it.node.id,
                name=it.node.name or it.node.id,
                form_id=optional_text_of(self.form_id, names, "form id"),
                assignee=optional_text_of(self.assignee, names, "assignee"),
                candidate_groups=self._groups(names),
                candidate_users=texts_of(self.candidate_users, names, "candidate users"),
                due=self._time(self.due, names),
                follow_up=self._time(self.follow_up, names),
                priority=number_of(self.priority, names, "priority") if self.priority else USUAL_PRIORITY,
                headers=it.node.headers,
                form_binding=self.form_binding,
            )
        )

    def cancelled(self, run: Run, it: ElementInstance) -> None:
        run.effects.append(TaskClosed(it.key, TaskState.CANCELED, run.now))

    def _groups(self, names: Names) -> tuple[str, ...]:
        if self.candidate_groups is None and self.assignee is None and self.candidate_users is None and self.lane_role:
            return (self.lane_role,)
        return texts_of(self.candidate_groups, names, "candidate groups")

    def _time(self, given: Value | None, names: Names) -> datetime | None:
        return timing.instant_of(given, names) if given is not None else None
