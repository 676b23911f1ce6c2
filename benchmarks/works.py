"""Which works are measured, and what is told of each?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from benchmarks import models
from benchmarks.keeping import bytes_of_a_row, kept_bytes, live_bytes, statements
from benchmarks.playing import Steps, around, played, timed
from benchmarks.results import Result
from benchmarks.subjects import Floor, Naive, Subject, Virke
from kit.db import Database

SHORT, LONG = 200, 5_000
W4_SIZES = (100, 1_000)
W5_SIZES = (40, 100)
Measures = Iterator[Result]


class Bench:
    """One database and the three subjects on it."""

    def __init__(self, database: Database, name: str) -> None:
        self.database = database
        self.name = name
        self.virke, self.naive, self.floor = Virke(database), Naive(database), Floor(database)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return (self.floor, self.virke, self.naive)

    def deploy(self, draw: Callable[[models.Pen], str]) -> None:
        self.virke.deploy(draw(models.Pen(ours=True)))
        self.naive.deploy(draw(models.Pen(ours=False)))

    def alternating(self, play: Callable[[Subject], Steps], runs: int) -> dict[str, list[Steps]]:
        """The steps of each run; all subjects take turns, after one that does not count."""
        found: dict[str, list[Steps]] = {subject.name: [] for subject in self.subjects}
        for number in range(runs + 1):
            for subject in self.subjects:
                steps = play(subject)
                if number:
                    found[subject.name].append(steps)
        return found

    def whole(self, work: str, subject: str, measure: str, runs: Sequence[Steps]) -> Measures:
        """All steps of a run together: how long they took, and how long the processor worked on them here."""
        yield self.result(work, subject, measure, [sum(steps) for steps in runs])
        yield self.result(work, subject, f"{measure}, processor", [steps.processor for steps in runs])

    def result(self, work: str, subject: str, measure: str, values: Sequence[float], unit: str = "ms") -> Result:
        return Result(work, self.name, subject, measure, round(median(values), 4), unit, len(values))


def approval(bench: Bench) -> Measures:
    bench.deploy(models.approval)
    found = bench.alternating(lambda subject: played(subject, "w1", {"amount": 5}, 1, lambda _task: {"approved": True}), 40)
    for subject, runs in found.items():
        yield from bench.whole("W1", subject, "one instance", runs)
        yield bench.result("W1", subject, "start", [steps[0] for steps in runs])
        yield bench.result("W1", subject, "complete", [steps[1] for steps in runs])
    for measure, value in kept_bytes(bench.database, "w1").items():
        yield bench.result("W1", "virke", measure, [value], "B")
    yield from statements(bench, "w1")


def order(bench: Bench) -> Measures:
    bench.deploy(models.order)
    found = bench.alternating(lambda subject: played(subject, "w2", {"amount": 5}, 5, lambda _task: {"ok": True}), 15)
    for subject, runs in found.items():
        yield from bench.whole("W2", subject, "one instance", runs)
    for measure, value in kept_bytes(bench.database, "w2").items():
        yield bench.result("W2", "virke", measure, [value], "B")


def loop(bench: Bench) -> Measures:
    bench.deploy(models.loop)
    found = bench.alternating(lambda subject: played(subject, "w3", {}, SHORT, lambda task: {"again": task < SHORT}), 7)
    for subject, runs in found.items():
        yield from bench.whole("W3", subject, f"{SHORT} iterations", runs)
        yield bench.result("W3", subject, "step 10", [around(steps, 10) for steps in runs])
        yield bench.result("W3", subject, f"step {SHORT - 5}", [around(steps, SHORT - 5) for steps in runs])
        yield bench.result("W3", subject, f"step {SHORT - 5} / step 10", [around(steps, SHORT - 5) / around(steps, 10) for steps in runs], "x")
    yield from late_steps(bench)


def late_steps(bench: Bench) -> Measures:
    """An instance that has run long beside one that has just begun, taking turns."""
    old = bench.virke.start("w3", {})
    for _turn in range(LONG):
        bench.virke.complete(old, bench.virke.next_task(old), {"again": True})
    live = live_bytes(bench.database, "w3")
    young = bench.virke.start("w3", {})
    took: dict[int, list[float]] = {old: [], young: []}
    for turn in range(90):
        for key, steps in took.items():
            task = bench.virke.next_task(key)
            milliseconds = timed(lambda key=key, task=task: bench.virke.complete(key, task, {"again": True}))  # type: ignore[misc]  # bound now
            steps.extend([milliseconds] if turn >= 10 else [])
    yield bench.result("W3", "virke", f"step {LONG}", took[old])
    yield Result("W3", bench.name, "virke", f"step {LONG} / step 10 to 90", round(median(took[old]) / median(took[young]), 4), "x", len(took[old]))
    yield bench.result("W3", "virke", f"live state at step {LONG}", [live], "B")


def crowd(bench: Bench) -> Measures:
    medians: dict[int, float] = {}
    bench.virke.goes_on = True
    for size in W4_SIZES:
        bench.deploy(lambda pen, size=size: models.crowd(pen, size))  # type: ignore[misc]  # the size is bound now
        items = list(range(size))
        found = bench.alternating(lambda subject: played(subject, "w4", {"items": items}, 0, lambda _task: {}), 7)  # noqa: B023  played at once
        for subject, runs in found.items():
            yield from bench.whole("W4", subject, f"{size} items", runs)
        medians[size] = median(sum(steps) for steps in found["virke"])
    bench.virke.goes_on = False
    small, large = W4_SIZES
    yield Result("W4", bench.name, "virke", f"{large} items / {small} items", round(medians[large] / medians[small], 4), "x", 7)


def far(bench: Bench) -> Measures:
    """From the start to the first wait of a long model, and what waits there."""
    for size in W5_SIZES:
        bench.deploy(lambda pen, size=size: models.line(pen, size))  # type: ignore[misc]  # the size is bound now
        name = f"w5_{size}"
        found = bench.alternating(lambda subject, name=name: played(subject, name, {"amount": 5}, 0, lambda _task: {}), 9)  # type: ignore[misc]
        for subject, runs in found.items():
            yield from bench.whole("W5", subject, f"start of {size} elements", runs)
        yield bench.result("W5", "virke", f"live state of {size} elements", [live_bytes(bench.database, name)], "B")
        yield bench.result("W5", "virke", f"a history row of {size}", [bytes_of_a_row(bench.database, name)], "B")


WORKS: dict[str, Callable[[Bench], Measures]] = {"W1": approval, "W2": order, "W3": loop, "W4": crowd, "W5": far}
