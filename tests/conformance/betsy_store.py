"""Does betsy's stage stand on the engine's own store? Every case runs through commands, rows, jobs and timers on SQLite."""

from __future__ import annotations

import atexit
import importlib
import itertools
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from pydantic import BaseModel
from sqlalchemy import event, select
from sqlalchemy.engine.interfaces import DBAPIConnection

import engine
from engine.asking import Done, Refused
from engine.bpmn import KNOW_ALL
from engine.model import Variables
from engine.tables import Incident, Job, ProcessInstance
from kit import clock, operations
from kit.db import Base, Database
from kit.db.types import from_micros
from kit.errors import AppError
from people.access import Who
from tests.conformance.betsy_adapter import BUSY, SCRIPT
from tests.conformance.betsy_stage import TEN_SECONDS, perform
from worker.embedded import run_all

ROOMS = ("kit", "people", "engine")
ROOT = Path(__file__).resolve().parents[2]
companies = itertools.count(1)
logs: dict[int, list[str]] = {}
moving = clock.MovingClock(datetime(2026, 1, 1, 12, tzinfo=UTC))


class Script(BaseModel):
    model_config = {"extra": "allow"}


class Result(BaseModel):
    model_config = {"extra": "allow"}


def run_script(ctx: operations.Context, given: Script) -> Result:
    answer = perform(logs[ctx.company_id], given.model_dump())
    if isinstance(answer, Refused):
        raise operations.BusinessError(answer.code, answer.message)
    return Result(**answer.result) if isinstance(answer, Done) else Result()


@cache
def database() -> Database:
    """One for all cases: each plays in a company of its own."""
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("tables.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    operations.operation(SCRIPT, label="Script")(run_script)
    folder = tempfile.TemporaryDirectory()
    made = Database(f"sqlite:///{folder.name}/betsy.db")
    event.listen(made.engine, "connect", _hasten)
    atexit.register(folder.cleanup)
    atexit.register(made.dispose)
    Base.metadata.create_all(made.engine)
    return made


def _hasten(connection: DBAPIConnection, _entry: object) -> None:
    """Nobody needs these rows after a power cut."""
    connection.cursor().execute("PRAGMA synchronous=OFF")


class Stored:
    """The engine as it ships, with its store and the server's worker."""

    def __init__(self) -> None:
        self.company = next(companies)
        self.log = logs.setdefault(self.company, [])
        self.who = Who(1, "Betsy", self.company, level=5, permissions=frozenset({"process.start", "process.operate"}))
        self.database = database()
        self._busy: dict[int, tuple[datetime, str]] = {}
        self._refused_to_start = False
        self._end_the_last()

    def deploy(self, xml: bytes, file: str) -> None:
        with self.database.transaction() as session:
            engine.deploy(session, {file: xml}, company_id=self.company, known=KNOW_ALL)

    def start(self, process_id: str, variables: Variables) -> None:
        with clock.use(moving):
            try:
                with self.database.transaction() as session:
                    engine.start(session, process_id, variables, company_id=self.company)
            except AppError:
                self._refused_to_start = True
            self._work()

    def pass_time(self, seconds: float) -> None:
        """From one thing that is due to the next, so that busy scripts end between timers."""
        until = moving.now() + timedelta(seconds=seconds)
        with clock.use(moving):
            self._work()
            while moving.now() < until:
                moving.set(min([until, *self._later()]))
                self._work()

    def _later(self) -> list[datetime]:
        """When something is due next, and when busy scripts end."""
        with self.database.reading() as session:
            due = engine.next_due(session)
        times = [began + timedelta(seconds=TEN_SECONDS) for began, _script in self._busy.values()]
        return [at for at in (*times, *([] if due is None else [from_micros(due)])) if at > moving.now()]

    def errors(self) -> list[str]:
        with self.database.reading() as session:
            types = set(session.scalars(select(Incident.type).filter_by(company_id=self.company)))
        found = {f"ERROR_{'thrownErrorEvent' if each == 'UNHANDLED_ERROR_EVENT' else 'runtime'}" for each in types}
        return sorted(found | ({"ERROR_runtime"} if self._refused_to_start else set()))

    def _work(self) -> None:
        run_all(self.database)
        self._end_jobs()
        with self.database.transaction() as session:
            for it in engine.activate(session, BUSY, "betsy", who=self.who, lasting=timedelta(days=1)):
                self._busy[it.key] = (moving.now(), str(it.given["script"]))

    def _end_jobs(self) -> None:
        for key, (began, script) in [*self._busy.items()]:
            if (moving.now() - began).total_seconds() >= TEN_SECONDS and self._is_alive(key):
                if script.startswith("CREATE_TIMESTAMP") and self._overlaps(key, began):
                    self.log.append("EXECUTION_parallel")
                with self.database.transaction() as session:
                    engine.complete_job(session, key, {}, who=self.who)
                run_all(self.database)

    def _overlaps(self, key: int, began: datetime) -> bool:
        """Told once of a pair: by the one with the smaller key."""
        return any(abs((self._busy[other][0] - began).total_seconds()) < TEN_SECONDS for other in self._busy if other > key)

    def _is_alive(self, key: int) -> bool:
        with self.database.reading() as session:
            return session.get_one(Job, key).state == "LEASED"

    def _end_the_last(self) -> None:
        """What another case left running shall not run on here."""
        with self.database.transaction() as session:
            for key in session.scalars(select(ProcessInstance.id).filter_by(state="ACTIVE", parent_key=None)).all():
                engine.cancel(session, key)
