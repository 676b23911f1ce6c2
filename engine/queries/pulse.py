"""Has anything happened in the engine since somebody last looked?"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.tables import ElementInstance
from kit.audit import AuditEvent


def pulse(session: Session) -> tuple[int, int]:
    """Another pair of numbers after a step or a claim; two look-ups, however much has happened."""
    steps, claims = session.execute(
        select(select(func.max(ElementInstance.id)).scalar_subquery(), select(func.max(AuditEvent.id)).scalar_subquery())
    ).one()
    return steps or 0, claims or 0
