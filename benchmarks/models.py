"""Which models are run? Each is drawn twice: in Virke's dialect, and in the one that SpiffWorkflow's own runtime executes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' id="definitions" targetNamespace="https://virke.example/benchmarks">\n'
)
SERVICE = "benchmark.nothing"
"""The registered operation that does nothing; the naive peer runs a script instead."""


@dataclass(frozen=True)
class Pen:
    """Draws in one of the two dialects."""

    ours: bool

    def service(self, name: str, inner: str = "") -> str:
        if self.ours:
            kind = f'<extensionElements><zeebe:taskDefinition type="{SERVICE}"/></extensionElements>'
            return f'<serviceTask id="{name}">{kind}{inner}</serviceTask>'
        return f'<scriptTask id="{name}">{inner}<script>done = True</script></scriptTask>'

    def user(self, name: str) -> str:
        role = '<extensionElements><zeebe:assignmentDefinition candidateGroups="clerk"/></extensionElements>' if self.ours else ""
        return f'<userTask id="{name}">{role}</userTask>'

    def timer(self, name: str, host: str) -> str:
        """A boundary timer that never fires here."""
        text = "P30D" if self.ours else '"P30D"'
        kind = f'<timerEventDefinition><timeDuration xsi:type="tFormalExpression">{text}</timeDuration></timerEventDefinition>'
        return f'<boundaryEvent id="{name}" attachedToRef="{host}">{kind}</boundaryEvent>'

    def each(self, count: int) -> str:
        """A parallel loop over the list `items`; the peer is told how many there are, which costs it less."""
        if self.ours:
            kind = '<extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/></extensionElements>'
            return f"<multiInstanceLoopCharacteristics>{kind}</multiInstanceLoopCharacteristics>"
        return f"<multiInstanceLoopCharacteristics><loopCardinality>{count}</loopCardinality></multiInstanceLoopCharacteristics>"

    def flow(self, source: str, target: str, condition: str = "") -> str:
        text = f"={condition}" if self.ours else condition
        inner = f'<conditionExpression xsi:type="tFormalExpression">{text}</conditionExpression>' if condition else ""
        return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'

    def path(self, *names: str) -> str:
        return "".join(self.flow(source, target) for source, target in pairwise(names))

    def process(self, name: str, parts: Iterable[str]) -> str:
        return f'{HEAD}<process id="{name}" isExecutable="true">{"".join(parts)}</process></definitions>'


START, END = '<startEvent id="start"/>', '<endEvent id="end"/>'


def approval(pen: Pen) -> str:
    """W1: service, user task, exclusive gateway on the answer, service."""
    parts = [START, pen.service("prepare"), pen.user("approve"), '<exclusiveGateway id="way" default="way_end"/>', pen.service("file"), END]
    return pen.process(
        "w1", [*parts, pen.path("start", "prepare", "approve", "way", "end"), pen.flow("way", "file", "approved"), pen.path("file", "end")]
    )


def order(pen: Pen) -> str:
    """W2: three parallel branches of a service and a user task, one with a boundary timer; a join; a sub-process of two tasks."""
    parts = [START, '<parallelGateway id="fork"/>', '<parallelGateway id="join"/>', '<endEvent id="late_end"/>', END, pen.path("start", "fork")]
    for number in (1, 2, 3):
        parts += [pen.service(f"s{number}"), pen.user(f"u{number}"), pen.path("fork", f"s{number}", f"u{number}", "join")]
    parts += [pen.timer("late", "u1"), pen.path("late", "late_end")]
    inside = ['<startEvent id="begin"/>', pen.user("pack"), pen.user("send"), '<endEvent id="sent"/>', pen.path("begin", "pack", "send", "sent")]
    parts += [f'<subProcess id="deliver">{"".join(inside)}</subProcess>', pen.path("join", "deliver", "end")]
    return pen.process("w2", parts)


def loop(pen: Pen) -> str:
    """W3: a user task, again and again while its answer says so."""
    parts = [START, '<exclusiveGateway id="entry"/>', pen.user("work"), '<exclusiveGateway id="way" default="way_end"/>', END]
    return pen.process("w3", [*parts, pen.path("start", "entry", "work", "way", "end"), pen.flow("way", "entry", "again")])


def crowd(pen: Pen, count: int) -> str:
    """W4: a service for each item of a list."""
    return pen.process("w4", [START, pen.service("each", pen.each(count)), END, pen.path("start", "each", "end")])


def line(pen: Pen, count: int) -> str:
    """W5: so many elements, most of them services, one after another; the first wait is at the last but one."""
    services = [f"s{number}" for number in range(1, count - 2)]
    parts = [START, *(pen.service(name) for name in services), pen.user("ask"), END]
    return pen.process(f"w5_{count}", [*parts, pen.path("start", *services, "ask", "end")])
