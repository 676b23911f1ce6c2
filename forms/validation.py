"""Does an answer keep to its JSON Schema? Exact decimals, patterns that cannot run for ever, dates that exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import regex
from jsonschema import Draft202012Validator, FormatChecker, TypeChecker, ValidationError
from jsonschema.validators import extend

from forms.components import Schema
from forms.components.limits import exact
from forms.components.number import remainder
from forms.components.texts import FORMATS
from forms.document import Component
from kit.i18n import _

SECONDS = 0.1
"""A pattern that needs longer is given up."""


def complaint(component: Component, schema: Schema, answer: object) -> str | None:
    """The sentence for the first thing in which the answer departs from its schema."""
    error = next(iter(VALIDATOR(schema, format_checker=FORMAT).iter_errors(plain(answer))), None)
    return None if error is None else _sentence(component, error)


def plain(value: object) -> object:
    """A typed answer as JSON has it."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def _sentence(component: Component, error: ValidationError) -> str:
    if error.validator == "pattern":
        written = component.rules.get("patternErrorMessage")
        return _(str(written)) if written else _("Write it in the form that is asked for: %(pattern)s.") % {"pattern": error.validator_value}
    if error.validator == "format":
        kinds = {
            "email": _("Write an e-mail address, for example anna@example.com."),
            "phone": _("Write a phone number with its country, for example +45 12 34 56 78."),
        }
        return kinds.get(str(error.validator_value), _("Write it in the form that is asked for."))
    if error.validator in ("enum", "const"):
        return _("Choose one of the options.")
    return _("This answer has the wrong form. Answer it again.")


def _is_number(_checker: TypeChecker, value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _is_integer(_checker: TypeChecker, value: object) -> bool:
    return _is_number(_checker, value) and value == int(str(value).partition(".")[0])


def _is_array(_checker: TypeChecker, value: object) -> bool:
    return isinstance(value, list)


def _pattern(_validator: object, pattern: str, instance: object, _schema: object) -> Iterator[ValidationError]:
    if not isinstance(instance, str):
        return
    try:
        fits = regex.search(pattern, instance, timeout=SECONDS)
    except (TimeoutError, regex.error):
        fits = None
    if fits is None:
        yield ValidationError("no match")


def _multiple_of(_validator: object, step: object, instance: object, _schema: object) -> Iterator[ValidationError]:
    size, number = exact(step), exact(instance)
    if size and number is not None and remainder(number, size):
        yield ValidationError("no multiple")


FORMAT = FormatChecker(())


def _reads(name: str, reader: object) -> None:
    def check(value: object) -> bool:
        return not isinstance(value, str) or bool(callable(reader) and reader(value) is not None)

    FORMAT.checks(name, raises=ValueError)(check)


for _name, _reader in {"date": date.fromisoformat, "time": time.fromisoformat, "date-time": datetime.fromisoformat}.items():
    _reads(_name, _reader)
for _name, _form in FORMATS.items():
    _reads(_name, regex.compile(_form).search)

VALIDATOR = extend(  # type: ignore[no-untyped-call]  # jsonschema leaves it untyped
    Draft202012Validator,
    {"pattern": _pattern, "multipleOf": _multiple_of},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many({"number": _is_number, "integer": _is_integer, "array": _is_array}),
)
