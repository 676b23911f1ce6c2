"""How is an attribute that may be a FEEL expression evaluated, and what is said when it fails?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import feel
from engine.model import IncidentType
from feel.values import FunctionValue
from kit.i18n import _

Names: TypeAlias = Mapping[str, object]


class Stuck(Exception):
    """An element cannot go on: it keeps its token, and an incident says why."""

    def __init__(self, type_: IncidentType, message: str) -> None:
        super().__init__(message)
        self.type = type_
        self.message = message


@dataclass(frozen=True, slots=True)
class Literal:
    """Text without a leading `=`: it stands for itself."""

    text: str

    def of(self, names: Names) -> object:  # noqa: ARG002 - as Formula has it
        return self.text


@dataclass(frozen=True, slots=True)
class Formula:
    """A compiled FEEL expression."""

    text: str
    expression: feel.Expression

    def of(self, names: Names) -> object:
        """The value; null where FEEL says null. Raises Stuck when it exceeds its budget or cannot be stored."""
        try:
            found = self.expression(names)
        except feel.FeelError as error:
            said = _("The expression “%(text)s” failed: %(reason)s") % {"text": self.text, "reason": error}
            raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, said) from error
        if isinstance(found, HOLDERS) and _holds_function(found):
            said = _("The expression “%(text)s” gives a function, which cannot be kept in a variable.") % {"text": self.text}
            raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, said)
        return found

    @property
    def is_constant(self) -> bool:
        """True when no variable has a say."""
        return not feel.variables(self.text)

    def holds(self, names: Names) -> bool:
        """True or false; anything else is a mistake in the model or its data, and raises Stuck."""
        value = self.of(names)
        if value is True or value is False:
            return value
        said = _("The condition “%(text)s” gives %(value)s, not true or false.") % {"text": self.text, "value": shown(value)}
        raise Stuck(IncidentType.CONDITION_ERROR, said + self._why(names))

    def _why(self, names: Names) -> str:
        reasons = self.expression.explain(names)[1]
        return "".join(f" {reason}" for reason in reasons)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A data object or property that is read by its name."""

    text: str

    def of(self, names: Names) -> object:
        return names.get(self.text)


HOLDERS = (list, dict, FunctionValue)


def _holds_function(value: object) -> bool:
    todo = [value]
    while todo:
        here = todo.pop()
        if isinstance(here, FunctionValue):
            return True
        if isinstance(here, list):
            todo.extend(here)
        elif isinstance(here, dict):
            todo.extend(here.values())
    return False


Value: TypeAlias = Literal | Formula | Lookup
"""An attribute that gives a FEEL value from the variables in sight."""


def formula(text: str) -> Formula:
    """Compile FEEL without its leading `=`. Raises feel.FeelError."""
    return Formula(text, feel.compile(text))


def value(text: str) -> Value:
    """An attribute of the zeebe dialect: with a leading `=` FEEL, without it a literal. Raises feel.FeelError."""
    stripped = text.strip()
    return formula(stripped[1:].strip()) if stripped.startswith("=") else Literal(text)


LARGEST = 10**30
"""Numbers from here on are no names, keys or counts."""
LONGEST = 200
"""Characters of a name or key."""


def text_of(given: Value, names: Names, what: str) -> str:
    """The value as text, for names and keys: text stays, whole numbers are written plainly; anything else raises Stuck."""
    found = given.of(names)
    if isinstance(found, str):
        return _short(given, found, what)
    number = _moderate(found)
    if number is not None:
        return _short(given, format(number.normalize(), "f"), what)
    raise _unfit(_("The %(what)s “%(text)s” gives %(value)s, not text or a number."), what, given, found)


def optional_text_of(given: Value | None, names: Names, what: str) -> str | None:
    """Like text_of; null and no attribute at all give None."""
    if given is None or given.of(names) is None:
        return None
    return text_of(given, names, what)


def texts_of(given: Value | None, names: Names, what: str) -> tuple[str, ...]:
    """A list of texts: a FEEL list, or names parted by commas."""
    found = given.of(names) if given is not None else None
    if given is None or found is None:
        return ()
    if isinstance(found, list) and all(isinstance(each, str) for each in found):
        return tuple(_short(given, str(each), what) for each in found)
    return tuple(part.strip() for part in text_of(given, names, what).split(",") if part.strip())


def number_of(given: Value, names: Names, what: str) -> int:
    """A whole number, from a number or its digits."""
    found = given.of(names)
    if isinstance(found, str):
        try:
            found = Decimal(found.strip())
        except ArithmeticError:
            found = None
    number = _moderate(found)
    if number is not None and number == int(number):
        return int(number)
    raise _unfit(_("The %(what)s “%(text)s” gives %(value)s, not a whole number."), what, given, found)


def _moderate(found: object) -> Decimal | None:
    """A number that can be written out."""
    if isinstance(found, bool) or not isinstance(found, (int, Decimal)):
        return None
    number = Decimal(found)
    return number if number.is_finite() and abs(number) < LARGEST else None


def _short(given: Value, text: str, what: str) -> str:
    if len(text) <= LONGEST:
        return text
    said = _("The %(what)s “%(text)s” gives %(value)s… with %(count)s characters. Names and keys have at most %(most)s.")
    said %= {"what": what, "text": given.text[:LONGEST], "value": shown(text), "count": len(text), "most": LONGEST}
    raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, said)


def _unfit(message: str, what: str, given: Value, found: object) -> Stuck:
    said = message % {"what": what, "text": given.text, "value": shown(found)}
    return Stuck(IncidentType.EXTRACT_VALUE_ERROR, said)


def shown(found: object) -> str:
    """A value as a person reads it in a message."""
    if found is None:
        return "null"
    if isinstance(found, str):
        return f"“{found[:80]}”"
    return str(found)[:80]
