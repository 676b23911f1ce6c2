"""The `virke` command: what an operator types."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import running
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
    """Migrate, make the demo company in an empty database, deploy the processes, serve; Ctrl-C stops it."""
    running.run(settings(), port or settings().port)


if __name__ == "__main__":
    command()
