"""Can the script of a script task be run, and does its result go somewhere?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from lxml import etree

from engine import scripting
from engine.bpmn.linting.document import Document, children
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import FEEL, is_python
from kit.i18n import _


def check(document: Document, task: etree._Element) -> Iterator[Problem]:
    """What is wrong with one script task."""
    zeebe = document.zeebe(task)
    if zeebe.has("taskDefinition"):
        return
    if is_python(task):
        yield from _python(document, task)
    elif task.get("scriptFormat", "").strip().lower() not in FEEL:
        yield document.problem(
            task, _("Scripts in “%(language)s” are not run. Write it in FEEL or in Python (scriptFormat).") % {"language": task.get("scriptFormat")}
        )
    else:
        yield from _feel(document, task)
    if not zeebe.get("script", "resultVariable"):
        yield document.problem(task, _("The script task does not say which variable gets its result. Name a result variable."))


def _feel(document: Document, task: etree._Element) -> Iterator[Problem]:
    expression = document.zeebe(task).get("script", "expression")
    if children(task, "script") and not task.get("scriptFormat"):
        yield document.problem(task, _("The script does not say in which language it is (scriptFormat)."))
    if not expression:
        yield document.problem(task, _("The script task has no FEEL expression. Write one; a script in Python says so by its scriptFormat."))
    elif not expression.startswith("="):
        yield document.problem(task, _("The script does not begin with “=”. It is a FEEL expression."))


def _python(document: Document, task: etree._Element) -> Iterator[Problem]:
    code = textwrap.dedent("".join(each.text or "" for each in children(task, "script"))).strip()
    if not code:
        yield document.problem(task, _("The script task has no script. Write one."))
        return
    wrong = scripting.check(code)
    if wrong is not None:
        place = _(" Line %(line)s of the script.") % {"line": wrong.line} if wrong.line and str(wrong.line) not in wrong.message else ""
        yield document.problem(task, wrong.message + place)
