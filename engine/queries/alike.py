"""Which open tasks are of the same kind, what do they show, and which of them are out of the ordinary?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from sqlalchemy.orm import Session

from engine.model import Variables
from engine.queries.inbox import Whose, Wish, count_inbox, inbox
from engine.queries.tasks import task
from engine.queries.views import TaskCard, TaskView
from engine.store.variables import visible_to
from engine.who import Who

MOST = 50
FEW = 4
"""Among fewer there is no ordinary."""
FAR = 4.0
"""So many times the usual distance from the middle is out of the ordinary."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A number that lies far from those of the other tasks."""

    name: str
    value: Decimal
    usual: Decimal


@dataclass(frozen=True, slots=True)
class Alike:
    task: TaskView
    variables: Variables
    odd: tuple[Odd, ...] = ()


def alike(session: Session, task_key: int, *, who: Who) -> tuple[TaskCard, list[Alike]]:
    """The task itself, and all that it may be done together with, itself included: the outliers first, then by due date.

    They are of one element of one process with one form, and this person has them or may take them.
    """
    card = task(session, task_key, who=who)
    it = card.task
    found = inbox(session, _wish(it), who=who, limit=MOST)
    if it.state == "CREATED" and it.key not in {each.key for each in found}:
        found = [it, *found]
    same = [each for each in found if each.form_key == it.form_key]
    values = {each.key: visible_to(session, each.instance_key, each.key) for each in same}
    odd = outliers(values)
    rows = [Alike(each, values[each.key], odd.get(each.key, ())) for each in same]
    return card, sorted(rows, key=lambda row: not row.odd)


def count_alike(session: Session, it: TaskView, *, who: Who) -> int:
    """How many open ones of its kind this person has or may take."""
    return count_inbox(session, _wish(it), who=who)


def outliers(values: Mapping[int, Variables]) -> dict[int, tuple[Odd, ...]]:
    """Which numbers lie far from the median, measured by the median distance from it."""
    found: dict[int, tuple[Odd, ...]] = {}
    names = {name for variables in values.values() for name, value in variables.items() if isinstance(value, Decimal)}
    for name in sorted(names):
        column = {key: value for key, variables in values.items() if isinstance(value := variables.get(name), Decimal)}
        for key, odd in _far(name, column).items():
            found[key] = (*found.get(key, ()), odd)
    return found


def _far(name: str, column: Mapping[int, Decimal]) -> dict[int, Odd]:
    if len(column) < FEW:
        return {}
    middle = median(column.values())
    usual = _spread(list(column.values()), middle)
    return {key: Odd(name, value, middle) for key, value in column.items() if abs(value - middle) > Decimal(FAR) * usual}


def _spread(values: Sequence[Decimal], middle: Decimal) -> Decimal:
    """The median distance; where more than half are equal, the mean distance."""
    distances = [abs(value - middle) for value in values]
    return median(distances) or sum(distances, Decimal(0)) / len(distances)


def _wish(it: TaskView) -> Wish:
    return Wish(Whose.ALL, process_id=it.process_id, element_id=it.element_id)
