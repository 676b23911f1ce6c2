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


def run(settings: Settings, port: int) -> None:
    """Migrate, make the demo company in an empty database, deploy what ships, serve."""
    migrate_to_head(settings.url())
    database = Database(settings.url())
    try:
        orders = prepare(database, settings.processes_dir)
    finally:
        database.dispose()
    listener = listen(settings.host, port)
    host, free = address(listener)
    living: list[simulate.Life] = []

    def answering() -> None:
        _say_hello(host, free, signed=bool(orders))
        if orders and settings.simulation:
            living.append(_life(host, free, orders))
            living[0].start()

    serve(listener, answering)
    for life in living:
        life.stop()


def prepare(database: Database, processes: Path) -> list[demo.Arrival]:
    """Everything that must be there before the first page; gives the orders that come in while the demo lives."""
    teach()
    with database.transaction() as session:
        company = demo.seed(session) if demo.is_empty(session) else demo.company_of(session)
        arrivals = demo.take_orders(session, company) if company is not None else []
    for bundle in bundles(processes):
        with database.transaction() as session:
            if not seed(session, bundle):
                print(f"{bundle.name} was released by hand. To replace it with the version that ships: virke deploy {processes / bundle.name}")
    return arrivals


def _say_hello(host: str, port: int, *, signed: bool) -> None:
    print(f"Virke answers at http://{host}:{port}/", flush=True)
    if signed:
        print(f"Sign in with one of these addresses and the password {demo.PASSWORD}:")
        for person in demo.PEOPLE:
            print(f"  {person.email:<26}{person.name:<15}{person.role}")
    print("Ctrl-C stops it.", flush=True)


def _life(host: str, port: int, arrivals: list[demo.Arrival]) -> simulate.Life:
    """The staff of the demo, each with a line of their own."""
    hands = {person.role: simulate.Employee(host, port, person.email, demo.PASSWORD) for person in reversed(demo.PEOPLE)}
    staff = simulate.Staff(hands["sales-admin"], hands["warehouse"], hands["logistics"])
    return simulate.Life(staff, [simulate.Order(each.order, each.lines) for each in arrivals])
