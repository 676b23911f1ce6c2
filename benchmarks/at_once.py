"""`make bench ONLY=C1` or B1: is anything lost when 2 to 8 callers act at once, and how many instances a second does a batch do?

Measured only when named: C1 makes ten thousand tries (`VIRKE_TRIES`), half of them at one task, half at the parallel branches
of one instance, and looks at every row that they left. Anything lost or done twice ends the benchmark with an error.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import engine
from benchmarks import models
from benchmarks.results import Result
from benchmarks.subjects import CLERK
from engine import BatchType, Order
from kit.db import Database, execute
from kit.errors import Conflict
from people.access import Who

if TYPE_CHECKING:
    from benchmarks.works import Bench

FILE = Path(__file__).with_name("at_once.json")
TRIES = int(os.environ.get("VIRKE_TRIES", "10000"))
CALLERS = range(2, 9)
AT_A_TIME = 100
"""So many instances are begun in one transaction, before anybody acts on them."""
BATCH = 1_000
OPERATOR = Who(2, "Olga", 7, permissions=frozenset({"process.operate", "process.start"}))
Act = Callable[[int], None]


def one_task(pen: models.Pen) -> str:
    return pen.process("c1", [models.START, pen.user("work"), models.END, pen.path("start", "work", "end")])


def forked(pen: models.Pen, branches: int) -> str:
    parts = [models.START, '<parallelGateway id="fork"/>', '<parallelGateway id="join"/>', models.END, pen.path("start", "fork")]
    for number in range(branches):
        parts += [pen.user(f"u{number}"), pen.path("fork", f"u{number}", "join")]
    return pen.process(f"c1_{branches}", [*parts, pen.path("join", "end")])


def at_once(bench: Bench) -> Iterator[Result]:
    bench.virke.deploy(one_task(models.Pen(ours=True)))
    for branches in CALLERS:
        bench.virke.deploy(forked(models.Pen(ours=True), branches))
    took: dict[str, list[float]] = {"one task": [], "branches": []}
    outcomes: Counter[str] = Counter()
    with ThreadPoolExecutor(max(CALLERS)) as pool:
        for kind, number, keys in _turns():
            begun = [_begun(bench.database, f"c1_{number}" if kind == "branches" else "c1") for _key in keys]
            for key, tasks in begun:
                chosen = tasks if kind == "branches" else tasks * number
                began = time.perf_counter()
                found = _together(pool, bench.database, chosen)
                took[kind].append((time.perf_counter() - began) * 1000)
                _check(bench.database, key, kind, number, found)
                outcomes[kind] += 1
                outcomes["refused"] += found["refused"]
    results = [Result("C1", bench.name, "virke", f"tries at {kind}", outcomes[kind], "tries", outcomes[kind]) for kind in took]
    results += [Result("C1", bench.name, "virke", f"{kind}, 2 to 8 callers", round(median(each), 3), "ms", len(each)) for kind, each in took.items()]
    results.append(Result("C1", bench.name, "virke", "completions refused", outcomes["refused"], "409", outcomes["one task"]))
    results.append(Result("C1", bench.name, "virke", "lost or done twice", 0, "tries", sum(outcomes[kind] for kind in took)))
    yield from _kept(results)


def batches(bench: Bench) -> Iterator[Result]:
    bench.virke.deploy(one_task(models.Pen(ours=True)))
    with bench.database.transaction() as session:
        keys = [engine.start(session, "c1", {}, who=CLERK) for _each in range(BATCH)]
    renamed = one_task(models.Pen(ours=True)).replace('"work"', '"job"').replace("start_work", "start_job").replace("work_end", "job_end")
    with bench.database.transaction() as session:
        target = engine.deploy(session, {"model.bpmn": renamed.encode()})[0].key
    orders = {
        "weighed, migrated and rolled back": Order(BatchType.MIGRATE, target, {"work": "job"}, is_dry=True),
        "migrated": Order(BatchType.MIGRATE, target, {"work": "job"}),
        "suspended": Order(BatchType.SUSPEND),
        "resumed": Order(BatchType.RESUME),
        "canceled": Order(BatchType.CANCEL),
        "deleted": Order(BatchType.DELETE),
    }
    results = []
    for measure, order in orders.items():
        began = time.perf_counter()
        with bench.database.transaction() as session:
            key = engine.batch(session, order, keys, who=OPERATOR)
        while engine.run_jobs(bench.database, "benchmark"):
            pass
        took = time.perf_counter() - began
        with bench.database.reading() as session:
            card = engine.batch_card(session, key, who=OPERATOR)
        assert (card.completed, card.failed) == (BATCH, 0), card
        results.append(Result("B1", bench.name, "virke", f"instances {measure}", round(BATCH / took, 1), "/s", BATCH))
    yield from _kept(results)


def _turns() -> Iterator[tuple[str, int, Sequence[int]]]:
    """Of each kind and number of callers in turn, until there were enough tries."""
    left = iter(range(TRIES))
    while True:
        for number in CALLERS:
            for kind in ("one task", "branches"):
                keys = list(islice(left, AT_A_TIME))
                if not keys:
                    return
                yield kind, number, keys


def _begun(database: Database, process_id: str) -> tuple[int, list[int]]:
    with database.transaction() as session:
        key = engine.start(session, process_id, {}, who=CLERK)
    with database.reading() as session:
        rows = execute(session, "SELECT id FROM user_task WHERE instance_key = :key ORDER BY id", {"key": key}).all()
    return key, [row.id for row in rows]


def _together(pool: ThreadPoolExecutor, database: Database, tasks: Sequence[int]) -> Counter[str]:
    """A caller a task, all at one moment; the caller's number is its answer."""
    ready = threading.Barrier(len(tasks))

    def one(number: int) -> str:
        ready.wait()
        try:
            with database.transaction() as session:
                engine.complete_task(session, tasks[number], {f"by{number}": number}, who=CLERK)
        except Conflict:
            return "refused"
        return "done"

    return Counter(pool.map(one, range(len(tasks))))


def _check(database: Database, key: int, kind: str, number: int, found: Counter[str]) -> None:
    """One won and the others were refused, or every branch counts: and the rows say the same, once."""
    wins = 1 if kind == "one task" else number
    assert found == Counter({"done": wins, "refused": number - wins}) - Counter(), (kind, number, found)
    with database.reading() as session:
        state, result = execute(session, "SELECT state, result FROM process_instance WHERE id = :key", {"key": key}).one()
        counted = "SELECT element_id, COUNT(*) AS number FROM element_instance WHERE instance_key = :key AND state = 'COMPLETED' GROUP BY element_id"
        visits = {row.element_id: row.number for row in execute(session, counted, {"key": key})}
        done = "SELECT COUNT(*) FROM audit_event a JOIN user_task t ON t.id = a.entity_id WHERE t.instance_key = :key AND a.action = 'task.complete'"
        audited = execute(session, done, {"key": key}).scalar_one()
        alive = execute(session, "SELECT COUNT(*) FROM scope_state WHERE instance_key = :key", {"key": key}).scalar_one()
    assert (state, visits["end"], audited, alive) == ("COMPLETED", 1, wins, 0), (kind, number, state, visits, audited, alive)
    assert len(json.loads(result)) == wins, result


def _kept(results: list[Result]) -> Iterator[Result]:
    """Beside those of other runs, in a file of their own."""
    before = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else []
    now = [asdict(each) for each in results]
    names = {(each["work"], each["database"]) for each in now}
    kept = [each for each in before if (each["work"], each["database"]) not in names]
    FILE.write_text(json.dumps(kept + now, indent=1) + "\n", encoding="utf-8")
    yield from results


ASIDE = {"C1": at_once, "B1": batches}
