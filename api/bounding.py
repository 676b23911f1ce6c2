"""How large may a request be? What is larger is thrown away as it comes, and told so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from fastapi import HTTPException

from kit.errors import TooLarge

Message: TypeAlias = MutableMapping[str, Any]
Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

PATIENCE = 8
"""So many times the limit is read and thrown away, so that the sender hears the answer; then the line is cut."""


class Bounded:
    """An application that reads no more of a request's body than `limit` bytes."""

    def __init__(self, app: Application, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, self._counted(scope, receive) if scope["type"] == "http" else receive, send)

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        got = 0

        async def counted() -> Message:
            nonlocal got
            if _announced(scope) > self.limit:
                await self._thrown_away(receive, 0)
                raise HTTPException(TooLarge.status)
            message = await receive()
            got += len(message.get("body", b""))
            if got > self.limit:
                if message.get("more_body", False):
                    await self._thrown_away(receive, got)
                raise HTTPException(TooLarge.status)
            return message

        return counted

    async def _thrown_away(self, receive: Receive, got: int) -> None:
        more = True
        while more and got <= self.limit * PATIENCE:
            message = await receive()
            got += len(message.get("body", b""))
            more = message["type"] == "http.request" and bool(message.get("more_body", False))


def _announced(scope: Scope) -> int:
    """What the headers say of its length; nothing where they say none."""
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(told) if told.isdigit() else 0
