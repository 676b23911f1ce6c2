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
    document = Document(root, file)
    found = [*schema.check(document)]
    if document.is_bpmn:
        found.extend(lint.check(document, known))
    _refuse_errors(file, found)
    normalising.normalise(root)
    compilers = _compiled(root, file)
    for compiler, _plan in compilers:
        found.extend(compiler.problems)
    _refuse_errors(file, found)
    plans = {plan.process_id: plan for _compiler, plan in compilers}
    return Model(file, plans, tuple(found))


def _compiled(root: etree._Element, file: str) -> list[tuple[Compiler, Plan]]:
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
