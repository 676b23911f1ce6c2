"""Which checks does a model have to pass before it is deployed?"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.known import Known
from engine.bpmn.linting import (
    collaboration,
    compensation,
    data,
    dialect,
    events,
    expressions,
    flows,
    gateways,
    interfaces,
    links,
    loops,
    names,
    races,
    references,
    starts,
    supported,
    tasks,
)
from engine.bpmn.linting.document import Document
from engine.bpmn.problems import Problem

CHECKS = (
    names.check, supported.check, references.check, starts.check, flows.check, gateways.check, events.check, links.check, compensation.check,
    loops.check, expressions.check, data.check, interfaces.check, collaboration.check, dialect.check,
    races.check,
)  # fmt: skip


def check(document: Document, known: Known) -> Iterator[Problem]:
    """Everything that would not be executed rightly, and warnings."""
    for each in CHECKS:
        yield from each(document)
    yield from tasks.check(document, known)
