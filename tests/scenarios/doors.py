"""How is an application asked in its own process, with nothing between but ASGI?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI


class Doors:
    """One request after the other; a test client starts a thread and a loop for each."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._runner = asyncio.Runner()

    def close(self) -> None:
        self._runner.close()

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        """The status and the text of the answer."""
        return self._runner.run(self._asked(method, path, body, headers))

    async def _asked(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        route, _mark, query = path.partition("?")
        told = [(name.lower().encode(), value.encode()) for name, value in {"Host": "testserver", **headers}.items()]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http", "path": unquote(route),
            "raw_path": route.encode(), "query_string": query.encode(), "root_path": "", "headers": told,
            "client": ("testclient", 1), "server": ("testserver", 80),
        }  # fmt: skip
        pieces: list[bytes] = []
        status = 0

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)
            pieces.append(message.get("body", b""))

        await self._app(scope, receive, send)
        return status, b"".join(pieces).decode()
