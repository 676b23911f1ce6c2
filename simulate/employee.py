"""How does a simulated person use Virke? Signed in at its page, then by the doors that any program of theirs may use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlencode

import simplejson

from simulate.person import Person, Turned

FORM = "application/x-www-form-urlencoded"
FORM_TOKEN = re.compile(r'"X-CSRF-Token": "([^"]+)"')


@dataclass
class Employee(Person):
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
        """On a line of its own: the server hangs up on those who are silent for some seconds."""
        self._line.request(method, path, None if body is None else body.encode(), dict(headers))
        answer = self._line.getresponse()
        text = answer.read().decode(errors="replace")
        self._line.close()
        if answer.status >= 400:
            raise Turned(answer.status, text[:500])
        return answer, text
