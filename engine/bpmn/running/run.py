"""What does everything that moves tokens share during one step?"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from engine.asking import Services
from engine.bpmn.plan import Node, Plan
from engine.bpmn.state import ElementInstance, State, Token
from engine.model import Effect


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of one step; what is left goes on in a new transaction."""

    steps: int = 1000
    seconds: float = 1.0


class Run:
    """One step of one instance: its state, what it needs from outside, and what it leaves behind."""

    __slots__ = ("changed", "effects", "items", "limits", "now", "plan", "services", "started", "state", "steps", "tokens")

    def __init__(self, state: State, services: Services, now: datetime, limits: Limits) -> None:
        self.plan: Plan = state.plan
        self.state = state
        self.services = services
        self.now = now
        self.limits = limits
        self.effects: list[Effect] = []
        self.tokens: deque[Token] = deque(state.parked)
        self.items: dict[int, list[object]] = {}
        """The lists that multi-instance bodies go through, looked up once a step."""
        self.changed = False
        """A variable has changed since conditions were last looked at."""
        self.steps = 0
        self.started = time.monotonic()

    def push(self, scope: ElementInstance, node: Node, flow_id: str | None = None, index: int = 0) -> None:
        """Send a token to a node."""
        scope.pending += 1
        self.tokens.append(Token(scope, node, flow_id, index))

    @property
    def is_spent(self) -> bool:
        return self.steps >= self.limits.steps or time.monotonic() - self.started >= self.limits.seconds
