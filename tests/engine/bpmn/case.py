"""What does the world outside see of one instance?"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.bpmn import Plan, State
from engine.model import (
    Effect,
    Entered,
    FlowTaken,
    IncidentRaised,
    InstanceEnded,
    InstanceState,
    JobFiled,
    Left,
    ScopeRow,
    Subscribed,
    TaskOpened,
    TimerSet,
    Variables,
)


@dataclass
class Case:
    """One instance, as the world outside sees it."""

    plan: Plan
    key: int = 0
    parent: tuple[Case, int] | None = None
    state: State | None = None
    rows: dict[int, ScopeRow] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    tasks: dict[int, TaskOpened] = field(default_factory=dict)
    jobs: dict[int, JobFiled] = field(default_factory=dict)
    timers: dict[int, TimerSet] = field(default_factory=dict)
    subscriptions: dict[int, Subscribed] = field(default_factory=dict)
    incidents: list[IncidentRaised] = field(default_factory=list)
    alive: dict[int, Entered] = field(default_factory=dict)
    children: dict[int, Case] = field(default_factory=dict)
    ended: InstanceEnded | None = None

    @property
    def done(self) -> list[str]:
        """The ids of the elements that have completed, in order."""
        names = {each.key: each.element_id for each in self.effects if isinstance(each, Entered)}
        return [names[each.key] for each in self.effects if isinstance(each, Left) and each.state == "COMPLETED"]

    @property
    def cancelled(self) -> list[str]:
        names = {each.key: each.element_id for each in self.effects if isinstance(each, Entered)}
        return [names[each.key] for each in self.effects if isinstance(each, Left) and each.state == "TERMINATED"]

    @property
    def flows(self) -> list[str]:
        return [each.flow_id for each in self.effects if isinstance(each, FlowTaken)]

    @property
    def waiting(self) -> list[str]:
        """The ids of the living elements, containers and all, in order of id."""
        return sorted(each.element_id for each in self.alive.values() if each.key != self.key)

    @property
    def open_tasks(self) -> list[str]:
        return sorted(each.element_id for each in self.tasks.values())

    @property
    def is_completed(self) -> bool:
        return self.ended is not None and self.ended.state is InstanceState.COMPLETED

    @property
    def variables(self) -> Variables:
        """Those of the root, also after the end."""
        if self.ended is not None:
            return self.ended.variables
        assert self.state is not None
        assert self.state.root is not None
        return self.state.root.variables
