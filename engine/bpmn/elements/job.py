"""How is work done by an operation or a job? Service tasks, and whatever else names a zeebe:taskDefinition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.asking import Done, Refused
from engine.bpmn.running import leaving, throwing, waiting
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import given_to, visible
from engine.bpmn.state import ElementInstance, Wait, WaitKind
from engine.bpmn.values import Value, number_of, text_of
from engine.model import JobFiled, JobKind, Variables

BACK_OFF = "retryBackoff"
"""The task header that names the ISO 8601 pause between two tries."""


@dataclass(frozen=True, slots=True)
class Job(Behaviour):
    """A record operation runs within the step; everything else is a job that somebody takes later."""

    type: Value
    retries: Value

    def enter(self, run: Run, it: ElementInstance) -> None:
        names = visible(it)
        job_type = text_of(self.type, names, "job type")
        given = given_to(it)
        if not run.services.is_inline(job_type):
            kind = JobKind.OPERATION if run.services.is_operation(job_type) else JobKind.EXTERNAL
            self._file(run, it, kind, job_type, given, None)
            return
        answer = run.services.call(job_type, it.key, it.node.id, given)
        if isinstance(answer, Done):
            leaving.complete(run, it, answer.result)
        elif isinstance(answer, Refused):
            throwing.throw_error(run, it, answer.code, answer.message)
        else:
            self._file(run, it, JobKind.OPERATION, job_type, given, answer.message)

    def arrived(self, run: Run, it: ElementInstance, wait: Wait, result: Mapping[str, object]) -> None:
        run.state.remove_wait(wait)
        leaving.complete(run, it, result)

    def _file(self, run: Run, it: ElementInstance, kind: JobKind, job_type: str, given: Variables, cause: str | None) -> None:
        retries = number_of(self.retries, visible(it), "number of retries")
        wait = Wait(run.services.new_key(), WaitKind.JOB, it, it.node)
        waiting.add(run, wait)
        headers = it.node.headers
        run.effects.append(JobFiled(wait.key, kind, it.key, it.node.id, job_type, given, headers, retries, headers.get(BACK_OFF), cause))
