"""What is wrong with a model, said to the person who draws it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kit.errors import Invalid
from kit.i18n import _, ngettext


class Severity(StrEnum):
    ERROR = "error"
    """Deploying refuses it."""
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, and where: the element's id (or the line, where there is no element)."""

    element_id: str
    element_name: str
    message: str
    """Whole sentences: what is wrong, and what to do."""
    severity: Severity = Severity.ERROR
    line: int | None = None


class ModelRefused(Invalid):
    """A model cannot be deployed: each problem names its element, and the file is named once."""

    title = "MODEL_REFUSED"

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        count = len(self.problems)
        lead = ngettext("%(file)s cannot be deployed: %(count)s problem.", "%(file)s cannot be deployed: %(count)s problems.", count) % {
            "file": file,
            "count": count,
        }
        super().__init__("\n".join([lead, *(_said(problem) for problem in self.problems)]))


def _said(problem: Problem) -> str:
    if problem.element_id:
        named = f" “{problem.element_name}”" if problem.element_name else ""
        return f"{problem.element_id}{named}: {problem.message}"
    if problem.line is not None:
        return _("Line %(line)s: %(message)s") % {"line": problem.line, "message": problem.message}
    return problem.message
