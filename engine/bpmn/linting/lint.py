"""Which checks does a model have to pass before it is deployed?"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.known import Known
from engine.bpmn.linting import dialect, events, flows, loops, names, references, supported, tasks
from engine.bpmn.linting.document import Document
from engine.bpmn.problems import Problem


def check(document: Document, known: Known) -> Iterator[Problem]:
    """Everything that would not be executed rightly, and warnings."""
    yield from names.check(document)
    yield from supported.check(document)
    yield from references.check(document)
    yield from flows.check(document)
    yield from events.check(document)
    yield from loops.check(document)
    yield from tasks.check(document, known)
    yield from dialect.check(document)
