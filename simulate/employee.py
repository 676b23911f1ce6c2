"""How does a simulated person use Virke? Signed in at its page, then by the doors that any program of theirs may use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlencode

import simplejson

FORM = "application/x-www-form-urlencoded"
FORM_TOKEN = re.compile(r'"X-CSRF-Token": "([^"]+)"')


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
    _credentials: dict[str, str] = field(default_factory=dict, repr=False)
    _line: HTTPConnection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._line = HTTPConnection(self.host, self.port, timeout=30)

    def close(self) -> None:
        self._line.close()

    def inbox(self) -> list[dict[str, Any]]:
        """The open tasks that this person has or may take, the oldest first."""
        found = self.ask("POST", "/v2/user-tasks/search", {"sort": [{"field": "creationDate", "order": "ASC"}]})
        return list(found["items"])

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

    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None, headers: Mapping[str, str] | None = None) -> Any:
        """One request and its answer. Raises Turned, or OSError when nobody answers."""
        if not self._credentials:
            self._sign_in()
        said = {"Content-Type": "application/json", "Accept": "application/json", **self._credentials, **(headers or {})}
        _answer, text = self._send(method, path, None if body is None else simplejson.dumps(body, use_decimal=True), said)
        return simplejson.loads(text, use_decimal=True) if text else None

    def _sign_in(self) -> None:
        """By the page that everybody uses; the session's cookie and its form token are kept for what follows."""
        answer, _text = self._send("POST", "/sign-in", urlencode({"email": self.email, "password": self.password}), {"Content-Type": FORM})
        cookie = str(answer.getheader("Set-Cookie", "")).partition(";")[0]
        _answer, inbox = self._send("GET", "/inbox", None, {"Cookie": cookie})
        token = FORM_TOKEN.search(inbox)
        if token is None:
            raise Turned(answer.status, "The inbox carries no form token.")
        self._credentials = {"Cookie": cookie, "X-CSRF-Token": token.group(1)}

    def _send(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> tuple[HTTPResponse, str]:
        self._line.request(method, path, None if body is None else body.encode(), dict(headers))
        answer = self._line.getresponse()
        text = answer.read().decode(errors="replace")
        if answer.status >= 400:
            raise Turned(answer.status, text[:500])
        return answer, text
