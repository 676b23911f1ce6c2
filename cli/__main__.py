"""The `virke` command: what an operator and a process designer type."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli import examining, importing, keeping, modelling, running, working
from cli.migrating import ROOT, migrate_to_head
from cli.serving import address, listen, serve
from kit.db import Database
from kit.errors import AppError
from kit.settings import settings
from records import Outcome

command = typer.Typer(help="Virke: processes, decisions and forms on a CRM and an ERP.", no_args_is_help=True, pretty_exceptions_enable=False)
Port = Annotated[int, typer.Option(help="The first port to try.")]


@command.command()
def run(port: Port = 0) -> None:
    """Migrate, make the demo company in an empty database, deploy the processes, serve; Ctrl-C stops it."""
    running.run(settings(), port or settings().port)


@command.command(name="serve")
def serve_only(port: Port = 0) -> None:
    """Serve a database that is ready: no migration, no demo, nothing deployed."""
    listener = listen(settings().host, port or settings().port)
    host, free = address(listener)
    serve(listener, lambda: print(f"Virke answers at http://{host}:{free}/", flush=True))


@command.command()
def worker(at_once: Annotated[int, typer.Option(help="How many jobs run at the same time.")] = 2) -> None:
    """Do the jobs that the servers send by the message broker; Ctrl-C stops it after the job at hand."""
    working.work(settings(), at_once)


@command.command()
def migrate() -> None:
    """Bring the database to this version's tables; nothing happens when it is there already."""
    migrate_to_head(settings().url())
    print("The database is up to date.")


@command.command()
def demo() -> None:
    """Make what is missing of the demo company, and deploy what ships."""
    migrate_to_head(settings().url())
    running.make_demo(settings())


@command.command(name="import")
def take_in(
    noun: Annotated[str, typer.Argument(help="What the rows are: customer, product …")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV file in UTF-8.")],
    company: Annotated[str, typer.Option(help="The company that gets them: its registration number or its name.")],
    mapping: Annotated[Path | None, typer.Option(exists=True, help="Which column becomes which field; a TOML or JSON file.")] = None,
    by: Annotated[str, typer.Option(help="The e-mail address of who imports; else the operator.")] = "",
) -> None:
    """Take the rows of a CSV file in, say what became of each, and take none twice."""
    database = Database(settings().url())
    report = importing.take_in(database, noun, file, mapping, company, by)
    database.dispose()
    importing.tell(report)
    if report.count(Outcome.REFUSED):
        raise typer.Exit(1)


@command.command()
def deploy(folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)]) -> None:
    """Release the models, decisions and forms of a folder together."""
    database = Database(settings().url())
    for one in modelling.deploy_folder(database, folder):
        print(f"{one.id} version {one.version}{'' if one.is_new else ' (as before)'}")
        for warning in one.warnings:
            print(f"warning  {warning}")
    database.dispose()


@command.command()
def lint(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Say what deploying would say of a model."""
    if modelling.tell(modelling.lint(file)):
        raise typer.Exit(1)
    print(f"{file.name} can be deployed.")


@command.command()
def new_process(name: str) -> None:
    """Begin a process: a folder with a drawn model, its form, a README, and a test of its story."""
    folder = modelling.new_process(ROOT, name)
    print(f"{folder.relative_to(ROOT)} is drawn. It is deployed when Virke starts next.")


@command.command()
def backup(file: Annotated[Path, typer.Argument(dir_okay=False, help="The file to make, for example virke-monday.tar.gz.")]) -> None:
    """Put the database, the files and the secret into one file, while people work."""
    keeping.backup(settings(), file)
    print(f"{file} holds everything as it was now. It holds the secret too: keep it safe.")


@command.command()
def restore(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Take a backup out into an empty data folder, and bring it to this version's tables."""
    keeping.restore(settings(), file)
    print(f"{settings().data_dir} holds what {file} held. The doctor says whether all is well.")


@command.command()
def doctor() -> None:
    """Ask whether all is in order: the database, its migrations, its audit rows, the sandbox of scripts."""
    database = Database(settings().url())
    findings = list(examining.examine(database, settings().key()))
    database.dispose()
    for finding in findings:
        print(f"{'ok ' if finding.well else 'NOT'} {finding.question:<12}{finding.said}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


def main() -> None:
    """An error that Virke knows is one sentence, not a trace."""
    try:
        command()
    except AppError as error:
        print(error.message, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
