"""Does a model follow the XML schema of BPMN 2.0?"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from copy import deepcopy
from functools import cache

from lxml import etree

from engine.bpmn.linting.document import Document, line_of
from engine.bpmn.problems import Problem
from engine.bpmn.spiff import BpmnValidator, full_tag
from kit.i18n import _

_NAMESPACE = re.compile(r"\{[^}]*\}")
_lock = threading.Lock()


@cache
def _validator() -> BpmnValidator:
    return BpmnValidator()


def check(document: Document) -> Iterator[Problem]:
    """What the schema refuses, said of the element that it is about. Extension elements may hold anything."""
    if not document.is_bpmn:
        yield document.problem(document.root, _("The root element is not “definitions” of BPMN 2.0: this is no BPMN model."))
        return
    with _lock:  # the schema object keeps the errors of its last run
        validator = _validator()
        tree = document.root
        if next(tree.iter(full_tag("correlationPropertyRetrievalExpression")), None) is not None:
            tree = deepcopy(tree)
            validator.preprocess(tree)
        if validator.validator.validate(tree):
            return
        errors = [(error.path, error.line, error.message) for error in validator.validator.error_log]
    for path, line, message in errors[:MOST]:
        yield _problem(document, path, line, message)


MOST = 20
"""Errors that are told; one mistake can make many."""


def _problem(document: Document, path: str | None, line: int, message: str) -> Problem:
    element = _element(document.root, path)
    if element is None:
        element = next((each for each in document.all if line_of(each) == line), None)
    text = _("The XML schema of BPMN refuses this: %(reason)s") % {"reason": _NAMESPACE.sub("", message)}
    if element is None:
        return Problem("", "", text, line=line)
    return document.problem(element, text)


def _element(root: etree._Element, path: str | None) -> etree._Element | None:
    try:
        found = root.getroottree().xpath(path or "")
    except etree.XPathError:
        return None
    first = found[0] if isinstance(found, list) and found else None
    return first if etree.iselement(first) else None
