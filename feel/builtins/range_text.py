"""Which range does a text say? What the function `range` reads (DMN 10.3.4.1)."""

from __future__ import annotations

from collections.abc import Callable

from feel.budget import Run
from feel.builtins.registry import built_in
from feel.comparing import order
from feel.errors import FeelError
from feel.syntax import ast
from feel.syntax.names import NameBook
from feel.syntax.parser import parse
from feel.temporal.reading import read_date, read_date_time, read_duration, read_time
from feel.values import Range, Value
from feel.words import N_

READERS: dict[str, Callable[[str], Value]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "duration": read_duration,
}
PRICE = 100


@built_in("range", "from: string")
def range_(run: Run, text: str) -> Value:
    """A range between two literals, the first one not after the second."""
    run.spend(PRICE + len(text))
    found = _read(text)
    if found is None:
        run.note(N_("“%s” is no range."), text[:60])
        return None
    apart = order(run, found.start, found.end)
    return found if apart is not None and apart <= 0 else None


def _read(text: str) -> Range | None:
    try:
        tree = parse(text, NameBook(READERS), {})
    except FeelError:
        return None
    if not isinstance(tree, ast.Interval):
        return None
    return Range(_literal(tree.start), _literal(tree.end), tree.start_included, tree.end_included)


def _literal(node: ast.Node) -> Value:
    """The value of a literal, also of one like `date("2024-01-31")`; null for anything else."""
    if isinstance(node, ast.Constant):
        return node.value
    if not isinstance(node, ast.Call) or not isinstance(node.function, ast.Name) or len(node.arguments) != 1:
        return None
    reader, given = READERS.get(node.function.name), node.arguments[0]
    if reader is None or not isinstance(given, ast.Constant) or not isinstance(given.value, str):
        return None
    return reader(given.value)
