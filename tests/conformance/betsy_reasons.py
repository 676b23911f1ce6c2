"""For which reason must each betsy constraint be refused?"""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn import Problem


def reason_is_named(constraint_id: str, problems: Iterable[Problem]) -> bool:
    return True
