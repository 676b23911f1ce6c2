"""What becomes of spoilt models? `python -m tests.engine.bpmn.spoiling` answers a line a seed; workers like that are used again and again.

Each line of input is a seed, each line of output what became of that model: refused, executed, or what went wrong. Whoever asks
waits so long and no longer: a worker that overruns is killed, and another takes its place.
"""

from __future__ import annotations

import re
import resource
import select
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from engine.bpmn import Limits, Model, ModelRefused, read
from tests.engine.bpmn.case import Case
from tests.engine.bpmn.mutating import mutated
from tests.engine.bpmn.world import DIAGRAMS, World

ROOT = Path(__file__).parents[3]
FILES = sorted(DIAGRAMS.rglob("*.bpmn"))
BARE = re.compile(r"object at 0x|<class '|Traceback|[a-z]Error\(|None\b.*None\b")
"""What no person should have to read in a refusal."""
PATIENCE = 20.0
"""Seconds for one model; on a quiet machine the slowest takes half a second."""
MEMORY = 2 * 1024**3
REFUSED, EXECUTED, HANGS = "refused", "executed", "hangs"


def outcome(seed: int) -> str:
    """What becomes of the model with this seed; whatever escapes is told in one line."""
    try:
        return _outcome(mutated(FILES[seed % len(FILES)].read_bytes(), seed))
    except BaseException as error:  # noqa: BLE001 - the worker tells it
        return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def _outcome(xml: bytes) -> str:
    try:
        model = read(xml, "spoilt.bpmn")
    except ModelRefused as refusal:
        for problem in refusal.problems:
            if not (problem.message and (problem.element_id or problem.line)) or BARE.search(problem.message):
                return f"refused badly: {problem.element_id} {problem.line} {problem.message}"
        return REFUSED
    play(model)
    return EXECUTED


def play(model: Model) -> None:
    """Start each process at each of its starts and do what there is to do, for a few turns."""
    world = World(restores=True, limits=Limits(steps=200, seconds=60), turns=20)
    world.plans = dict(model.plans)
    for plan in model.plans.values():
        for start in plan.start_events:
            world.start(plan.process_id, start.id, order="A1", level=0, people=["Ann"])
    for _ in range(4):
        for case in [*world.cases]:
            _work(world, case)
        world.pass_time(hours=1)


def _work(world: World, case: Case) -> None:
    for key in [*case.tasks][:2]:
        if key in case.tasks:
            world.step(case, lambda execution, key=key: execution.complete_task(key, {"x": True}))  # type: ignore[misc]
    for key in [*case.jobs][:2]:
        if key in case.jobs:
            world.finish(case, key, x=True)


class Worker:
    """A process that answers seeds until it overruns."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self.begun = 0
        """How many processes it took."""
        self._process = self._new()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._end()

    def ask(self, seed: int | str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{seed}\n".encode())
        ready, _, _ = select.select([self._process.stdout], [], [], self._patience)
        answer = self._process.stdout.readline().decode().strip() if ready else HANGS
        if not ready or not answer:
            self._end()
            self._process = self._new()
        return answer or "the worker died"

    def _new(self) -> subprocess.Popen[bytes]:
        self.begun += 1
        command = [sys.executable, "-m", "tests.engine.bpmn.spoiling"]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        assert process.stdout is not None
        process.stdout.readline()
        return process

    def _end(self) -> None:
        self._process.kill()
        self._process.communicate()


def outcomes(seeds: Iterable[int], workers: int = 2) -> dict[int, str]:
    """What becomes of each, by a pool of so many workers."""
    wanted = [*seeds]

    def work(mine: list[int]) -> dict[int, str]:
        with Worker() as worker:
            return {seed: worker.ask(seed) for seed in mine}

    with ThreadPoolExecutor(workers) as pool:
        parts = pool.map(work, [wanted[number::workers] for number in range(workers)])
    return {seed: answer for part in parts for seed, answer in part.items()}


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        if line.strip() == HANGS:
            while True:
                pass
        sys.stdout.write(f"{outcome(int(line))}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
