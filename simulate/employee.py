"""How does a simulated person use Virke? Signed in, over HTTP, by the same doors as a program of theirs."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import simplejson


class Turned(Exception):
    """The house said no; the sentence says why."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status}: {said}")
        self.status = status


@dataclass
class Employee:
    """Somebody with an e-mail and a password at a browser of their own."""

    host: str
    port: int
    email: str
    password: str
    _line: HTTPConnection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._line = HTTPConnection(self.host, self.port, timeout=30)

    def close(self) -> None:
        self._line.close()

    def inbox(self) -> list[dict[str, Any]]:
        """The open tasks that this person has or may take."""
        found = self.ask("POST", "/v2/user-tasks/search", {"filter": {"state": "CREATED"}})
        return list(found["items"])

    def start(self, process: str, variables: Mapping[str, object]) -> str:
        """Start the newest version of a process; gives the instance's key."""
        started = self.ask("POST", "/v2/process-instances", {"processDefinitionId": process, "variables": variables})
        return str(started["processInstanceKey"])

    def finish(self, task: str, answers: Mapping[str, object]) -> None:
        """Take the task and complete it."""
        self.ask("POST", f"/v2/user-tasks/{task}/assignment", {})
        self.ask("POST", f"/v2/user-tasks/{task}/completion", {"variables": answers})

    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        """One request and its answer. Raises Turned, or OSError when nobody answers."""
        secret = base64.b64encode(f"{self.email}:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {secret}", "Content-Type": "application/json", "Accept": "application/json"}
        self._line.request(method, path, None if body is None else simplejson.dumps(body), headers)
        answer = self._line.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise Turned(answer.status, text.decode(errors="replace")[:500])
        return simplejson.loads(text, use_decimal=True) if text else None
