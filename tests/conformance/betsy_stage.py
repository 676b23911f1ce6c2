"""On what stage does a betsy case play? Here on an engine in memory that begins every step from rows."""

from __future__ import annotations

from typing import Protocol

from engine.asking import Answer, Done, Refused
from engine.model import Variables
from tests.conformance.betsy_adapter import BUSY, SCRIPT
from tests.engine.bpmn.case import Case
from tests.engine.bpmn.world import World

TEN_SECONDS = 10.0


class Stage(Protocol):
    """What a case needs of an engine: a fresh one for each case, with a clock of its own."""

    log: list[str]

    def deploy(self, xml: bytes, file: str) -> None:
        """Raises engine.bpmn.ModelRefused."""
        ...

    def start(self, process_id: str, variables: Variables) -> None: ...

    def pass_time(self, seconds: float) -> None: ...

    def errors(self) -> list[str]:
        """ERROR_… lines for what stands as an incident."""
        ...


class Memory:
    """The engine room without its store."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.world = World(restores=True)
        self.world.operations[SCRIPT] = lambda given: perform(self.log, given)
        self._busy: dict[int, tuple[float, Case, Variables]] = {}
        self._time = 0.0

    def deploy(self, xml: bytes, file: str) -> None:
        self.world.deploy(xml, file=file)

    def start(self, process_id: str, variables: Variables) -> None:
        self.world.start(process_id, None, **variables)
        self._take_jobs()

    def pass_time(self, seconds: float) -> None:
        """In small steps, so that busy scripts end between timers."""
        until = self._time + seconds
        while self._time < until:
            step = min(1.0, until - self._time)
            self.world.pass_time(seconds=step)
            self._time += step
            self._end_jobs()
            self._take_jobs()

    def errors(self) -> list[str]:
        found = [incident for case in self.world.cases for incident in case.incidents]
        return sorted({f"ERROR_{'thrownErrorEvent' if each.type == 'UNHANDLED_ERROR_EVENT' else 'runtime'}" for each in found})

    def _take_jobs(self) -> None:
        for case in self.world.cases:
            for job in case.jobs.values():
                if job.type == BUSY and job.key not in self._busy:
                    self._busy[job.key] = (self._time, case, job.given)

    def _end_jobs(self) -> None:
        for key, (began, case, given) in [*self._busy.items()]:
            if key in case.jobs and self._time - began >= TEN_SECONDS:
                if str(given["script"]).startswith("CREATE_TIMESTAMP") and self._overlaps(key, began):
                    self.log.append("EXECUTION_parallel")
                self.world.finish(case, key)

    def _overlaps(self, key: int, began: float) -> bool:
        """Told once of a pair: by the one with the smaller key."""
        others = [other for other in self._busy if other > key]
        return any(abs(self._busy[other][0] - began) < TEN_SECONDS for other in others)


def perform(log: list[str], given: Variables) -> Answer:
    """Do what a script's placeholder says."""
    script = str(given["script"])
    if script == "THROW_ERROR":
        return Refused("ERR_CODE", "")
    if script == "LOG_DATA":
        log.extend(["DATA_correct"] if given["value"] == "String" else [])
    elif script == "SET_STRING_DATA":
        return Done({"result": "String"})
    elif script.startswith("INCREMENT"):
        log.extend(["INCREMENT_correct"] if script.endswith("AND_LOG") else [])
        return Done({"result": int(str(given["value"])) + 1})
    elif script == "CREATE_MARKER_FILE":
        log.append("MARKER_exists")
    elif script != "CREATE_LOG_FILE":
        log.append(script)
    return Done({})
