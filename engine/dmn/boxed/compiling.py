"""How does a boxed expression become code, and what does it know of its surroundings?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from lxml import etree

from engine.dmn.problems import DmnRefused, Problem, Severity
from engine.dmn.session import Names, Session
from engine.dmn.types import TypeReader
from feel.errors import FeelError
from feel.expression import Expression, Known, compile_expression, compile_tests
from feel.expression import known as known_names
from feel.types import ANY, MISMATCH, FeelType, coerced
from feel.values import Value, kind_of
from feel.words import N_
from kit.i18n import _

Code: TypeAlias = Callable[[Names, Session], Value]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a boxed expression stands: the names in sight, the model's types, and where its problems go."""

    element_id: str
    element_name: str
    names: frozenset[str]
    members: frozenset[str]
    types: TypeReader
    problems: list[Problem]
    compile: Callable[[etree._Element | None, Surroundings], Code]

    def naming(self, names: Iterable[str]) -> Surroundings:
        """Further in, with more names in sight."""
        return replace(self, names=self.names | set(names))

    @property
    def known(self) -> Known:
        return known_names(self.names, self.members, self.types.types)

    def expression(self, text: str) -> Expression | None:
        """A compiled literal expression; None, and a problem, where it is no FEEL."""
        return self._compiled(text, compile_expression)

    def tests(self, text: str) -> Expression | None:
        """Compiled unary tests; None, and a problem, where they are no FEEL."""
        return self._compiled(text, compile_tests)

    def _compiled(self, text: str, compile_: Callable[[str, Known], Expression]) -> Expression | None:
        try:
            return compile_(text, self.known)
        except FeelError as error:
            self.complain(_("“%(text)s” is no FEEL: %(reason)s") % {"text": text[:80], "reason": error})
            return None

    def complain(self, message: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(self.element_id, self.element_name, message, severity))


class Compiler(Protocol):
    """What makes code of one kind of boxed expression."""

    def __call__(self, element: etree._Element, around: Surroundings, /) -> Code: ...


def fixed(session: Session, value: Value, type_: FeelType, what: str) -> Value:
    """The value as this type; null, with a reason, where it does not fit."""
    if type_ is ANY:
        return value
    found = coerced(value, type_)
    if found is MISMATCH:
        session.run.note(N_("The value of “%s” is a %s, which is not of its type."), what, kind_of(value))
        return None
    return found


def nothing(why: str, *details: object) -> Code:
    """Code whose value is null, with a reason."""

    def code(names: Names, session: Session) -> Value:  # noqa: ARG001 - as all code
        session.run.note(why, *details)
        return None

    return code


def external(kind: str, around: Surroundings) -> Code:
    """A function in another language: a problem, and refused when it is needed all the same."""
    message = _("A function of kind %(kind)s cannot be run here. Write it in FEEL.") % {"kind": kind}
    around.complain(message)

    def code(names: Names, session: Session) -> Value:  # noqa: ARG001 - as all code
        raise DmnRefused("", [Problem(around.element_id, around.element_name, message)])

    return code
