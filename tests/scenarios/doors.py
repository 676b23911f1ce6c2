"""How is an application asked in its own process, with nothing between but ASGI?"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI


class Doors:
    """One request after the other; a test client starts a thread and a loop for each.

    The loop has a thread of its own: that of the test may already run the browser's.
    """

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="doors")
        self._thread.start()

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._loop.shutdown_default_executor(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        """The status and the text of the answer."""
        return asyncio.run_coroutine_threadsafe(self._asked(method, path, body, headers), self._loop).result()

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
