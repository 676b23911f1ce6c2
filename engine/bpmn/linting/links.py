"""Has every link event its other half?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import Document, children, container_of
from engine.bpmn.problems import Problem
from kit.i18n import _


def check(document: Document) -> Iterator[Problem]:
    sources, targets = _ends(document, "intermediateThrowEvent"), _ends(document, "intermediateCatchEvent")
    for throws, ends in ((True, sources), (False, targets)):
        for event in (each for events in ends.values() for each in events):
            yield from _places(document, event, throws)
    yield from _halves(document, sources, targets)


def _ends(document: Document, kind: str) -> dict[tuple[etree._Element, str], list[etree._Element]]:
    """Link events by their process or sub-process and their name."""
    found: dict[tuple[etree._Element, str], list[etree._Element]] = defaultdict(list)
    for event in document.of(kind):
        for link in children(event, "linkEventDefinition"):
            found[container_of(event), link_name(document, link)].append(event)
    return found


def _halves(
    document: Document,
    sources: dict[tuple[etree._Element, str], list[etree._Element]],
    targets: dict[tuple[etree._Element, str], list[etree._Element]],
) -> Iterator[Problem]:
    for key in sources.keys() - targets.keys():
        for event in sources[key]:
            yield document.problem(
                event, _("The link “%(name)s” has no target in the same process or sub-process. Add a catching link event.") % {"name": key[1]}
            )
    for key, events in targets.items():
        if key not in sources:
            yield document.problem(events[0], _("No link event in the same process or sub-process leads to the link “%(name)s”.") % {"name": key[1]})
        for event in events[1:]:
            yield document.problem(event, _("The link “%(name)s” has a second target. Keep one.") % {"name": key[1]})


def link_name(document: Document, link: etree._Element) -> str:
    """The name that both halves share; a source that names its target by id goes by the target's name."""
    target = document.by_id.get((link.findtext("{*}target") or "").strip().rpartition(":")[2])
    return (target if target is not None else link).get("name", "")


def _places(document: Document, event: etree._Element, throws: bool) -> Iterator[Problem]:
    event_id = event.get("id", "")
    if throws and document.outgoing[event_id]:
        yield document.problem(event, _("No flow may leave a throwing link event: its target goes on. Remove the flow."))
    if not throws and document.incoming[event_id]:
        yield document.problem(event, _("No flow may lead to a catching link event: its source leads to it. Remove the flow."))
