"""How does a script task in Python compute its variable? As a job: outside of the step, and of this process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.elements.job import BACK_OFF
from engine.bpmn.running import leaving, waiting
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import given_to
from engine.bpmn.state import ElementInstance, Wait, WaitKind
from engine.model import JobFiled, JobKind

PYTHON = "python"
TRIES = 3


@dataclass(frozen=True, slots=True)
class PythonTask(Behaviour):
    code: str
    result_variable: str

    def enter(self, run: Run, it: ElementInstance) -> None:
        wait = Wait(run.services.new_key(), WaitKind.JOB, it, it.node)
        waiting.add(run, wait)
        headers = it.node.headers
        filed = JobFiled(wait.key, JobKind.SCRIPT, it.key, it.node.id, PYTHON, given_to(it), headers, TRIES, headers.get(BACK_OFF))
        run.effects.append(filed)

    def arrived(self, run: Run, it: ElementInstance, wait: Wait, result: Mapping[str, object]) -> None:
        run.state.remove_wait(wait)
        leaving.complete(run, it, result)
