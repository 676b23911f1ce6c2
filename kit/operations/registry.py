"""Which operations exist: a function with typed input and output, announced by one line above it."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from kit.errors import NotFound
from kit.i18n import _

Function = Callable[[typing.Any, typing.Any], BaseModel | None]
"""Takes a Context, or an Outside where it is slow, and its input."""


@dataclass(frozen=True, slots=True)
class Operation:
    """From this come the call, the designer's element template, the API's page and the input check."""

    name: str
    label: str
    function: Function
    given: type[BaseModel]
    result: type[BaseModel] | None
    errors: Mapping[str, str] = field(default_factory=dict)
    undo: str | None = None
    no_undo: str | None = None
    """Why there is no undo, where there is none."""
    icon: str = "settings"
    slow: bool = False
    """It leaves our own tables (mail, HTTP, files): run as a job, outside any transaction, and gets an Outside for a Context."""


_operations: dict[str, Operation] = {}


def operation(  # noqa: PLR0913  one line announces all of an operation
    name: str,
    *,
    label: str,
    errors: Mapping[str, str] | None = None,
    undo: str | None = None,
    no_undo: str | None = None,
    icon: str = "settings",
    slow: bool = False,
) -> Callable[[Function], Function]:
    """Announce an operation: `def reserve(ctx: Context, given: Reserve) -> Reserved`."""

    def announce(function: Function) -> Function:
        hints = typing.get_type_hints(function)
        parameters = list(inspect.signature(function).parameters)
        result = hints.get("return")
        if name in _operations and _operations[name].function.__module__ != function.__module__:
            raise ValueError(f"Operation {name} is announced twice: in {_operations[name].function.__module__} and {function.__module__}")
        _operations[name] = Operation(
            name, label, function, hints[parameters[1]], None if result is type(None) else result, dict(errors or {}), undo, no_undo, icon, slow
        )
        return function

    return announce


def known(name: str) -> bool:
    return name in _operations


def get(name: str) -> Operation:
    if name not in _operations:
        raise NotFound(_("There is no operation %(name)s. See the list of operations in the designer.") % {"name": name})
    return _operations[name]


def all_operations() -> list[Operation]:
    return [_operations[name] for name in sorted(_operations)]
