"""How long has a ticket been ours to answer, in working time, and until when may it be?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.service.tables import SlaSegment, Ticket
from kit import clock
from kit.calendar import add_working_time, working_time
from kit.operations import Context


@dataclass(frozen=True, slots=True)
class Standing:
    """`used` is the working time in which the clock ran; `due` is when the promise breaks, while the clock runs."""

    used: timedelta
    promised: timedelta
    due: datetime | None

    @property
    def broken(self) -> bool:
        return self.used > self.promised


def segments_of(session: Session, ticket_id: int) -> list[SlaSegment]:
    return list(session.scalars(select(SlaSegment).filter_by(ticket_id=ticket_id).order_by(SlaSegment.starts_at, SlaSegment.id)))


def to_solve(session: Session, ticket: Ticket) -> Standing:
    """The promise to solve it; while the customer is awaited the clock stands."""
    now = clock.now()
    segments = segments_of(session, ticket.id)
    ran = [working_time(each.starts_at, each.ends_at or now) for each in segments if each.running]
    used, promised = sum(ran, timedelta(0)), timedelta(minutes=ticket.solve_minutes)
    runs = bool(segments) and segments[-1].running and segments[-1].ends_at is None
    return Standing(used, promised, add_working_time(now, max(promised - used, timedelta(0))) if runs else None)


def answered_in_time(ticket: Ticket) -> bool | None:
    """Whether the first answer came within what was promised; None while there is still time for it."""
    until = add_working_time(ticket.opened_at, timedelta(minutes=ticket.respond_minutes))
    if ticket.answered_at is None:
        return False if clock.now() > until else None
    return ticket.answered_at <= until


def turn(ctx: Context, ticket: Ticket, running: bool | None) -> None:
    """End the time that is open; begin one in which the clock runs, or stands, or none."""
    open_one = ctx.session.scalars(select(SlaSegment).where(SlaSegment.ticket_id == ticket.id, SlaSegment.ends_at.is_(None))).one_or_none()
    if open_one is not None:
        if open_one.running is running:
            return
        open_one.ends_at = ctx.now
        ctx.session.flush()
    if running is not None:
        begun = SlaSegment(company_id=ctx.company_id, created_by=ctx.actor, ticket_id=ticket.id, running=running, starts_at=ctx.now)
        ctx.session.add(begun)
        ctx.session.flush()
