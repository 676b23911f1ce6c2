"""Do parallel branches write the same variable? The last one wins, so somebody should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from lxml import etree

from engine.bpmn.linting.document import Document
from engine.bpmn.problems import Problem, Severity
from kit.i18n import _


def check(document: Document) -> Iterator[Problem]:
    """Warnings only: both values stand in history."""
    written = {node.get("id", ""): _written(document, node) for node in document.nodes()}
    counts = Counter(name for names in written.values() for name in names)
    if not any(count > 1 for count in counts.values()):
        return
    for split in document.of("parallelGateway", "inclusiveGateway"):
        yield from _split(document, split, written)


def _split(document: Document, split: etree._Element, written: dict[str, set[str]]) -> Iterator[Problem]:
    branches = [_from(document, flow) for flow in document.outgoing[split.get("id", "")]]
    own = [branch - set().union(*(other for other in branches if other is not branch)) for branch in branches]  # what only this branch leads to
    names = [set().union(*(written.get(node_id, set()) for node_id in branch)) for branch in own]
    for one, other in combinations(names, 2):
        for name in sorted(one & other):
            yield document.problem(
                split,
                _("Two branches write the variable “%(name)s”: the last one wins. Give each a name of its own.") % {"name": name},
                Severity.WARNING,
            )


def _from(document: Document, flow: etree._Element) -> set[str]:
    seen: set[str] = set()
    todo = [flow.get("targetRef", "")]
    while todo:
        node_id = todo.pop()
        if node_id not in seen:
            seen.add(node_id)
            todo.extend(each.get("targetRef", "") for each in document.outgoing[node_id])
            todo.extend(each.get("id", "") for each in document.boundaries[node_id])
    return seen


def _written(document: Document, node: etree._Element) -> set[str]:
    """The names that a node is seen to write; what an operation gives is not known here."""
    zeebe = document.zeebe(node)
    if zeebe.outputs:
        return {target.partition(".")[0] for _source, target in zeebe.outputs}
    result = zeebe.get("script", "resultVariable")
    return {result} if result else set()
