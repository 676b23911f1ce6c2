"""Has every element an id of its own?"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.linting.document import Document
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import local
from kit.i18n import _


def check(document: Document) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for element in document.all:
        element_id = element.get("id")
        if element_id:
            if element_id in seen:
                yield document.problem(
                    element,
                    _("The id “%(id)s” is used twice: for a %(first)s and a %(second)s. Give each its own.")
                    % {"id": element_id, "first": word(seen[element_id]), "second": word(element)},
                )
            seen.setdefault(element_id, local(element))
    yield from _missing(document)


def _missing(document: Document) -> Iterator[Problem]:
    for element in (*document.nodes(), *document.of("process", "sequenceFlow", "lane", "message", "signal", "error")):
        if not element.get("id"):
            yield document.problem(element, _("A %(kind)s has no id. Give it one.") % {"kind": word(element)})
    if not any(True for _each in document.processes()):
        yield document.problem(document.root, _("The file holds no executable process. Mark one as executable."))
