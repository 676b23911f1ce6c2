"""The `virke` command: what an operator types."""

from __future__ import annotations

import socket
from typing import Annotated

import typer
import uvicorn

from cli.migrating import migrate_to_head
from kit.settings import settings

command = typer.Typer(help="Virke: processes, decisions and forms on a CRM and an ERP.", no_args_is_help=True)


@command.command()
def migrate() -> None:
    """Bring the database to this version's tables; nothing happens when it is there already."""
    migrate_to_head(settings().url())
    print("The database is up to date.")


@command.command()
def run(port: Annotated[int, typer.Option(help="The first port to try.")] = 0) -> None:
    """Migrate, then serve on the first free port; Ctrl-C stops it."""
    migrate_to_head(settings().url())
    free = _free_port(settings().host, port or settings().port)
    print(f"Virke answers at http://{settings().host}:{free}/", flush=True)
    uvicorn.run("main:build", factory=True, host=settings().host, port=free, log_level="warning")


def _free_port(host: str, first: int) -> int:
    """The first port from here on that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise typer.BadParameter(f"No free port from {first} to {first + 99} on {host}.")


if __name__ == "__main__":
    command()
