"""How long does an element of a process usually take?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import ElementState
from engine.tables import ElementInstance, ProcessInstance

LOOKED_AT = 300
"""So many of the newest instances."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Of so many times: half took no longer than the median, nine of ten no longer than the 90th percentile."""

    count: int
    median: timedelta
    ninetieth: timedelta


def usual(session: Session, company_id: int, process_id: str, element_ids: Collection[str]) -> dict[str, Usual]:
    """By element; one that has never been completed is left out."""
    newest = (
        select(ProcessInstance.id)
        .where(ProcessInstance.company_id == company_id, ProcessInstance.bpmn_process_id == process_id)
        .order_by(ProcessInstance.id.desc())
        .limit(LOOKED_AT)
    )
    found = select(ElementInstance.element_id, ElementInstance.started_at, ElementInstance.ended_at).where(
        ElementInstance.instance_key.in_(newest), ElementInstance.element_id.in_(element_ids), ElementInstance.state == ElementState.COMPLETED
    )
    took: dict[str, list[timedelta]] = {}
    for element_id, started, ended in session.execute(found):
        if ended is not None:
            took.setdefault(element_id, []).append(ended - started)
    return {element_id: _usual(sorted(times)) for element_id, times in took.items()}


def _usual(times: Sequence[timedelta]) -> Usual:
    return Usual(len(times), rank(times, 50), rank(times, 90))


def rank(ordered: Sequence[timedelta], percent: int) -> timedelta:
    """The smallest value that at least so many percent do not exceed (the nearest rank)."""
    return ordered[max(ceil(percent * len(ordered) / 100), 1) - 1]
