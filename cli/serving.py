"""How does the server come up on a free port, say where it is, and go without a trace?"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from types import FrameType

import typer
import uvicorn

from ui.pulse import end_all

LAST_WORDS = 3
"""Seconds that an open request gets when the server stops."""


class Server(uvicorn.Server):
    """Calls back once it answers."""

    def __init__(self, config: uvicorn.Config, answering: Callable[[], None]) -> None:
        super().__init__(config)
        self._answering = answering

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._answering()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Open pages are let go first, so that nobody waits for them."""
        end_all()
        super().handle_exit(sig, frame)


def serve(listener: socket.socket, answering: Callable[[], None]) -> None:
    """Serve until somebody stops it; Ctrl-C is a good end, not an error."""
    config = uvicorn.Config("main:build", factory=True, log_level="warning", timeout_graceful_shutdown=LAST_WORDS)
    with contextlib.suppress(KeyboardInterrupt), listener:
        Server(config, answering).run(sockets=[listener])


def listen(host: str, first: int) -> socket.socket:
    """A listener on the first free port from here on."""
    for port in range(first, first + 100):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(2048)
        except OSError:
            listener.close()
            continue
        return listener
    raise typer.BadParameter(f"No free port from {first} to {first + 99} on {host}.")


def address(listener: socket.socket) -> tuple[str, int]:
    host, port = listener.getsockname()[:2]
    return str(host), int(port)
