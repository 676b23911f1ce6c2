"""FEEL, the expression language of DMN: `evaluate`, `compile`, `unary`, `variables`, `register`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from feel import builtins
from feel.analysis import variables_of
from feel.errors import FeelError
from feel.expression import Expression, compile_expression, compile_tests, forget_names, known
from feel.syntax.names import special_names
from feel.time_source import tell_time
from feel.values import Value, Variables
from feel.words import speak

__all__ = ["Expression", "FeelError", "Value", "compile", "evaluate", "register", "speak", "tell_time", "unary", "variables"]


def compile(text: str, names: Iterable[str] = ()) -> Expression:  # noqa: A001 - what it does
    """An expression to call with variables. `names` may tell of variables whose names have signs or keywords.

    Raises FeelError with line, column and caret where the text is no FEEL.
    """
    return compile_expression(text, known(names))


def evaluate(text: str, variables: Variables) -> Value:
    """The value of an expression; null where FEEL has none. Raises FeelError for what is no FEEL, or too dear."""
    return _compiled_for(text, variables)(variables)


def _compiled_for(text: str, variables: Variables) -> Expression:
    """A text that is wrong by itself may be right with the variables' names."""
    try:
        return compile_expression(text)
    except FeelError:
        names = special_names(variables)
        if not names:
            raise
    return compile_expression(text, known(names))


def unary(text: str, names: Iterable[str] = ()) -> Expression:
    """Unary tests as a decision table has them: true when the variable `?` passes. Raises FeelError."""
    return compile_tests(text, known(names))


def variables(text: str, names: Iterable[str] = ()) -> frozenset[str]:
    """The names of the variables that an expression reads. Raises FeelError."""
    return variables_of(compile_expression(text, known(names)).tree)


def register(name: str, function: Callable[..., Value], parameters: Sequence[str]) -> None:
    """Let expressions call `function(*values)` by a name; parameters are names, or `name: kind` (see builtins.registry)."""
    builtins.register(name, function, parameters)
    forget_names()
