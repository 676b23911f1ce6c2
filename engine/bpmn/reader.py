"""How does a BPMN file become plans, or a refusal that names everything that is wrong?"""

from __future__ import annotations

from lxml import etree

from engine.bpmn.known import KNOW_ALL, Known
from engine.bpmn.linting import lint, schema
from engine.bpmn.linting.document import Document
from engine.bpmn.model import Model
from engine.bpmn.plan import Plan
from engine.bpmn.problems import ModelRefused, Problem, Severity
from engine.bpmn.reading import normalising
from engine.bpmn.reading.compiling import Compiler
from engine.bpmn.reading.parsers import DialectParser
from engine.bpmn.reading.xml import parse
from engine.bpmn.spiff import ValidationException


def read(xml: bytes, file: str, known: Known = KNOW_ALL) -> Model:
    """The model in these bytes. Raises ModelRefused for anything that would not be executed rightly."""
    root = parse(xml, file)
    found = _linted(root, file, known)
    _refuse_errors(file, found)
    compiled = _compiled(root, file)
    for compiler, _plan in compiled:
        found.extend(compiler.problems)
    _refuse_errors(file, found)
    return Model(file, {plan.process_id: plan for _compiler, plan in compiled}, tuple(found))


def examine(xml: bytes, file: str, known: Known = KNOW_ALL) -> tuple[Problem, ...]:
    """What deploying would say of a draft, warnings too. Raises ModelRefused only for what is no XML."""
    root = parse(xml, file)
    found = _linted(root, file, known)
    if any(problem.severity is Severity.ERROR for problem in found):
        return tuple(found)
    return (*found, *(problem for compiler, _plan in _compiled(root, file) for problem in compiler.problems))


def _linted(root: etree._Element, file: str, known: Known) -> list[Problem]:
    document = Document(root, file)
    found = [*schema.check(document)]
    if document.is_bpmn:
        found.extend(lint.check(document, known))
    return found


def _compiled(root: etree._Element, file: str) -> list[tuple[Compiler, Plan]]:
    normalising.normalise(root)
    compilers = []
    try:
        for spec in DialectParser().read(root, file):
            compiler = Compiler()
            compilers.append((compiler, compiler.plan(spec)))
    except ValidationException as error:
        raise ModelRefused(file, [Problem(error.id, error.name, str(error))]) from error
    return compilers


def _refuse_errors(file: str, found: list[Problem]) -> None:
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    if errors:
        raise ModelRefused(file, errors)
