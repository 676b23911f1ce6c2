"""What does `virke run` do: prepare the house, serve it, and let the demo live once it answers?"""

from __future__ import annotations

from pathlib import Path

import simulate
from cli.migrating import migrate_to_head
from cli.serving import address, listen, serve
from kit.db import Database
from kit.settings import Settings
from packs import demo
from processes.bundles import bundles, seed
from processes.words import teach


def make_demo(settings: Settings) -> None:
    """The demo company beside whatever is there already."""
    database = Database(settings.url())
    with database.transaction() as session:
        demo.seed(session)
    prepare(database, settings.processes_dir)
    database.dispose()
    _say_who()


def run(settings: Settings, port: int) -> None:
    """Migrate, make the demo company in an empty database, deploy what ships, serve."""
    migrate_to_head(settings.url())
    database = Database(settings.url())
    try:
        has_demo = prepare(database, settings.processes_dir)
    finally:
        database.dispose()
    listener = listen(settings.host, port)
    host, free = address(listener)
    day = life(host, free) if has_demo and settings.simulation else None

    def answering() -> None:
        _say_hello(host, free, has_demo)
        if day is not None:
            day.start()

    serve(listener, answering)
    if day is not None:
        day.stop()


def prepare(database: Database, processes: Path) -> bool:
    """All that must be there before the first page; gives whether the demo company lives here."""
    teach()
    with database.transaction() as session:
        if demo.is_empty(session):
            demo.seed(session)
        has_demo = demo.company_of(session) is not None
    for bundle in bundles(processes):
        with database.transaction() as session:
            if not seed(session, bundle):
                print(f"{bundle.name} was released by hand. To replace it with the version that ships: virke deploy {processes / bundle.name}")
    return has_demo


def life(host: str, port: int, orders: int = simulate.ORDERS, between: float = simulate.BETWEEN) -> simulate.Life:
    """A day of the demo's people, each with a line of their own."""
    hands = {person.role: simulate.Employee(host, port, person.email, demo.PASSWORD) for person in demo.PEOPLE if not person.looks_on}
    staff = simulate.Staff(hands["sales-admin"], hands["warehouse"], hands["logistics"], hands["accounting"])
    return simulate.Life(staff, orders, between)


def _say_hello(host: str, port: int, has_demo: bool) -> None:
    print(f"Virke answers at http://{host}:{port}/", flush=True)
    if has_demo:
        _say_who()
    print("Ctrl-C stops it.", flush=True)


def _say_who() -> None:
    print(f"Sign in with one of these addresses and the password {demo.PASSWORD}:")
    for person in demo.PEOPLE:
        print(f"  {person.email:<26}{person.name:<15}{person.role}")
