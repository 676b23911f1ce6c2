"""Which Redis can the tests use, and how is one with throw-away data started?"""

import shutil
import socket
import tempfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from setup import debian
from setup.ports import free_port
from setup.steps import StepFailed, call

NAME = "Redis"
LAST_DATABASE = 15  # the one least likely to hold anybody's data


def usual() -> tuple[str, ...]:
    """Where a developer's own server answers."""
    return (f"redis://127.0.0.1:6379/{LAST_DATABASE}",)


def answering(addresses: Iterable[str | None]) -> str | None:
    """The first address that answers a ping."""
    return next((address for address in addresses if address and _pongs(address)), None)


def _pongs(address: str) -> bool:
    at = urlsplit(address)
    return _say("PING", at.hostname or "127.0.0.1", at.port or 6379).startswith(b"+PONG")


def _say(word: str, host: str, port: int) -> bytes:
    """One command in the short form that a person at telnet may use, and the answer; empty if nobody gives one."""
    try:
        with socket.create_connection((host, port), timeout=3) as connection:
            connection.sendall(f"{word}\r\n".encode())
            return connection.recv(100)
    except OSError:
        return b""


def start() -> tuple[str, Path]:
    """A new server on a free port: its address and the folder that holds all of it."""
    if shutil.which("redis-server") is None and debian.may_install():
        debian.install("Redis", "redis-server")
    if shutil.which("redis-server") is None:
        raise StepFailed("No Redis answers on port 6379 and none is installed: install the package redis-server.")
    folder, port = Path(tempfile.mkdtemp(prefix="virke-redis-")), free_port()
    keep_nothing = ["--save", "", "--appendonly", "no", "--dir", str(folder), "--logfile", f"{folder}/log"]
    where = ["--bind", "127.0.0.1", "--port", str(port), "--daemonize", "yes"]
    call(["redis-server", *where, *keep_nothing], f"Redis did not start; its log is {folder}/log.")
    (folder / "port").write_text(str(port), encoding="utf-8")
    return f"redis://127.0.0.1:{port}/{LAST_DATABASE}", folder


def stop(folder: Path) -> None:
    """Stop the server whose data lies in the folder."""
    noted = folder / "port"
    if noted.exists():
        _say("SHUTDOWN NOSAVE", "127.0.0.1", int(noted.read_text(encoding="utf-8")))
