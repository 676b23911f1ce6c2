"""What does somebody who works with Virke do all day, whichever door they come by?"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any


class Turned(Exception):
    """The house said no; the sentence says why."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status}: {said}")
        self.status = status


class Person(ABC):
    """Everything goes through `ask`: one request over HTTP and its answer."""

    @abstractmethod
    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None, headers: Mapping[str, str] | None = None) -> Any:
        """Raises Turned when the house says no."""

    def inbox(self) -> list[dict[str, Any]]:
        """The open tasks that this person has or may take, the oldest first."""
        query = {"filter": {"state": "CREATED"}, "sort": [{"field": "creationDate", "order": "ASC"}], "page": {"limit": 1000}}
        return list(self.ask("POST", "/v2/user-tasks/search", query)["items"])

    def start(self, process: str, variables: Mapping[str, object]) -> str:
        """Start the newest version of a process; gives the instance's key."""
        started = self.ask("POST", "/v2/process-instances", {"processDefinitionId": process, "variables": variables})
        return str(started["processInstanceKey"])

    def finish(self, task: str, answers: Mapping[str, object]) -> None:
        """Take the task and complete it."""
        self.ask("POST", f"/v2/user-tasks/{task}/assignment", {})
        self.ask("POST", f"/v2/user-tasks/{task}/completion", {"variables": answers})

    def do(self, operation: str, key: str, given: Mapping[str, object]) -> dict[str, Any]:
        """Have an operation done, once for this key; gives its result."""
        return dict(self.ask("POST", f"/erp/operations/{operation}", given, {"Idempotency-Key": key}))

    def listed(self, path: str) -> list[dict[str, Any]]:
        """A page of records."""
        return list(self.ask("GET", path)["items"])
